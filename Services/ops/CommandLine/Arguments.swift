import OpsDomain

/// What was typed after a command's words, checked against what the command takes.
struct Arguments: Sendable {
    private var values: [String: [String]] = [:]
    /// The arguments without an option, in order.
    private(set) var operands: [String] = []

    /// Takes `--name value` and `--name=value`; a value may begin with one dash, `--` ends the options.
    /// - Throws: `UsageError` for anything the command does not take, and for what it misses.
    init(_ words: [String], for command: Command) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("--") else {
                operands.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.options.first(where: { $0.name == name }) else {
                throw UsageError("there is no option --\(name)")
            }
            try take(option, inline: parts.count == 2 ? String(parts[1]) : nil, from: &rest)
        }
        try checkOperands(command)
        for option in command.options where option.kind == .required && values[option.name] == nil {
            throw UsageError("\(option.usage) is missing")
        }
    }

    private mutating func take(_ option: Option, inline: String?, from rest: inout ArraySlice<String>) throws {
        if option.kind == .flag {
            guard inline == nil else { throw UsageError("--\(option.name) takes no value") }
            values[option.name] = []
            return
        }
        let value: String
        if let inline {
            value = inline
        } else {
            guard let next = rest.first, !next.hasPrefix("--") else {
                throw UsageError("\(option.usage) needs a value")
            }
            value = next
            rest.removeFirst()
        }
        guard option.kind == .repeatable || values[option.name] == nil else {
            throw UsageError("--\(option.name) is given twice")
        }
        values[option.name, default: []].append(value)
    }

    private func checkOperands(_ command: Command) throws {
        let open = command.operands.last?.hasSuffix("…") == true
        if operands.count < command.operands.count {
            throw UsageError("\(command.operands[operands.count]) is missing")
        }
        if operands.count > command.operands.count, !open {
            throw UsageError("“\(operands[command.operands.count])” is one argument too many")
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }
    /// Nil where the option was not given.
    func value(_ name: String) -> String? { values[name]?.first }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of an option the command requires.
    func required(_ name: String) throws -> String {
        guard let value = value(name) else { throw UsageError("--\(name) is missing") }
        return value
    }

    func integer(_ name: String) throws -> Int64? {
        guard let text = value(name) else { return nil }
        guard let number = Int64(text) else { throw UsageError("--\(name): “\(text)” is not a whole number") }
        return number
    }

    func requiredInteger(_ name: String) throws -> Int64 {
        guard let number = try integer(name) else { throw UsageError("--\(name) is missing") }
        return number
    }

    /// A local time of the zone the command works in.
    func requiredTime(_ name: String) throws -> LocalTime { try Self.time(required(name), option: name) }

    static func time(_ text: some StringProtocol, option: String) throws -> LocalTime {
        guard let time = LocalTime(String(text)) else {
            throw UsageError("--\(option): “\(text)” is not a time; write it as \"2026-02-13 17:00:00\"")
        }
        return time
    }
}
