import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Synchronization
import Testing

@Suite struct MetricsTests {
    private func filled() -> Metrics {
        let metrics = Metrics()
        metrics.counter("ops_facts_total", "Facts.\nAll of them.", labels: ["type"]).add(2, "a\"b\\c\nd")
        metrics.counter("ops_empty_total", "Nothing yet.").add(-1)
        metrics.gauge("ops_lag_seconds", "Lag.").set(1.5)
        metrics.gauge("ops_parked", "Parked.", labels: ["source"]) { [(["tickets"], 3)] }
        let took = metrics.histogram("ops_took_seconds", "Time.", labels: ["op"], bounds: [0.1, 1])
        for seconds in [0.05, 0.1, 0.5, 7] { took.observe(seconds, "x") }
        return metrics
    }

    @Test func `the text is what Prometheus reads`() {
        #expect(
            filled().text() == #"""
                # HELP ops_empty_total Nothing yet.
                # TYPE ops_empty_total counter
                ops_empty_total 0
                # HELP ops_facts_total Facts.\nAll of them.
                # TYPE ops_facts_total counter
                ops_facts_total{type="a\"b\\c\nd"} 2
                # HELP ops_lag_seconds Lag.
                # TYPE ops_lag_seconds gauge
                ops_lag_seconds 1.5
                # HELP ops_parked Parked.
                # TYPE ops_parked gauge
                ops_parked{source="tickets"} 3
                # HELP ops_took_seconds Time.
                # TYPE ops_took_seconds histogram
                ops_took_seconds_bucket{op="x",le="0.1"} 2
                ops_took_seconds_bucket{op="x",le="1"} 3
                ops_took_seconds_bucket{op="x",le="+Inf"} 4
                ops_took_seconds_sum{op="x"} 7.65
                ops_took_seconds_count{op="x"} 4

                """#)
    }

    @Test func `labels without end do not eat the memory`() {
        let metrics = Metrics()
        let counter = metrics.counter("ops_x_total", "X.", labels: ["id"])
        for number in 0..<3_000 { counter.add(1, String(number)) }
        counter.add(1, "one", "too many")
        #expect(metrics.text().split(separator: "\n").count == 2 + 2_000)
    }

    private static let promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(.enabled(if: promtool != nil, "promtool is not installed"))
    func `promtool finds no fault`() async throws {
        let tool = try #require(Self.promtool)
        let (process, input) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["check", "metrics"]
        process.standardInput = input
        try process.run()
        input.fileHandleForWriting.write(Data(filled().text().utf8))
        try input.fileHandleForWriting.close()
        await BlockingThreads(width: 1).run { process.waitUntilExit() }
        #expect(process.terminationStatus == 0)
    }

    @Test func `the operational addresses tell how things stand`() async throws {
        let (metrics, health) = (Metrics(), Health())
        let broken = Mutex(true)
        health.register("directory") { nil }
        health.register("bus") { broken.withLock { $0 } ? "no broker answers" : nil }
        let routes = OperationalRoutes.make(health: health, metrics: metrics)
        try await TestServer.with(.office, routes, options: Edge.Options(metrics: metrics)) { server in
            #expect(try await server.get("/health/live").status == 200)
            let unready = try await server.get("/health/ready")
            #expect(unready.status == 503)
            #expect(
                unready.text == #"{"checks":[{"name":"bus","ok":false,"reason":"no broker answers"},"#
                    + #"{"name":"directory","ok":true}],"ready":false}"#)
            broken.withLock { $0 = false }
            #expect(try await server.get("/health/ready").status == 200)
            let text = try await server.get("/metrics").text
            #expect(
                text.contains(
                    #"ops_http_requests_total{service="office",method="GET",route="/health/ready",status="503"} 1"#))
            #expect(text.contains(#"ops_http_request_duration_seconds_count{service="office",route="/health/live"} 1"#))
        }
    }

    @Test func `a line of the log is JSON, and what is named a secret is not in it`() throws {
        let lines = Mutex<[String]>([])
        let log = OpsLog(service: "notify", level: .warning) { line in lines.withLock { $0.append(line) } }
        log.info("not written")
        log.warning(
            "channel failed", ["channel": "wecom\n\"1\"", "webhookToken": "abc", "Password": "x"], correlation: "c1")
        let line = try #require(lines.withLock { $0 }.first)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["level"] as? String == "warning")
        #expect(object["service"] as? String == "notify")
        #expect(object["correlation"] as? String == "c1")
        #expect(
            object["metadata"] as? [String: String]
                == ["channel": "wecom\n\"1\"", "webhookToken": "•••", "Password": "•••"])
        #expect(lines.withLock { $0.count } == 1 && !line.contains("\n"))
    }
}
