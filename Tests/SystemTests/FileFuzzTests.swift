import Foundation
import Testing

/// Files that people hand to `ops`: whatever is in them, it answers or says what is wrong with the file, and never dies.
struct FileFuzzTests {
    private let command = CommandLineTests()

    /// Pieces of a good file with something else in their place; none may end the program by a signal.
    @Test(arguments: [
        "\"2026-02-13\"", "null", "1e999", "-1", "99999999999999999999", "\"\\u0000\"", "\"\\ud800\"", "[[[]]]", "{}",
        "\"24:00-00:00\"",
        "\"99:99-99:99\"", "\"Nowhere/Land\"",
    ])
    func `a calendar with one value made odd is answered or refused`(_ odd: String) throws {
        let text = try String(contentsOfFile: CommandLineTests.calendars, encoding: .utf8)
        let good = try #require(
            (try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])?["calendars"] as? [String: Any])
        let one = try #require(good["CN"])
        let bytes = try JSONSerialization.data(withJSONObject: one, options: [.sortedKeys])
        let json = String(decoding: bytes, as: UTF8.self)
        let values = json.matches(of: /"[^"]*"(?!:)|\b\d+\b/).map(\.range)
        for range in stride(from: 0, to: values.count, by: max(1, values.count / 8)).map({ values[$0] }) {
            try judge(Data(json.replacingCharacters(in: range, with: odd).utf8), [Self.calendar])
        }
    }

    @Test(arguments: [
        Data(), Data("null".utf8), Data("[]".utf8), Data([0xFF, 0xFE, 0, 0]),
        Data(String(repeating: "[", count: 100_000).utf8),
        Data(String(repeating: "{\"calendars\":", count: 50_000).utf8), Data("{\"calendars\":{\"CN\":null}}".utf8),
        Data("{\"cases\":[{\"name\":\"x\"}]}".utf8), Data("{\"cases\":null}".utf8),
    ])
    func `a file that is no such file is refused`(_ bytes: Data) throws {
        try judge(bytes, [Self.calendar, Self.forecast])
    }

    private static let calendar = { @Sendable (file: String) in
        ["calendar", "add", "--calendar", file, "--from", "2026-02-13 17:00:00", "--seconds", "7200"]
    }
    private static let forecast = { @Sendable (file: String) in
        ["billing", "forecast", "--file", file, "--case", "x"]
    }

    private func judge(_ bytes: Data, _ commands: [@Sendable (String) -> [String]]) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        try bytes.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for words in commands {
            let outcome = try command.run(words(file.path))
            #expect(
                [0, 1].contains(outcome.code),
                "\(outcome.code) \(outcome.errors) for \(String(decoding: bytes.prefix(300), as: UTF8.self))")
            #expect(outcome.code == 0 || !outcome.errors.isEmpty)
        }
    }
}
