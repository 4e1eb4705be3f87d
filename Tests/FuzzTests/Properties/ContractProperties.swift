import BillingDomain
import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport

/// What arrives over the bus and in files: it is refused with a typed error, or it reads back as what it was read as.
extension FuzzProperty {
    static let contracts = [facts, json, headers, calendars, calendarFiles, forecasts, texts]

    private static let facts = FuzzProperty("facts", words: Words.json) {
        Opened(try Goldens.all().map(\.data)) { input in
            for contract in ContractRegistry.all {
                guard let once = try recoded(contract, input) else { continue }
                try hold(try recoded(contract, once) == once, "\(contract.type)", input)
            }
        }
    }

    /// Nil where it is refused; anything but a `DecodingError` is thrown.
    private static func recoded<C: FactContract>(_ type: C.Type, _ data: Data) throws -> Data? {
        let value: C
        do { value = try ContractCoding.decode(type, from: data) } catch is DecodingError { return nil }
        return try ContractCoding.encode(value)
    }

    /// The quick reader of canonical JSON reads nothing that Foundation refuses or reads otherwise.
    private static let json = FuzzProperty("json", words: Words.json) {
        let odd = [#"{"a":[1,{"b":null}],"c":"\\\"/\n大","d":{"e":{},"f":[]},"g":-7}"#, #"[true,[["x"]],0]"#, " 42 "]
        return Opened(try Goldens.all().map(\.data) + odd.map { Data($0.utf8) }) { input in
            for contract in ContractRegistry.all { try holdSame(contract, input) }
            try holdSame(AnyJSON.self, input)
        }
    }

    private static func holdSame<T: Codable>(_ type: T.Type, _ input: Data) throws {
        guard let quick = CanonicalJSON.read(type, from: input) else { return }
        let slow: T
        do { slow = try JSONDecoder().decode(type, from: input) } catch {
            return try hold(false, "Foundation refuses it: \(type)", input)
        }
        try hold(try ContractCoding.encode(quick) == ContractCoding.encode(slow), "read differently: \(type)", input)
    }

    private static let headers = FuzzProperty("headers", words: Words.text + Words.json) {
        let source = ServiceName.tickets.topic
        var chain = FactChain(source)
        let samples = chain.next(4).map { fact in
            Data(
                CloudEvents.headers(of: fact, source: source).map { "\($0.name)=\($0.value ?? "")" }
                    .joined(separator: "\n").utf8)
        }
        return Opened(samples) { input in
            let headers = input.split(separator: UInt8(ascii: "\n")).map { line in
                let halves = line.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                return CloudEvents.Header(
                    String(decoding: halves[0], as: UTF8.self),
                    halves.count > 1 ? String(validating: halves[1], as: UTF8.self) : nil)
            }
            let fact: Fact
            do { fact = try CloudEvents.fact(headers: headers, value: input) } catch is CloudEvents.Unreadable {
                return
            }
            let again = CloudEvents.headers(of: fact, source: source)
            try hold(try CloudEvents.fact(headers: again, value: input) == fact, "read differently again", input)
            _ = FactHash.compute(fact, source: source)
        }
    }

    private static let start = Timestamp(1_770_940_800_000)

    private static let calendars = FuzzProperty("calendar", words: Words.json) {
        Opened(try Goldens.all().filter { $0.name.contains("calendar") }.map(\.data)) { input in
            guard let published = try? ContractCoding.decode(CalendarPublished.self, from: input) else { return }
            do { try answers(try WorkCalendar(published), input) } catch is CalendarError {}
        }
    }

    /// What `ops calendar` reads.
    private static let calendarFiles = FuzzProperty("calendar-file", words: Words.json) {
        let file = Goldens.tests.appending(path: "OpsDomainTests/Vectors/work-calendar.json")
        let whole = try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any]
        let one = (whole?["calendars"] as? [String: Any])?["CN"] ?? [:]
        return Opened([try JSONSerialization.data(withJSONObject: one, options: [.sortedKeys])]) { input in
            let calendar: WorkCalendar
            do { calendar = try JSONDecoder().decode(WorkCalendar.self, from: input) } catch is DecodingError { return }
            do { try answers(calendar, input) } catch is CalendarError {}
        }
    }

    private static func answers(_ calendar: WorkCalendar, _ input: Data) throws {
        for span in [0, 1, 7_200_000, Int64.max] {
            try hold(try calendar.add(span, to: start) >= start, "time runs back", input)
        }
        for moment in [Int64.min, -62_135_596_800_001, 253_402_300_800_000, .max] {
            _ = try? calendar.add(60_000, to: Timestamp(moment))
            _ = try? calendar.between(start, Timestamp(moment))
        }
        _ = try calendar.addWorkingDays(5, to: start)
    }

    private static let forecasts = FuzzProperty("forecast", words: Words.json) {
        let whole = try Data(contentsOf: Goldens.tests.appending(path: "BillingDomainTests/Vectors/billing.json"))
        let cases = (try JSONSerialization.jsonObject(with: whole) as? [String: Any])?["cases"] as? [[String: Any]]
        return Opened(try (cases ?? []).map { try JSONSerialization.data(withJSONObject: ["cases": [$0]]) }) { input in
            do {
                for name in try ForecastFile(input).cases.map(\.name) { _ = try ForecastFile(input).run(name) }
            } catch is Rejection {}
        }
    }

    private static let texts = FuzzProperty("texts", words: Words.text) {
        let good = [
            "2026-02-13", "2026-02", "2026-q1", "2026-02-13 17:00:00", "09:00-12:00", "XZ", "XZ-20260213-0001", "-23.5",
            "2026-02-13T08:00:00.000Z", "ops.tickets.v1.4711", "xz-1", "duty@example.cn",
        ]
        return Opened(samples(good)) { input in
            let text = String(decoding: input, as: UTF8.self)
            let written = [
                Day(text)?.description, YearMonth(text)?.description, Quarter(text)?.description,
                SiteCode(rawValue: text)?.rawValue, TicketID(rawValue: text)?.rawValue,
                AccountID(rawValue: text)?.rawValue, DecimalReading(rawValue: text)?.rawValue,
                MailMessage.Address(text)?.mailbox,
            ]
            try hold(written.allSatisfy { $0 == nil || $0 == text }, "written differently", input)
            if let seen = SeenFact(text) { try hold(SeenFact(seen.text) == seen, "another fact", input) }
            _ = LocalTime(text)
            _ = ClockSpan(text)
            _ = LocalZone(text)
            _ = ImageKind(of: input)
        }
    }
}

/// Whatever JSON there is, read by trying.
private enum AnyJSON: Codable {
    case nothing
    case truth(Bool)
    case number(Int64)
    case text(String)
    case list([AnyJSON])
    case object([String: AnyJSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .nothing
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([AnyJSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: AnyJSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .nothing: try value.encodeNil()
        case .truth(let truth): try value.encode(truth)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }
}
