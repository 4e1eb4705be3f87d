import OpsContracts
import Testing

struct ImportTests {
    @Test func `imports follow the arrows`() {
        #expect(Repository.violations(of: ImportRules.imports) == [])
    }

    @Test(arguments: [
        ("Services/tickets/Domain/Ticket.swift", "import AssetsDomain", "AssetsDomain"),
        ("Services/tickets/Domain/Ticket.swift", "public import OpsMessaging", "OpsMessaging"),
        ("Services/tickets/Domain/Ticket.swift", "import Dispatch", "Dispatch"),
        ("Services/tickets/Service/Store/Schema.swift", "import AssetsService", "AssetsService"),
        ("Services/tickets/Service/Store/Schema.swift", "import OpsKafka", "OpsKafka"),
        ("Services/tickets/Service/Store/Schema.swift", "@preconcurrency import CSQLite", "CSQLite"),
        ("Services/tickets/Main/Tickets.swift", "import AssetsService", "AssetsService"),
        ("Shared/OpsDomain/Decider.swift", "import OpsServer", "OpsServer"),
        ("Shared/OpsMessaging/EventBus.swift", "internal import CKafka", "CKafka"),
        ("Shared/OpsServer/HTTP.swift", "import struct CCrypto.EVP_MD", "CCrypto"),
        ("Services/ops/Ops.swift", "import CCurl", "CCurl"),
        ("Tests/TicketsServiceTests/A.swift", "@testable import AssetsService", "AssetsService"),
        ("Tests/OpsMessagingTests/A.swift", "import CSQLite", "CSQLite"),
        ("Tests/OpsServerTests/Disk/A.swift", "import CSQLite", "CSQLite"),
    ])
    func `a wrong arrow is seen`(_ path: String, _ text: String, _ module: String) {
        #expect(ImportRules.imports(path, "import Foundation\n" + text) == ["must not import \(module)"])
    }

    @Test func `only the disk that fails may speak to SQLite itself, and only from the tests`() {
        #expect(ImportRules.imports("Tests/OpsMessagingTests/Disk/A.swift", "import CSQLite") == [])
        let users = Repository.swiftFiles.filter { ImportRules.importedModules($0.text).contains("CSQLite") }
        #expect(
            Set(users.map { $0.path.split(separator: "/").prefix(3).joined(separator: "/") }).isSubset(of: [
                "Shared/OpsSQLite/BareStatement.swift", "Shared/OpsSQLite/Connection.swift",
                "Shared/OpsSQLite/Statement.swift", "Tests/OpsMessagingTests/Disk",
            ]))
    }

    @Test func `an import in a comment or a string is none`() {
        let text = "// import AssetsDomain\nlet a = \"\"\"\nimport AssetsDomain\n\"\"\"\nimport OpsDomain"
        #expect(ImportRules.importedModules(text) == ["OpsDomain"])
    }

    @Test(arguments: [
        "Shared/OpsUtils/A.swift", "Services/crm/Domain/A.swift", "Services/tickets/Util/A.swift", "A.swift",
    ])
    func `a file outside the rooms is seen`(_ path: String) {
        #expect(ImportRules.imports(path, "") == ["lies in no module"])
    }

    @Test func `the manifest states the same arrows`() throws {
        let manifest = try Repository.text("Package.swift")
        for (module, allowed) in ImportRules.shared {
            let statement = try #require(manifest.firstMatch(of: manifestPattern(module)), "\(module)")
            let stated = statement.output.1.matches(of: #/"(\w+)"/#).map { String($0.output.1) }
            #expect(Set(stated) == allowed, "\(module)")
        }
    }

    private func manifestPattern(_ module: String) throws -> Regex<(Substring, Substring)> {
        try Regex("shared\\(\\s*\"\(module)\",\\s*\\[([^\\]]*)\\]")
    }

    @Test func `the contracts name the same services`() {
        #expect(Set(ServiceName.allCases.map(\.rawValue)) == Set(ImportRules.services))
    }
}
