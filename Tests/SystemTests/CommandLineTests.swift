import Foundation
import Testing

/// The `ops` program as a stranger meets it: run, read, judged by its exit code.
struct CommandLineTests {
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    static let calendars = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "OpsDomainTests/Vectors/work-calendar.json").path

    /// Runs the `ops` that was built beside these tests.
    func run(_ arguments: [String]) throws -> Outcome {
        let tests = try #require(CommandLine.arguments.first)
        let process = Process()
        process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "ops")
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        let complained = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self))
    }

    func ops(_ arguments: String...) throws -> Outcome { try run(arguments) }

    func calendar(_ command: String, _ name: String, _ arguments: String...) throws -> Outcome {
        try run(["calendar", command, "--calendar", Self.calendars, "--name", name] + arguments)
    }

    @Test func `the four answers stand alone on a line`() throws {
        let add = try calendar("add", "CN", "--from", "2026-02-13 17:00:00", "--seconds", "7200")
        #expect(add.output == "2026-02-14 10:00:00\n")
        let between = try calendar("between", "CN", "--from", "2026-02-13 17:00:00", "--to", "2026-02-24 10:00:00")
        #expect(between.output == "36000\n")
        let due = try calendar(
            "due", "GL-A", "--from", "2034-06-09 08:46:12", "--seconds", "14400",
            "--pause", "2034-06-09 09:15:27/2034-06-09 10:00:00", "--pause", "2034-06-09 09:59:00/2034-06-09 11:23:49")
        #expect(due.output == "2034-06-09 14:54:34\n")
        let days = try calendar("add-days", "GL-DEF", "--from", "2018-11-19 10:00:00", "--days", "7")
        #expect(days.output == "2018-11-28 10:00:00\n")
        #expect([add, between, due, days].allSatisfy { $0.code == 0 && $0.errors.isEmpty })
    }

    @Test func `a year that is not loaded is named on standard error`() throws {
        let outcome = try calendar("add", "CN", "--from", "2026-12-31 17:00:00", "--seconds", "7200")
        #expect(outcome.code == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("2027"))
    }

    @Test func `an unknown calendar is answered with those there are`() throws {
        let outcome = try calendar("add", "XX", "--from", "2026-12-31 17:00:00", "--seconds", "1")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("XX") && outcome.errors.contains("ZN-SPLIT"))
    }

    @Test(arguments: ["no-such-file.json", CommandLineTests.thisFile])
    func `a missing or broken file is named`(_ path: String) throws {
        let outcome = try ops("calendar", "add", "--calendar", path, "--from", "2026-01-05 09:00:00", "--seconds", "1")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains(path))
    }

    @Test(arguments: [
        (["calendar", "add", "--bogus"], "--bogus"), (["calendar", "add", "--calendar"], "needs a value"),
        (["calendar", "add"], "--calendar FILE is missing"), (["dance"], "dance"),
        (["calendar", "between", "--calendar", "a", "--from", "x", "--to", "y", "z"], "“z”"),
    ])
    func `a wrong command line exits 64 and says what is wrong`(_ arguments: [String], _ said: String) throws {
        let outcome = try run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains(said))
        #expect(outcome.output.isEmpty)
    }

    @Test func `every command explains itself`() throws {
        let overview = try ops("--help")
        #expect(overview.code == 0 && overview.output.contains("ops calendar add-days"))
        let help = try ops("calendar", "due", "--help")
        #expect(help.code == 0)
        for word in ["--pause BEGIN/END", "Required.", "Example:"] { #expect(help.output.contains(word)) }
    }

    static let thisFile = #filePath
}
