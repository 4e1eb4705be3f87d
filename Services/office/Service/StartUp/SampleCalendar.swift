import OpsContracts

/// The working calendar of 2025 and 2026 as the State Council's notices have it (requirements §4), 09:00–12:00 and
/// 13:00–18:00 on working days. 2027 is not announced and not guessed.
enum SampleCalendar {
    static let calendar = CalendarPublished(
        calendar: CalendarID("CN"), version: 0, timezone: "Asia/Shanghai",
        week: Dictionary(
            uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri"].map { ($0, ["09:00-12:00", "13:00-18:00"]) }),
        closed: days(off.map(\.1)), closedEveryYear: [], open: days(makeUp.map(\.1)), openAs: "mon",
        years: [2025, 2026],
        statutory: days(statutory), names: names)

    static let periods: [PeriodDeclared] = periodRows.compactMap { id, code, name, from, to, confirmed in
        guard let from = Day(from), let to = Day(to) else { return nil }
        return PeriodDeclared(
            period: PeriodID(id), code: code, name: name, from: from, to: to, confirmed: confirmed)
    }

    private static let off = [
        ("元旦", "2025-01-01"),
        ("春节", "2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-01 2025-02-02 2025-02-03 2025-02-04"),
        ("清明节", "2025-04-04 2025-04-05 2025-04-06"),
        ("劳动节", "2025-05-01 2025-05-02 2025-05-03 2025-05-04 2025-05-05"),
        ("端午节", "2025-05-31 2025-06-01 2025-06-02"),
        ("国庆节", "2025-10-01 2025-10-02 2025-10-03 2025-10-04 2025-10-05"),
        ("中秋节", "2025-10-06"),
        ("国庆节", "2025-10-07 2025-10-08"),
        ("元旦", "2026-01-01 2026-01-02 2026-01-03"),
        ("春节", "2026-02-15 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-21 2026-02-22 2026-02-23"),
        ("清明节", "2026-04-04 2026-04-05 2026-04-06"),
        ("劳动节", "2026-05-01 2026-05-02 2026-05-03 2026-05-04 2026-05-05"),
        ("端午节", "2026-06-19 2026-06-20 2026-06-21"),
        ("中秋节", "2026-09-25 2026-09-26 2026-09-27"),
        ("国庆节", "2026-10-01 2026-10-02 2026-10-03 2026-10-04 2026-10-05 2026-10-06 2026-10-07"),
    ]

    private static let makeUp = [
        ("春节", "2025-01-26 2025-02-08"),
        ("劳动节", "2025-04-27"),
        ("国庆节", "2025-09-28 2025-10-11"),
        ("元旦", "2026-01-04"),
        ("春节", "2026-02-14 2026-02-28"),
        ("劳动节", "2026-05-09"),
        ("国庆节", "2026-09-20 2026-10-10"),
    ]

    /// 13 a year, of the labour law's 300 % class.
    private static let statutory = [
        "2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-04 2025-05-01",
        "2025-05-02 2025-05-31 2025-10-06 2025-10-01 2025-10-02 2025-10-03",
        "2026-01-01 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-04-05 2026-05-01",
        "2026-05-02 2026-06-19 2026-09-25 2026-10-01 2026-10-02 2026-10-03",
    ]

    private static let periodRows = [
        ("CHUNYUN-2025", "CHUNYUN", "春运", "2025-01-14", "2025-02-22", true),
        ("CHUNYUN-2026", "CHUNYUN", "春运", "2026-02-02", "2026-03-13", true),
        ("CHUNYUN-2027", "CHUNYUN", "春运", "2027-01-22", "2027-03-02", false),
        ("LIANGHUI-2025", "LIANGHUI", "全国两会", "2025-03-04", "2025-03-11", true),
        ("LIANGHUI-2026", "LIANGHUI", "全国两会", "2026-03-04", "2026-03-12", true),
        ("SHUYUN-2025", "SHUYUN", "暑运", "2025-07-01", "2025-08-31", true),
        ("SHUYUN-2026", "SHUYUN", "暑运", "2026-07-01", "2026-08-31", true),
    ]

    private static func days(_ lists: [String]) -> [Day] {
        lists.flatMap { $0.split(separator: " ") }.compactMap { Day(String($0)) }.sorted()
    }

    private static var names: [String: String] {
        let off = off.flatMap { name, days in days.split(separator: " ").map { (String($0), name) } }
        let makeUp = makeUp.flatMap { name, days in days.split(separator: " ").map { (String($0), "\(name)调休上班") } }
        return Dictionary(off + makeUp, uniquingKeysWith: { first, _ in first })
    }
}
