import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// What Prometheus gets from the whole fleet.
@Suite struct ScrapeTests {
    private static let promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// - Returns: the exit code and what promtool complains of.
    private func check(_ scrape: String) async throws -> (code: Int32, said: String) {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: try #require(Self.promtool))
        process.arguments = ["check", "metrics"]
        process.standardInput = input
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        input.fileHandleForWriting.write(Data(scrape.utf8))
        try input.fileHandleForWriting.close()
        return await BlockingThreads(width: 1).run {
            let said = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: said, as: UTF8.self))
        }
    }

    @Test(.enabled(if: promtool != nil, "promtool is not installed"))
    func `promtool finds no fault with seven services at rest`() async throws {
        let fleet = try await TestFleet.all()
        try await fleet.fleet.doWork()
        _ = try await fleet.anybody.get("/office/sign-in", accept: "text/html")
        let scrape = try await fleet.anybody.get("/metrics").text
        let (code, said) = try await check(scrape)
        #expect(code == 0 && said.isEmpty, "\(said)")
        // It does find faults: the same with a unit it does not hold with.
        let (other, _) = try await check(
            scrape.replacing("ops_source_lag_seconds", with: "ops_source_lag_milliseconds"))
        #expect(other != 0)
        await fleet.stop()
    }

    @Test func `a fleet at rest says so in figures`() async throws {
        let fleet = try await TestFleet.all()
        try await fleet.fleet.doWork()
        let admin = try await fleet.fleet.askAdmin(
            IncomingRequest(
                method: "POST", target: "/admin/backup", headers: ["Content-Type": "application/json"],
                body: Data(#"{"directory":"\#(fleet.folder.file("copy"))"}"#.utf8)))
        #expect(admin.status == 200)
        let isThere = try await eventually {
            try await fleet.anybody.get("/metrics").text.contains(#"ops_parked_subjects{service="notify"} 0"#)
        }
        #expect(isThere)
        let lines = try await fleet.anybody.get("/metrics").text.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"ops_source_lag_seconds{service="office",source="ops.tickets.v1"} 0"#))
        #expect(lines.contains("ops_calendar_last_year 2026"))
        for service in ServiceName.allCases {
            #expect(try #require(value("ops_wal_bytes{service=\"\(service)\"}", lines)) > 0)
        }
        #expect(try #require(value("ops_disk_free_bytes", lines)) > 0)
        #expect(try #require(value("ops_last_backup_timestamp_seconds", lines)) > 1_700_000_000)
        await fleet.stop()
    }

    private func value(_ name: String, _ lines: [String]) -> Double? {
        lines.first { $0.hasPrefix(name + " ") }.flatMap { Double($0.dropFirst(name.count + 1)) }
    }
}
