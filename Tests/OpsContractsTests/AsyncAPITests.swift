import Foundation
import OpsContracts
import Testing

/// docs/contracts/asyncapi.yaml says what the code does, and the goldens are what it says.
@Suite struct AsyncAPITests {
    private var repository: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    private var published: URL { repository.appendingPathComponent("docs/contracts/asyncapi.yaml") }

    private func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    @Test func `the published document is what the contracts say today`() throws {
        let text = try String(contentsOf: published, encoding: .utf8)
        #expect(
            text == (try AsyncAPI.document().yaml),
            "write it anew: ops contracts asyncapi > docs/contracts/asyncapi.yaml")
    }

    @Test func `every golden is what the document says, and the document says no to what is not`() throws {
        let script = try #require(
            Bundle.module.path(forResource: "validate_goldens", ofType: "py", inDirectory: "Python"))
        let goldens = try #require(Bundle.module.path(forResource: "Goldens", ofType: nil))
        let document = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
        try Data(AsyncAPI.document().json.utf8).write(to: document)
        defer { try? FileManager.default.removeItem(at: document) }
        #expect(try run(["python3", script, document.path, goldens]).text == "ok \(Golden.all.count)")
    }

    @Test func `every registered fact has a message in its service's channel`() throws {
        let json = try JSONSerialization.jsonObject(with: Data(AsyncAPI.document().json.utf8)) as? [String: Any]
        let channels = try #require(json?["channels"] as? [String: [String: Any]])
        #expect(Set(channels.keys) == Set(ServiceName.allCases.map(\.rawValue)))
        for contract in ContractRegistry.all {
            let homes = channels.filter { ($0.value["messages"] as? [String: Any])?[contract.type.rawValue] != nil }
            let own = ServiceName(rawValue: contract.type.service)
            #expect(Set(homes.keys) == Set(own.map { [$0.rawValue] } ?? ServiceName.allCases.map(\.rawValue)))
        }
    }

    @Test(.enabled(if: asyncAPICLI != nil, "set ASYNCAPI_CLI to the official parser's script"))
    func `the official parser accepts the document`() throws {
        let answer = try run(["node", try #require(asyncAPICLI), "validate", published.path])
        #expect(answer.status == 0, "\(answer.text)")
    }

    @Test func `a text that YAML would read as something else is quoted`() {
        let tree: JSONTree = ["a b": "yes", "on": [true, "1: 2"], "list": [["x": "y", "z": []]], "empty": [:]]
        #expect(
            tree.yaml == """
                "a b": "yes"
                "on":
                  - true
                  - "1: 2"
                list:
                  - x: "y"
                    z: []
                empty: {}

                """)
    }
}

private let asyncAPICLI = ProcessInfo.processInfo.environment["ASYNCAPI_CLI"]
