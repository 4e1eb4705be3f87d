/// Who may import whom, as docs/architecture.md draws it.
enum ImportRules {
    /// What the shared modules may import of ours.
    static let shared: [String: Set<String>] = [
        "OpsContracts": [],
        "OpsDomain": ["OpsContracts"],
        "OpsCrypto": ["CCrypto"],
        "OpsSQLite": ["CSQLite"],
        "OpsMessaging": ["OpsContracts", "OpsDomain", "OpsSQLite", "OpsCrypto"],
        "OpsKafka": ["OpsContracts", "OpsMessaging", "CKafka"],
        "OpsServer": [
            "OpsContracts", "OpsDomain", "OpsMessaging", "OpsSQLite", "OpsCrypto", "CMicrohttpd", "CCurl",
        ],
        "OpsConsole": ["OpsContracts", "OpsDomain", "OpsServer"],
        "OpsTestSupport": ["OpsContracts", "OpsDomain", "OpsMessaging", "OpsSQLite", "OpsServer"],
    ]

    static let services = ["tickets", "assets", "inspections", "assessments", "billing", "notify", "office"]
    /// Of the toolchain; a pure module may only import Foundation.
    static let toolchain: Set = ["Foundation", "Dispatch", "Synchronization", "Glibc"]
    static let testing: Set = ["Testing"]

    static func imports(_ path: String, _ text: String) -> [String] {
        guard let allowed = allowed(at: path) else { return ["lies in no module"] }
        return importedModules(text).filter { !allowed.contains($0) }.map { "must not import \($0)" }
    }

    /// Nil where the path belongs to no module.
    static func allowed(at path: String) -> Set<String>? {
        let rooms = path.split(separator: "/").map(String.init)
        switch (rooms.first, rooms.count) {
        case ("Shared", 3...):
            guard let ours = shared[rooms[1]] else { return nil }
            let isPure = ["OpsContracts", "OpsDomain"].contains(rooms[1])
            return ours.union(isPure ? ["Foundation"] : toolchain)
        case ("Services", 3...) where rooms[1] == "ops":
            return everything.subtracting(cModules).union(toolchain)
        case ("Services", 4...): return allowed(inService: rooms[1], room: rooms[2])
        // The disk that fails is a part of SQLite's own kind, for tests alone.
        case ("Tests", 4...) where rooms[1] == "OpsMessagingTests" && rooms[2] == "Disk":
            return allowed(inTests: rooms[1])?.union(["CSQLite"])
        case ("Tests", 3...): return allowed(inTests: rooms[1])
        default: return nil
        }
    }

    private static func allowed(inService name: String, room: String) -> Set<String>? {
        guard services.contains(name) else { return nil }
        switch room {
        case "Domain": return ["Foundation", "OpsContracts", "OpsDomain"]
        case "Service":
            let ours: Set = [
                "OpsContracts", "OpsDomain", "OpsCrypto", "OpsSQLite", "OpsMessaging", "OpsServer", "OpsConsole",
            ]
            return ours.union(toolchain).union([module(name) + "Domain"])
        case "Main": return ["Foundation", module(name) + "Service", "OpsContracts", "OpsServer", "OpsKafka"]
        default: return nil
        }
    }

    /// The tests of one service see no other; only the tests of the whole see all.
    private static func allowed(inTests name: String) -> Set<String>? {
        guard name.hasSuffix("Tests") else { return nil }
        let tools = toolchain.union(testing).union(shared.keys)
        if ["SystemTests", "FuzzTests"].contains(name) {
            return tools.union(everything).union(name == "FuzzTests" ? ["FuzzProperties"] : []).subtracting(cModules)
        }
        if name == "OpsTests" { return tools.union(["ops"]) }
        if let service = services.first(where: { name.hasPrefix(module($0)) }) {
            return tools.union([module(service) + "Domain", module(service) + "Service"])
        }
        return tools
    }

    static func module(_ service: String) -> String { service.prefix(1).uppercased() + service.dropFirst() }

    static var cModules: Set<String> { Set(shared.values.joined().filter { !$0.hasPrefix("Ops") }) }

    private static var everything: Set<String> {
        let own = services.flatMap { [module($0) + "Domain", module($0) + "Service"] }
        return Set(shared.keys).union(own)
    }

    static func importedModules(_ text: String) -> [String] {
        SwiftText(text).code.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                words[..<at].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains(String($0)) })
            else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let name = kinds.contains(words[at + 1]) ? words.dropFirst(at + 2).first : words[at + 1]
            return name.map { String($0.prefix { $0 != "." }) }
        }
    }

    private static let accessLevels: Set = ["public", "package", "internal", "fileprivate", "private"]
}
