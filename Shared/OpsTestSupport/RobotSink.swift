public import Foundation
import OpsContracts
public import OpsServer
import Synchronization

/// A robot that takes what is posted to it and answers as it is told.
public final class RobotSink: Sendable {
    public enum Answer: Sendable {
        case code(Int)
        case status(Int)
        case words(String)
        /// None until the sink is closed.
        case silence
        /// 0, once the sink is told to `release` it.
        case later
    }

    public struct Heard: Sendable {
        public var body: Data
        public var headers: Headers
        public var query: String

        public var content: String {
            let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
            return (object?["markdown"] as? [String: Any])?["content"] as? String ?? ""
        }
    }

    private struct State {
        var heard: [Heard] = []
        var answers: [Answer] = []
    }

    private final class Box: Sendable {
        let state = Mutex(State())
        let arrivals = AsyncStream<Void>.makeStream()
        let closing = AsyncStream<Void>.makeStream()
        let releasing = AsyncStream<Void>.makeStream()

        func take(_ request: Request) -> Answer {
            defer { arrivals.continuation.yield() }
            return state.withLock { state in
                state.heard.append(
                    Heard(body: request.body, headers: request.headers, query: request.target))
                return state.answers.isEmpty ? .code(0) : state.answers.removeFirst()
            }
        }
    }

    private let box = Box()
    private let server: TestServer

    /// - Parameter answers: to the first calls, in turn; all later ones get 0.
    public init(_ answers: [Answer] = []) throws {
        let box = box
        box.state.withLock { $0.answers = answers }
        let route = Route(.post, "/cgi-bin/webhook/send", .anyone) { request in
            switch box.take(request) {
            case .code(let code): return Self.answer(code)
            case .later:
                for await _ in box.releasing.stream { break }
                return Self.answer(0)
            case .status(let status): return Response(status: status)
            case .words(let text): return .text(text)
            case .silence:
                for await _ in box.closing.stream {}
                return .noContent
            }
        }
        server = try TestServer(.notify, [route])
    }

    private static func answer(_ code: Int) -> Response {
        Response(type: "application/json", Data(#"{"errcode":\#(code),"errmsg":"x"}"#.utf8))
    }

    public var url: String { "http://127.0.0.1:\(server.port)/cgi-bin/webhook/send?key=geheim-0815-key" }
    public var heard: [Heard] { box.state.withLock { $0.heard } }
    public func answer(_ answers: [Answer]) { box.state.withLock { $0.answers = answers } }

    /// Returns when the next call is in.
    public func arrival() async { for await _ in box.arrivals.stream { return } }

    /// Lets one answer go that was to come `later`.
    public func release() { box.releasing.continuation.yield() }

    public func close() async {
        box.releasing.continuation.finish()
        box.closing.continuation.finish()
        await server.server.stop(within: .seconds(1))
    }
}
