import Foundation
import OpsDomain

/// A JSON file with one calendar, or with several under `calendars`. A broken neighbour does not matter.
struct CalendarFile {
    private let path: String
    private let calendars: [String: Entry]

    init(path: String) throws {
        self.path = path
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            if let many = try JSONDecoder().decode(Many.self, from: data).calendars {
                calendars = many
            } else {
                calendars = ["": try JSONDecoder().decode(Entry.self, from: data)]
            }
        } catch let error as DecodingError {
            throw CommandFailure("\(path) is not a calendar file: \(error.place). Mend the file")
        } catch {
            throw CommandFailure("cannot read \(path). Check that the file is there and readable")
        }
    }

    func calendar(named name: String?) throws -> WorkCalendar {
        let known = calendars.keys.filter { !$0.isEmpty }.sorted().joined(separator: ", ")
        if name == nil, calendars.count > 1 {
            throw CommandFailure("\(path) has several calendars; choose one with --name: \(known)")
        }
        guard let entry = name.map({ calendars[$0] }) ?? calendars.values.first else {
            let advice = known.isEmpty ? "it holds a single calendar; leave --name out" : "it has: \(known)"
            throw CommandFailure("\(path) has no calendar “\(name ?? "")”; \(advice)")
        }
        do {
            return try entry.calendar.get()
        } catch let error as DecodingError {
            throw CommandFailure("\(path): calendar “\(name ?? "")”: \(error.place). Mend the file")
        }
    }

    private struct Many: Decodable {
        let calendars: [String: Entry]?
    }

    private struct Entry: Decodable {
        let calendar: Result<WorkCalendar, any Error>

        init(from decoder: any Decoder) throws { calendar = Result { try WorkCalendar(from: decoder) } }
    }
}

extension DecodingError {
    /// Where in the JSON, and what is wrong there.
    fileprivate var place: String {
        let context =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context
            case .keyNotFound(let key, let context):
                Context(codingPath: context.codingPath, debugDescription: "“\(key.stringValue)” is missing")
            @unknown default: Context(codingPath: [], debugDescription: "\(self)")
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
}
