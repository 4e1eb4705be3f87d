import Foundation
import Testing

/// How long files are, and what they may not speak of.
enum ShapeRules {
    static let length: Rule = { path, text in
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        let most = path.contains("/Main/") ? 30 : 300
        return lines > most ? ["has \(lines) lines, \(most) are the most"] : []
    }

    /// A function begins at its `func` or `init` and ends where a brace stands as far in as it did.
    static let functions: Rule = { path, text in
        guard !path.hasPrefix("Tests/") else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.indices.compactMap { start in
            guard let head = lines[start].firstMatch(of: /^( *)(?:[@\w()]+ )*(func \S+?|init[?<]?)[(<]/) else {
                return nil
            }
            let (indent, name) = (String(head.1), String(head.2))
            if lines[start].hasSuffix("}") || long["\(path) \(name)"] != nil { return nil }
            // Without a body, as in a protocol, it ends with what is around it.
            let isEnd = { (line: String) in line.hasPrefix(indent + "}") || !line.isEmpty && !line.hasPrefix(indent) }
            let end = lines[start...].dropFirst().firstIndex(where: isEnd) ?? lines.endIndex
            let count = end - start + 1
            return count > 40 ? "\(name) has \(count) lines, 40 are the most" : nil
        }
    }

    /// Longer, because one arm a case is easier to read in one place.
    static let long = [
        "Services/tickets/Domain/TicketEvolve.swift func apply": "what each of twenty events means",
        "Services/tickets/Service/HTTP/TicketDocs.swift func body": "the body of each of eighteen commands",
    ]

    /// Folders of one machine, and whose hands typed what, are nobody's business.
    static let workplace: Rule = { path, text in
        // Spelt so that the patterns do not find themselves.
        let folders = #"(^|[^A-Za-z0-9_.])/(work|farm|tmp/[a-z]+)(?:/)"#
        let hands = #"(?i)\b(cl[a]ude|ch[a]tgpt|c[o]pilot|[a]nthropic)\b"#
        return [folders, hands].compactMap { pattern in
            text.range(of: pattern, options: .regularExpression).map { "speaks of “\(text[$0])”" }
        }
    }
}

struct ShapeTests {
    @Test func `files stay short`() {
        let ours = Repository.files.filter { $0.path.hasSuffix(".swift") || $0.path.hasSuffix(".py") }
        #expect(Repository.violations(of: ShapeRules.length, in: ours) == [])
    }

    @Test(arguments: [
        ("Services/tickets/Main/Tickets.swift", 30), ("Shared/OpsDomain/A.swift", 300), ("Tests/A/B.swift", 300),
        ("Tests/A/b.py", 300),
    ])
    func `a line too many is seen`(_ path: String, _ most: Int) {
        #expect(ShapeRules.length(path, String(repeating: "a\n", count: most)) == [])
        #expect(ShapeRules.length(path, String(repeating: "a\n", count: most + 1)).count == 1)
    }

    @Test func `functions stay short`() {
        #expect(Repository.violations(of: ShapeRules.functions) == [])
    }

    @Test(arguments: ["    private func a(", "    init(", "    @HTMLBuilder public static func a<T>(", "    init?("])
    func `a function of a line too many is seen`(_ head: String) {
        func text(_ lines: Int) -> String {
            "struct A {\n\(head)b: Int) {\n" + String(repeating: "        a()\n", count: lines - 2)
                + "    }\n    func c() {}\n}\n"
        }
        #expect(ShapeRules.functions("Services/a/A.swift", text(40)) == [])
        #expect(ShapeRules.functions("Services/a/A.swift", text(41)).count == 1)
    }

    @Test func `no exception outlives its function`() throws {
        for exception in ShapeRules.long.keys {
            let parts = exception.split(separator: " ", maxSplits: 1).map(String.init)
            #expect(try Repository.text(parts[0]).contains("\(parts[1])("))
        }
    }

    @Test func `nothing speaks of one machine`() {
        #expect(Repository.violations(of: ShapeRules.workplace, in: Repository.files) == [])
        #expect(Repository.files.contains { $0.path == "Makefile" })
        #expect(Repository.files.contains { $0.path == "Shared/OpsDomain/Decider.swift" })
    }

    @Test(arguments: ["see /" + "work/notes", "cd /" + "farm/a", "written by Clau" + "de", "open /tmp" + "/abc/x"])
    func `a path of one machine is seen`(_ text: String) {
        #expect(ShapeRules.workplace("README.md", text).count == 1)
    }

    @Test(arguments: ["docs/network/a", "the work/life", "/api/tickets/v1", "mktemp"])
    func `an ordinary path is let through`(_ text: String) {
        #expect(ShapeRules.workplace("README.md", text) == [])
    }
}
