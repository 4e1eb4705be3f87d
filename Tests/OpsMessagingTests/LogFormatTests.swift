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

    func verdict(_ files: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        let script = try #require(Bundle.module.path(forResource: "verify_log", ofType: "py", inDirectory: "Python"))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script] + files
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

    /// One record of a topic as `kcat -C -J` prints it.
    struct Dumped: Encodable, Equatable {
        var topic = ServiceName.tickets.topic.rawValue
        var partition = 0
        var offset = 0
        var headers: [String]
        var key: String
        var payload: String

        init(_ fact: Fact) {
            headers = CloudEvents.headers(of: fact, source: ServiceName.tickets.topic).flatMap {
                [$0.name, $0.value ?? ""]
            }
            (key, payload) = (fact.subject, String(decoding: fact.data, as: UTF8.self))
        }
    }

    enum Damage: String, CaseIterable {
        case none, repeated, shorter, changedByte, changedHeader, missing, swapped, beyond, anotherLog

        var finding: String {
            switch self {
            case .none, .repeated, .shorter: "ok 13"
            case .changedByte: "topic: seq 3: the bytes do not give its hash"
            case .changedHeader: "topic: seq 7: the bytes do not give its hash"
            case .missing: "topic: seq 5 is missing, 6 follows 4"
            case .swapped: "topic: seq 4 is missing, 5 follows 3"
            case .beyond, .anotherLog: "topic: differs from the log"
            }
        }

        func apply(to records: inout [Dumped]) throws {
            switch self {
            case .none, .beyond, .anotherLog: break
            case .repeated: records.insert(contentsOf: records[2..<6], at: 6)
            case .shorter: records.removeLast(4)
            case .changedByte: records[2].payload = records[2].payload.replacing("true", with: "fals")
            case .changedHeader:
                let actor = try #require(records[6].headers.firstIndex(of: "ce_actor"))
                records[6].headers[actor + 1] = "account/b"
            case .missing: records.remove(at: 4)
            case .swapped: records.swapAt(3, 4)
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func `it finds a topic that is not the log, and says that it is the topic`(_ damage: Damage) async throws {
        let file = try await storeFile("sound")
        let published = damage == .anotherLog ? try await storeFile("other") : file
        let connection = try Connection(path: published, mode: .reader)
        let facts = try EventLog.facts(after: 0, limit: 100, connection)
        var records = facts.map(Dumped.init)
        try damage.apply(to: &records)
        if damage == .beyond {
            // The log lost its newest row, as a store restored from an old backup did; its topic has it.
            try Connection(path: file, mode: .writer).execute(
                "PRAGMA foreign_keys = OFF; DELETE FROM log WHERE seq = 13")
        } else {
            #expect((records == facts.map(Dumped.init)) == [.none, .anotherLog].contains(damage))
        }
        let dump = folder.file("topic.jsonl")
        let lines = try records.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        try lines.joined().write(toFile: dump, atomically: true, encoding: .utf8)
        #expect(try verdict(file, dump) == damage.finding)
    }
}
