import Foundation

/// Words that are a defect wherever they stand, unless `exceptions` says why not.
enum TokenRules {
    struct Ban: Sendable {
        /// Shown in the violation.
        let token: String
        let pattern: String
        let applies: @Sendable (_ path: String) -> Bool
    }

    struct Exception: Sendable {
        let path: String
        let token: String
        let reason: String
    }

    static let exceptions: [Exception] = [
        Exception(
            path: "Shared/OpsServer/Transport/MHDHandle.swift", token: "@unchecked Sendable",
            reason: "the one C handle of the HTTP server; its lifetime is argued beside it"),
        Exception(
            path: "Services/ops/CommandLine/Output.swift", token: "print",
            reason: "the one place where the tool answers; everything else speaks through OpsLog"),
        Exception(
            path: "Services/ops/Bench/BenchLoad.swift", token: "Thread.sleep",
            reason: "a client of the bench that asks at a given rate, on a thread of its own"),
        Exception(
            path: "Tests/OpsServerTests/Transport/ServerTests.swift", token: "Task.sleep",
            reason: "a handler that never ends by itself, so that the deadline can be seen to cut it"),
    ]

    static let bans: [Ban] =
        [
            ban("try!", #"\btry!"#, everywhere), ban("as!", #"\bas!"#, everywhere),
            ban("!", #"(?<!\btry)(?<!\bas)(?<=[\w)\]])!(?=[.,;:)\]\[?}]|\s(?!=)|$)"#, sources),
            ban("fatalError", #"\bfatalError\("#, everywhere),
            ban("print", #"(?<![\w.])print\("#, isSource),
            ban("@unchecked Sendable", #"@unchecked\s+Sendable"#, everywhere),
            ban("nonisolated(unsafe)", #"nonisolated\(unsafe\)"#, everywhere),
            ban("Task.detached", #"\bTask\.detached\b"#, everywhere),
            ban("Thread.sleep", #"\bThread\.sleep\b"#, everywhere), ban("usleep", #"\busleep\("#, everywhere),
            ban("DispatchSemaphore", #"\bDispatchSemaphore\b"#, everywhere),
            ban("Task.sleep", #"\bTask\.sleep\b"#, { isTest($0) || isPure($0) }),
            ban(".disabled(", #"@(Test|Suite)\([^\n]*\.disabled\("#, isTest),
            ban("#expect(true)", #"#expect\(true\)"#, isTest),
        ]
        + [
            #"\bDate\(\)"#, #"\bDate\.now\b"#, #"\bUUID\(\)"#, #"\.random\("#, #"\bSystemRandomNumberGenerator\b"#,
            #"\b(Continuous|Suspending)Clock\b"#, #"\bProcessInfo\b"#, #"\bFileManager\b"#,
        ].map { ban("a clock, chance or the machine in a pure module (\($0))", $0, isPure) }

    static let tokens: Rule = { path, text in
        let code = SwiftText(text).code
        return bans.filter { ban in
            ban.applies(path) && !exceptions.contains { $0.path == path && $0.token == ban.token }
                && matches(ban.pattern, code)
        }.map(\.token)
    }

    /// Promises to do it later.
    static let promises: Rule = { path, text in
        let words = ["TODO", "FIXME", "XXX"]
        let text = SwiftText(text).codeAndComments
        return words.filter { matches("\\b\($0)\\b", text) }
    }

    static func isTest(_ path: String) -> Bool { path.hasPrefix("Tests/") }
    static func isSource(_ path: String) -> Bool { !isTest(path) }
    static func isPure(_ path: String) -> Bool {
        path.hasPrefix("Shared/OpsDomain/") || path.hasPrefix("Shared/OpsContracts/")
            || (path.hasPrefix("Services/") && path.contains("/Domain/"))
    }

    static func matches(_ pattern: String, _ text: String) -> Bool {
        text.range(of: pattern, options: .regularExpression) != nil
    }

    private static let everywhere: @Sendable (String) -> Bool = { _ in true }
    private static let sources: @Sendable (String) -> Bool = { isSource($0) }

    private static func ban(_ token: String, _ pattern: String, _ applies: @escaping @Sendable (String) -> Bool) -> Ban
    {
        Ban(token: token, pattern: pattern, applies: applies)
    }
}
