public import OpsContracts

/// When people work: weekly spans, holidays, make-up working days (调休), in one time zone.
///
/// JSON: `{"timezone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:00-18:00"],…},"closed":["2026-02-16"],
/// "closedEveryYear":["12-25"],"open":["2026-02-14"],"openAs":"mon","years":[2025,2026]}`; only the first two are
/// required. An `open` day works with the spans of the weekday `openAs` and outranks `closedEveryYear`. Without `years`
/// every year counts as loaded; with it, arithmetic that needs another year throws `CalendarError.yearNotLoaded`.
public struct WorkCalendar: Hashable, Sendable {
    public let zone: LocalZone
    /// Sorted and disjoint; a missing day has none.
    public let week: [Weekday: [ClockSpan]]
    public let closed: Set<Day>
    public let closedEveryYear: Set<MonthDay>
    public let open: Set<Day>
    public let openAs: Weekday?
    /// Nil: every year is loaded.
    public let years: Set<Int>?

    /// - Throws: `CalendarError.invalid` where spans of a day overlap, a day is both open and closed, or `openAs` is
    ///   missing.
    public init(
        zone: LocalZone, week: [Weekday: [ClockSpan]], closed: Set<Day> = [], closedEveryYear: Set<MonthDay> = [],
        open: Set<Day> = [], openAs: Weekday? = nil, years: Set<Int>? = nil
    ) throws(CalendarError) {
        for (weekday, spans) in week {
            let sorted = spans.sorted { $0.start < $1.start }
            for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.start < earlier.end {
                throw .invalid("\(weekday.rawValue): \(earlier) and \(later) overlap; join them")
            }
        }
        if let day = open.intersection(closed).min() { throw .invalid("\(day) is both open and closed; remove one") }
        if !open.isEmpty, openAs == nil { throw .invalid("open days need openAs, the week day whose spans they work") }
        self.zone = zone
        self.week = week.mapValues { $0.sorted { $0.start < $1.start } }
        self.closed = closed
        self.closedEveryYear = closedEveryYear
        self.open = open
        self.openAs = openAs
        self.years = years
    }

    /// The working spans of a day, none on a free one.
    /// - Throws: `CalendarError.yearNotLoaded`.
    public func spans(on day: Day) throws(CalendarError) -> [ClockSpan] {
        if let years, !years.contains(day.year) { throw .yearNotLoaded(day.year) }
        if open.contains(day), let openAs { return week[openAs] ?? [] }
        if closed.contains(day) || closedEveryYear.contains(MonthDay(day)) { return [] }
        return week[Weekday(day)] ?? []
    }

    public func isWorkingDay(_ day: Day) throws(CalendarError) -> Bool { try !spans(on: day).isEmpty }

    public func isWorkingTime(_ moment: Timestamp) throws(CalendarError) -> Bool {
        let local = zone.local(moment)
        return try spans(on: local.day).contains { $0.start <= local.secondOfDay && local.secondOfDay < $0.end }
    }
}

extension WorkCalendar: Codable {
    private enum CodingKeys: String, CodingKey {
        case timezone, week, closed, closedEveryYear, open, openAs, years
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let timezone = try container.decode(String.self, forKey: .timezone)
        guard let zone = LocalZone(timezone) else {
            throw DecodingError.dataCorruptedError(
                forKey: .timezone, in: container, debugDescription: LocalZone.fault(timezone))
        }
        var week: [Weekday: [ClockSpan]] = [:]
        for (name, spans) in try container.decode([String: [ClockSpan]].self, forKey: .week) {
            guard let weekday = Weekday(rawValue: name) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .week, in: container, debugDescription: "“\(name)” is no week day; use mon to sun")
            }
            week[weekday] = spans
        }
        let closed = try container.decodeIfPresent(Set<Day>.self, forKey: .closed)
        let everyYear = try container.decodeIfPresent(Set<MonthDay>.self, forKey: .closedEveryYear)
        let open = try container.decodeIfPresent(Set<Day>.self, forKey: .open)
        let openAs = try container.decodeIfPresent(Weekday.self, forKey: .openAs)
        let years = try container.decodeIfPresent(Set<Int>.self, forKey: .years)
        do throws(CalendarError) {
            try self.init(
                zone: zone, week: week, closed: closed ?? [], closedEveryYear: everyYear ?? [], open: open ?? [],
                openAs: openAs, years: years)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.en, underlyingError: error))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(zone.identifier, forKey: .timezone)
        let named = week.filter { !$0.value.isEmpty }.map { ($0.key.rawValue, $0.value) }
        try container.encode(Dictionary(uniqueKeysWithValues: named), forKey: .week)
        if !closed.isEmpty { try container.encode(closed.sorted(), forKey: .closed) }
        if !closedEveryYear.isEmpty { try container.encode(closedEveryYear.sorted(), forKey: .closedEveryYear) }
        if !open.isEmpty { try container.encode(open.sorted(), forKey: .open) }
        try container.encodeIfPresent(openAs, forKey: .openAs)
        try container.encodeIfPresent(years?.sorted(), forKey: .years)
    }
}
