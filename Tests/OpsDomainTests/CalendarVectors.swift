import Foundation
import OpsContracts
import OpsDomain

/// The calendars and cases of Vectors/work-calendar.json: from public test suites of service desks and the State
/// Council's holiday notices.
struct CalendarVectors: Decodable {
    struct Case: Decodable, CustomStringConvertible, Sendable {
        let calendar: String
        let op: String
        let from: String
        let to: String?
        let seconds: Int64?
        let days: Int?
        let pauses: [[String]]?
        let expect: Answer

        var description: String { "\(calendar) \(op) \(from)" }
    }

    /// A local time or a number of seconds.
    enum Answer: Decodable, Equatable, Sendable {
        case time(String)
        case seconds(Int64)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int64.self) {
                self = .seconds(number)
            } else {
                self = .time(try container.decode(String.self))
            }
        }
    }

    let calendars: [String: WorkCalendar]
    let cases: [Case]

    static let all = Result { try load() }

    static func load() throws -> CalendarVectors {
        let url = Bundle.module.url(forResource: "Vectors/work-calendar", withExtension: "json")
        return try JSONDecoder().decode(CalendarVectors.self, from: Data(contentsOf: url ?? URL(filePath: "/missing")))
    }

    static func calendar(_ name: String) throws -> WorkCalendar {
        guard let calendar = try all.get().calendars[name] else { throw MissingVector(name: name) }
        return calendar
    }
}

struct MissingVector: Error {
    let name: String
}

/// Wall-clock arithmetic in a calendar's own zone, so that tests read like the vectors.
extension WorkCalendar {
    func at(_ text: String) throws -> Timestamp {
        guard let local = LocalTime(text) else { throw MissingVector(name: text) }
        return zone.timestamp(local)
    }

    func add(seconds: Int64, to start: String) throws -> String {
        try zone.local(add(seconds * 1000, to: at(start))).description
    }

    func seconds(_ start: String, _ end: String) throws -> Int64 { try between(at(start), at(end)) / 1000 }

    func due(_ start: String, seconds: Int64, pauses: [(String, String?)]) throws -> String {
        let gaps = try pauses.map { Pause(try at($0.0), try $0.1.map(at)) }
        return try zone.local(due(from: at(start), milliseconds: seconds * 1000, pauses: gaps)).description
    }

    func addDays(_ days: Int, to start: String) throws -> String {
        try zone.local(addWorkingDays(days, to: at(start))).description
    }

    /// Berlin, or another zone, working the given hours every day.
    static func daily(_ zone: String, _ spans: String...) throws -> WorkCalendar {
        let spans = spans.compactMap { ClockSpan($0) }
        guard let zone = LocalZone(zone) else { throw MissingVector(name: zone) }
        let week = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, spans) })
        return try WorkCalendar(zone: zone, week: week)
    }
}
