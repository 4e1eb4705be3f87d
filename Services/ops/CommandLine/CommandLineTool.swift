import Foundation

/// Finds the command, reads its options, runs it, and says on standard error what went wrong.
struct CommandLineTool: Sendable {
    let name: String
    let summary: String
    let commands: [Command]

    /// - Returns: the exit code: 0, 1 for a failure, 64 for a wrong command line.
    func run(_ words: [String]) async -> Int32 {
        let selecting = words.prefix { !$0.hasPrefix("-") }
        let asksForHelp = words.contains("--help") || words.contains("-h") || words.first == "help"
        let command = commands.first { selecting.starts(with: $0.path) }
        if asksForHelp {
            let topic = words.first == "help" ? Array(selecting.dropFirst()) : Array(selecting)
            say(commands.first { topic.starts(with: $0.path) }.map(help) ?? overview(of: topic))
            return 0
        }
        guard let command else {
            if words.isEmpty { return complain(overview(of: []), 64) }
            return complain("there is no command “\(words.joined(separator: " "))”.\n\n\(overview(of: []))", 64)
        }
        do {
            try await command.run(Arguments(Array(words.dropFirst(command.path.count)), for: command))
            return 0
        } catch let error as UsageError {
            let call = "\(name) \(command.path.joined(separator: " "))"
            return complain("\(error.message).\nUsage: \(usage(command))\nSee: \(call) --help", 64)
        } catch let error as CommandFailure {
            return complain(error.message, 1)
        } catch {
            return complain("\(error)", 1)
        }
    }

    private func complain(_ message: String, _ code: Int32) -> Int32 {
        FileHandle.standardError.write(Data("\(name): \(message)\n".utf8))
        return code
    }

    private func usage(_ command: Command) -> String {
        let options = command.options.map { option in
            switch option.kind {
            case .required: option.usage
            case .optional, .flag: "[\(option.usage)]"
            case .repeatable: "[\(option.usage)]…"
            }
        }
        return ([name] + command.path + command.operands + options).joined(separator: " ")
    }

    private func help(_ command: Command) -> String {
        let rows = command.options.map { ("  \($0.usage)", $0.kind == .required ? "\($0.help) Required." : $0.help) }
        let options = rows.isEmpty ? nil : "Options:\n\(table(rows))"
        let details = command.details.isEmpty ? nil : command.details
        return ["\(command.summary)\n\nUsage: \(usage(command))", options, details].compactMap(\.self)
            .joined(separator: "\n\n")
    }

    private func overview(of topic: [String]) -> String {
        let matching = commands.filter { $0.path.starts(with: topic) }
        let listed = matching.isEmpty ? commands : matching
        let rows = listed.map { ("  \(name) \($0.path.joined(separator: " "))", $0.summary) }
        return "\(summary)\n\nCommands:\n\(table(rows))\n\nEvery command explains itself: \(name) COMMAND --help"
    }

    private func table(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { $0.0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.1 }
            .joined(separator: "\n")
    }
}
