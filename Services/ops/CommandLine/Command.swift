/// One thing `ops` can do: what it is called, what it takes, and what it does.
///
/// To add one: a file beside this one with its `Command` values, and a line in `Ops.commands`.
struct Command: Sendable {
    /// The words that select it: `["calendar", "add"]`.
    let path: [String]
    /// One line for the list of commands; starts with a verb.
    let summary: String
    /// Names of the arguments without an option, in order; a last one ending in `…` takes all that remain.
    var operands: [String] = []
    var options: [Option] = []
    /// More to know, and an example, for `--help`.
    var details = ""
    let run: @Sendable (Arguments) async throws -> Void
}

/// An option of a command.
struct Option: Sendable {
    enum Kind: Sendable, Equatable {
        case required, optional, repeatable
        /// Present or not; takes no value.
        case flag
    }

    /// Without the dashes: `from`.
    let name: String
    /// What stands for the value in the help: `FILE`.
    let placeholder: String
    let kind: Kind
    let help: String

    static func required(_ name: String, _ placeholder: String, _ help: String) -> Option {
        Option(name: name, placeholder: placeholder, kind: .required, help: help)
    }

    static func optional(_ name: String, _ placeholder: String, _ help: String) -> Option {
        Option(name: name, placeholder: placeholder, kind: .optional, help: help)
    }

    static func repeatable(_ name: String, _ placeholder: String, _ help: String) -> Option {
        Option(name: name, placeholder: placeholder, kind: .repeatable, help: help)
    }

    static func flag(_ name: String, _ help: String) -> Option {
        Option(name: name, placeholder: "", kind: .flag, help: help)
    }

    /// As it is typed: `--from "YYYY-MM-DD HH:MM:SS"`.
    var usage: String { placeholder.isEmpty ? "--\(name)" : "--\(name) \(placeholder)" }
}

/// The command line itself is wrong (exit 64).
struct UsageError: Error {
    let message: String
    init(_ message: String) { self.message = message }
}

/// The command could not do it (exit 1). Says what is wrong and what to do.
struct CommandFailure: Error {
    let message: String
    init(_ message: String) { self.message = message }
}
