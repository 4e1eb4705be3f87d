import Foundation
import OpsContracts
import OpsSQLite
import OpsServer
import OpsTestSupport
import Testing

/// `ops demo`: what is played, that it says what it is, and what it leaves alone.
@Suite(.serialized) struct DemoTests {
    private func play(_ data: String, seed: String = "7", to day: String = "2026-01-04") throws
        -> CommandLineTests.Outcome
    {
        try CommandLineTests().run([
            "demo", "--data", data, "--seed", seed, "--from", "2026-01-04", "--to", day, "--port", "0",
            "--play-only",
        ])
    }

    /// Every fact of every log, without ids, hashes and keys, which chance makes.
    private func facts(_ data: String) throws -> [String] {
        let made =
            /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{64}|\be-[0-9a-f]{16}\b|\bk-[0-9a-z]{8}\b|"publicKey":"[^"]*"/
        return try ServiceName.allCases.flatMap { service in
            try Connection(path: "\(data)/\(service.rawValue).sqlite", mode: .reader).rows(
                "SELECT type, subject, version, time, actor, data FROM log ORDER BY seq"
            ) { row in
                "\(row.text(0)) \(row.text(1)) \(row.int(2) as Int64) \(row.int(3) as Int64) \(row.text(4)) "
                    + String(decoding: row.blob(5), as: UTF8.self)
            }
        }.map { $0.replacing(made, with: "*") }
    }

    @Test func `the same seed plays the same, another seed something else`() throws {
        let folders = [try TemporaryFolder().path, try TemporaryFolder().path, try TemporaryFolder().path]
        for (folder, seed) in zip(folders, ["7", "7", "8"]) {
            let outcome = try play(folder, seed: seed, to: "2026-01-06")
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("seed \(seed)"))
        }
        let played = try folders.map { try facts($0) }
        #expect(played[0].count > 500)
        let differing = zip(played[0], played[1]).first { $0 != $1 }
        #expect(differing == nil)
        #expect(played[0].count == played[1].count)
        #expect(played[0] != played[2])
        for family in ["tickets.ticket-closed", "inspections.round-completed", "billing.statement-issued"] {
            #expect(played[0].contains { $0.hasPrefix(family) }, "\(family)")
        }
    }

    @Test(.timeLimit(.minutes(5))) func `what was just played is served until it is asked to stop`() async throws {
        let data = try TemporaryFolder().path
        let server = try OpsProcess([
            "demo", "--data", data, "--seed", "7", "--from", "2026-01-04", "--to", "2026-01-04", "--port", "0",
        ])
        #expect(try await server.get("/office/sign-in", headers: ["Accept": "text/html"]).status == 200)
        #expect(server.stop() == 0)
    }

    @Test func `it says on pages and in answers what it is, and again after a restart`() async throws {
        let data = try TemporaryFolder().path
        #expect(try play(data).code == 0)
        for arguments in [["demo", "--seed", "7"], ["up"]] {
            let server = try OpsProcess(arguments + ["--data", data, "--port", "0"])
            let page = try await server.get("/office/sign-in", headers: ["Accept": "text/html"])
            #expect(page.text.contains("样例数据 · 种子 7"))
            #expect(page.headers["X-Sample-Data"] == "seed=7")
            #expect(try await server.get("/api/office/v1/sites").headers["X-Sample-Data"] == "seed=7")
            #expect(server.stop() == 0)
        }
        let backup = data + "-backup"
        #expect(try CommandLineTests().ops("backup", "--data", data, "--to", backup).code == 0)
        #expect(try SampleData.read(in: backup)?.seed == 7)
        let other = try play(data, seed: "8")
        #expect(other.code == 1 && other.errors.contains("seed 7, not 8"))
    }

    @Test func `a directory with anything else in it is left alone`() throws {
        let folder = try TemporaryFolder()
        try Data("mine".utf8).write(to: URL(filePath: folder.file("notes.txt")))
        let outcome = try play(folder.path)
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("is not empty and holds no demonstration"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes.txt"])
    }

    @Test func `a play that was broken off is played anew`() throws {
        let folder = try TemporaryFolder()
        try SampleData(seed: 1, from: Timestamp(0), until: Timestamp(0)).write(in: folder.path)
        try Data("half a store".utf8).write(to: URL(filePath: folder.file("tickets.sqlite")))
        let outcome = try play(folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("played anew"))
        #expect(try SampleData.read(in: folder.path)?.isComplete == true)
    }

    @Test(arguments: [
        (["--seed", "x"], "--seed"), (["--from", "today"], "“today”"),
        (["--from", "2026-02-02", "--to", "2026-02-01"], "--to"),
    ])
    func `a wrong option is named`(_ arguments: [String], _ words: String) throws {
        let outcome = try CommandLineTests().run(["demo", "--data", try TemporaryFolder().path] + arguments)
        #expect(outcome.code == 64 && outcome.errors.contains(words))
    }
}
