import Foundation
import OpsContracts
import OpsDomain

/// `ops calendar …`: the arithmetic of working time, for a look and for a check from outside.
enum CalendarCommand {
    static let all = [add, between, due, addDays]

    private static let file = Option.required(
        "calendar", "FILE", "JSON file with a calendar, or with `calendars` by name.")
    private static let name = Option.optional(
        "name", "NAME", "Which calendar of the file; needed where it has several.")
    private static let from = Option.required(
        "from", "TIME", "Start, local time of the calendar: \"2026-02-13 17:00:00\".")
    private static let seconds = Option.required("seconds", "N", "Working time in seconds, 0 or more.")
    private static let example = "Example: ops calendar "

    static let add = Command(
        path: ["calendar", "add"], summary: "Print when N seconds of working time have passed.",
        options: [file, name, from, seconds],
        details: example + #"add --calendar calendars.json --name CN --from "2026-02-13 17:00:00" --seconds 7200"#
    ) { arguments in
        let calendar = try calendar(arguments)
        let start = calendar.zone.timestamp(try arguments.requiredTime("from"))
        say(calendar.zone.local(try calendar.add(milliseconds(arguments), to: start)))
    }

    static let between = Command(
        path: ["calendar", "between"], summary: "Print the working time between two times in whole seconds.",
        options: [file, name, from, .required("to", "TIME", "End; before the start gives 0.")],
        details: example
            + #"between --calendar calendars.json --name CN --from "2026-02-13 17:00:00" --to "2026-02-24 10:00:00""#
    ) { arguments in
        let calendar = try calendar(arguments)
        let start = calendar.zone.timestamp(try arguments.requiredTime("from"))
        let end = calendar.zone.timestamp(try arguments.requiredTime("to"))
        say(try calendar.between(start, end) / 1000)
    }

    static let due = Command(
        path: ["calendar", "due"], summary: "Print when N seconds of working time have passed outside all pauses.",
        options: [
            file, name, from, seconds,
            .repeatable("pause", "BEGIN/END", "A stretch in which the clock stands; without END it still stands."),
        ],
        details: example
            + #"due --calendar calendars.json --name CN --from "2026-03-04 09:00:00" --seconds 7200 \"# + "\n    "
            + #"--pause "2026-03-04 10:00:00/2026-03-04 14:00:00""#
    ) { arguments in
        let calendar = try calendar(arguments)
        let start = calendar.zone.timestamp(try arguments.requiredTime("from"))
        let pauses = try arguments.all("pause").map { try pause($0, in: calendar.zone) }
        let due = try calendar.due(from: start, milliseconds: milliseconds(arguments), pauses: pauses)
        say(calendar.zone.local(due))
    }

    static let addDays = Command(
        path: ["calendar", "add-days"], summary: "Print the same time of day N working days later.",
        options: [file, name, from, .required("days", "N", "Working days after the start's day, 0 or more.")],
        details: example + #"add-days --calendar calendars.json --name CN --from "2026-02-13 17:00:00" --days 5"#
    ) { arguments in
        let calendar = try calendar(arguments)
        let start = calendar.zone.timestamp(try arguments.requiredTime("from"))
        let days = Int(clamping: try arguments.requiredInteger("days"))
        say(calendar.zone.local(try calendar.addWorkingDays(days, to: start)))
    }

    private static func milliseconds(_ arguments: Arguments) throws -> Int64 {
        let seconds = try arguments.requiredInteger("seconds")
        guard seconds >= 0 else { throw CalendarError.negative(seconds) }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { throw CalendarError.outOfReach }
        return milliseconds
    }

    private static func pause(_ text: String, in zone: LocalZone) throws -> Pause {
        let ends = text.split(separator: "/", omittingEmptySubsequences: false)
        guard ends.count == 2 else { throw UsageError("--pause: “\(text)” is not BEGIN/END") }
        let end = ends[1].isEmpty ? nil : zone.timestamp(try Arguments.time(ends[1], option: "pause"))
        return Pause(zone.timestamp(try Arguments.time(ends[0], option: "pause")), end)
    }

    private static func calendar(_ arguments: Arguments) throws -> WorkCalendar {
        try CalendarFile(path: arguments.required("calendar")).calendar(named: arguments.value("name"))
    }
}
