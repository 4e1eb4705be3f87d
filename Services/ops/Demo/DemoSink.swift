import Foundation
import OpsContracts
import OpsServer
import Synchronization

/// Takes the demonstration's messages in on a loopback port, as a 企业微信 robot and a mail gateway would: nothing leaves
/// the machine. Now and then it is busy, for two hours the gateway is down, and some addressees it does not know.
final class DemoSink: Sendable {
    private struct State {
        var isDown = false
        var robot = 0
        var gateway = 0
    }

    private final class Told: Sendable {
        let state = Mutex(State())
    }

    private let told: Told
    private let server: HTTPServer

    init() throws {
        let told = Told()
        self.told = told
        let routes = [
            Route(.post, "/robot", .anyone, needsKey: false) { _ in Self.robot(told) },
            Route(.post, "/gateway", .anyone, needsKey: false) { _ in Self.gateway(told) },
        ]
        server = try HTTPServer(
            try Edge([ServiceRoutes(.notify, routes)]), on: .tcp(host: "127.0.0.1", port: 0))
    }

    var robot: String { "http://127.0.0.1:\(server.port)/robot?key=sample" }
    var gateway: String { "http://127.0.0.1:\(server.port)/gateway" }

    func setGateway(isDown: Bool) { told.state.withLock { $0.isDown = isDown } }

    func stop() async { await server.stop(within: .seconds(2)) }

    private static func robot(_ told: Told) -> Response {
        let isBusy = told.state.withLock { state in
            state.robot += 1
            return state.robot % 61 == 0
        }
        return Response(
            type: "application/json",
            Data(#"{"errcode":\#(isBusy ? -1 : 0),"errmsg":"\#(isBusy ? "busy" : "ok")"}"#.utf8))
    }

    private static func gateway(_ told: Told) -> Response {
        let status = told.state.withLock { state in
            if state.isDown { return 503 }
            state.gateway += 1
            return state.gateway % 89 == 0 ? 422 : 200
        }
        return .text(status == 200 ? "taken" : "not taken", status: status)
    }
}
