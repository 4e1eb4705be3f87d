import Foundation
import OpsServer
import OpsTestSupport
import Testing

/// `ops token`: what a script gets, from whatever holds the office's store.
@Suite struct TokenCommandTests {
    private func token(_ data: String, _ arguments: String...) throws -> CommandLineTests.Outcome {
        try CommandLineTests().run(["token", "--data", data] + arguments)
    }

    private func isToken(_ outcome: CommandLineTests.Outcome) -> Bool {
        outcome.code == 0 && outcome.errors.isEmpty
            && outcome.output.wholeMatch(of: /[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\n/) != nil
    }

    @Test func `the all-in-one signs while it runs, and its stores are opened when nothing runs`() async throws {
        let data = try TemporaryFolder().path
        let up = try OpsProcess(["up", "--data", data, "--port", "0", "--demo"])
        let signed = try token(data, "--account", "office", "--hours", "2")
        #expect(isToken(signed))
        let bearer = "Bearer \(signed.output.trimmingCharacters(in: .whitespacesAndNewlines))"
        #expect(try await up.get("/api/office/v1/overview", headers: ["Authorization": bearer]).status == 200)
        #expect(try await up.get("/api/office/v1/accounts", headers: ["Authorization": bearer]).status == 403)
        let unknown = try token(data, "--account", "nobody")
        #expect(unknown.code == 1 && unknown.output.isEmpty)
        #expect(unknown.errors.contains("There is no account nobody"))
        #expect(up.stop() == 0)
        #expect(isToken(try token(data, "--account", "xz-lead")))
    }

    @Test func `the office signs as a process of its own, and gets no stores of the others`() async throws {
        let data = try TemporaryFolder().path
        let office = try OpsProcess(
            [], program: "office",
            environment: [
                "OPS_DATA_DIR": data, "OPS_BUS": "local", "OPS_HTTP_PORT": "0", "OPS_DEMO": "1",
                "OPS_LOG_LEVEL": "error",
            ])
        let isUp = try await eventually { try isToken(token(data, "--account", "wall")) }
        #expect(isUp)
        office.stop()
        #expect(isToken(try token(data, "--account", "wall")))
        let stores = try FileManager.default.contentsOfDirectory(atPath: data).filter { $0.hasSuffix(".sqlite") }
        #expect(stores == ["office.sqlite"])
    }

    @Test func `a directory without stores is named`() throws {
        let data = try TemporaryFolder().path
        let outcome = try token(data, "--account", "office")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("\(data) holds no stores"))
    }
}
