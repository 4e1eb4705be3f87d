import Testing

struct TokenTests {
    @Test func `no banned word stands in the sources`() {
        #expect(Repository.violations(of: TokenRules.tokens) == [])
    }

    @Test func `nothing is promised for later`() {
        #expect(Repository.violations(of: TokenRules.promises) == [])
    }

    @Test(arguments: [
        ("let a = try! b()", "try!"), ("let a = b as! C", "as!"), ("let a = b!", "!"), ("call(a!.b)", "!"),
        ("x[0]! + 1", "!"), ("fatalError(\"no\")", "fatalError"), ("print(a)", "print"),
        ("final class A: @unchecked Sendable {}", "@unchecked Sendable"),
        ("nonisolated(unsafe) var a = 1", "nonisolated(unsafe)"), ("Task.detached { }", "Task.detached"),
        ("Thread.sleep(forTimeInterval: 1)", "Thread.sleep"), ("usleep(10)", "usleep"),
        ("let a = DispatchSemaphore(value: 0)", "DispatchSemaphore"),
    ])
    func `a banned word in a service is seen`(_ code: String, _ token: String) {
        #expect(TokenRules.tokens("Services/tickets/Service/A.swift", code) == [token])
    }

    @Test(arguments: ["let a = Date()", "let a = UUID()", "Int.random(in: 1...2)", "await Task.sleep(for: .zero)"])
    func `a clock or chance in a domain is seen`(_ code: String) {
        #expect(TokenRules.tokens("Services/tickets/Domain/A.swift", code).count == 1)
        #expect(TokenRules.tokens("Shared/OpsDomain/A.swift", code).count == 1)
    }

    @Test(arguments: ["#expect(true)", "@Test(.disabled(\"later\")) func a() {}", "try await Task.sleep(for: .zero)"])
    func `a test that cannot fail or sleeps is seen`(_ code: String) {
        #expect(TokenRules.tokens("Tests/OpsDomainTests/A.swift", code).count == 1)
    }

    @Test(arguments: [
        "// try! in a comment", "let a = \"try! print(a)\"", "if a != b {}", "if !a {}", "sprint(a)", "a.print(b)",
        "let a = #\"b as! c\"#", "let a = \"\\(b ?? \"try!\")\"", "let a = \"\"\"\nfatalError(\n\"\"\"", "a = !b",
    ])
    func `harmless text is let through`(_ code: String) {
        #expect(TokenRules.tokens("Services/tickets/Service/A.swift", code) == [])
    }

    @Test func `only one place of the tool prints`() {
        #expect(TokenRules.tokens("Services/ops/CommandLine/Output.swift", "print(a)") == [])
        #expect(TokenRules.tokens("Services/ops/CommandLine/A.swift", "print(a)") == ["print"])
    }

    @Test func `a promise in a comment is seen and one in a string is not`() {
        #expect(TokenRules.promises("A.swift", "// TODO: later") == ["TODO"])
        #expect(TokenRules.promises("A.swift", "let a = \"TODO\"") == [])
    }

    @Test func `every exception is still needed`() throws {
        for exception in TokenRules.exceptions {
            let ban = try #require(TokenRules.bans.first { $0.token == exception.token }, "\(exception.token)")
            let code = SwiftText(try Repository.text(exception.path)).code
            #expect(TokenRules.matches(ban.pattern, code), "\(exception.path) no longer has \(exception.token)")
            #expect(!exception.reason.isEmpty)
        }
    }
}
