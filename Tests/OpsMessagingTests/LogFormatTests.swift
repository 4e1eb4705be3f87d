import Foundation
import OpsContracts
import OpsDomain
import OpsSQLite
import OpsTestSupport
import Testing

@testable import OpsMessaging

/// A program written from docs/log-format.md alone must agree with ours, and find what was tampered with.
@Suite struct LogFormatTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    func storeFile(_ name: String) async throws -> String {
        let store = try lampStore(folder, name)
        for index in 0..<12 {
            try await store.turn("灯\(index % 3)", (index / 3) % 2 == 0, note: index % 2 == 0 ? "“换”\n" : nil)
        }
        try await store.perform(.own("s", by: .tickets, now: Timestamp(1))) {
            try $0.execute(Lamp.self, "x", .turn(on: true, lamp: "x"), site: nil, sealed: Data("secret".utf8))
        }
        await store.close()
        return folder.file(name + ".sqlite")
    }

    func verdict(_ file: String) throws -> String {
        let process = Process()
        let output = Pipe()
        let script = try #require(Bundle.module.path(forResource: "verify_log", ofType: "py", inDirectory: "Python"))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, file]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `a stranger's program verifies a store`() async throws {
        #expect(try verdict(try await storeFile("sound")) == "ok 13")
    }

    @Test(arguments: [
        (
            "UPDATE log SET data = CAST(replace(data, 'true', 'fals') AS BLOB) WHERE seq = 3",
            "seq 3: the bytes do not give its hash"
        ),
        ("UPDATE log SET actor = 'account/b' WHERE seq = 7", "seq 7: the bytes do not give its hash"),
        ("DELETE FROM log WHERE seq = 5", "seq 5 is missing, 6 follows 4"),
        (
            "UPDATE log SET seq = -1 WHERE seq = 4; UPDATE log SET seq = 4 WHERE seq = 5; UPDATE log SET seq = 5 WHERE seq = -1",
            "seq 4: prev is not the hash of seq 3"
        ),
        ("UPDATE log SET prev = hash WHERE seq = 2", "seq 2: prev is not the hash of seq 1"),
    ])
    func `it finds a changed byte, a missing row, a swapped pair`(_ damage: String, _ finding: String) async throws {
        let file = try await storeFile("damaged")
        let connection = try Connection(path: file, mode: .writer)
        try connection.execute("PRAGMA foreign_keys = OFF; " + damage)
        #expect(try verdict(file) == "log: " + finding)
        #expect(try EventLog.verify(source: ServiceName.tickets.topic, connection) != nil)
    }
}
