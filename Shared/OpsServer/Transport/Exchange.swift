import CMicrohttpd
import Foundation
import Synchronization

/// One request and its answer, between libmicrohttpd's thread and a Swift task.
///
/// libmicrohttpd calls from its own thread and must never be kept waiting: while a task works, the connection is
/// suspended. Everything both sides touch stands in one locked state; the connection's pointer is used only under that
/// lock and only until `finished`, after which it is dangling. A suspended connection is never closed by
/// libmicrohttpd, so resuming it under the lock is safe. Lock order: ours, then libmicrohttpd's own.
final class Exchange: Sendable {
    struct State {
        var connection: MHDHandle?
        var incoming: IncomingRequest
        var hasHead = false
        var limit = 0
        var received = 0
        /// Of `received`, what counts against the server's budget.
        var reserved = 0
        var hasBegun = false
        var isSuspended = false
        var isAborted = false
        var response: Response?
        var output = OutputBuffer()
        var work: Task<Void, Never>?
    }

    let state: Mutex<State>
    let core: ServerCore

    init(core: ServerCore, connection: OpaquePointer, target: String) {
        self.core = core
        let incoming = IncomingRequest(method: "", target: target)
        state = Mutex(State(connection: MHDHandle(pointer: connection), incoming: incoming))
    }

    /// Libmicrohttpd calls this for the head, for each piece of the body, and again when a suspended one is resumed.
    func proceed(method: String, bytes: UnsafeBufferPointer<CChar>) -> MHD_Result {
        state.withLock { state in
            guard let connection = state.connection?.pointer, !state.isAborted else { return .NO }
            if let response = state.response { return answer(response, connection, &state) }
            guard state.hasHead else { return takeHead(method, connection, &state) }
            guard bytes.isEmpty else { return take(bytes, &state) }
            return state.hasBegun ? .YES : begin(&state)
        }
    }

    /// The task's answer: the connection goes on.
    func deliver(_ response: Response) {
        state.withLock { state in
            state.response = response
            resume(&state)
        }
    }

    /// Cuts what would otherwise not end: an endless stream when the server drains.
    func endIfEndless() {
        state.withLock { if $0.response?.isEndless == true { $0.work?.cancel() } }
    }

    /// Gives up: the connection is closed as soon as libmicrohttpd looks at it.
    func abort() {
        state.withLock { state in
            state.isAborted = true
            state.work?.cancel()
            resume(&state)
        }
    }

    /// Libmicrohttpd is done with the request, well or badly; the pointer is no longer good.
    func finished() {
        let waiting = state.withLock { state in
            state.connection = nil
            state.isAborted = true
            state.work?.cancel()
            state.work = nil
            core.release(state.reserved)
            state.reserved = 0
            return state.output.takeWaiting()
        }
        waiting?.resume()
    }

    func resume(_ state: inout State) {
        guard state.isSuspended, let connection = state.connection?.pointer else { return }
        state.isSuspended = false
        MHD_resume_connection(connection)
    }

    func suspend(_ state: inout State) {
        guard !state.isSuspended, let connection = state.connection?.pointer else { return }
        MHD_suspend_connection(connection)
        state.isSuspended = true
    }

    private func takeHead(_ method: String, _ connection: OpaquePointer, _ state: inout State) -> MHD_Result {
        state.hasHead = true
        state.incoming.method = method
        state.incoming.headers = MHDValues.headers(of: connection)
        state.incoming.peer = MHDValues.peer(of: connection)
        state.limit = core.bodyLimit(method, state.incoming.target, state.incoming.headers)
        let announced = Int(state.incoming.headers["Content-Length"] ?? "") ?? 0
        // A body somewhat too large is read and thrown away, since most clients listen only when they have spoken.
        // One that is absurdly large is not waited for.
        if announced > patience(state.limit) {
            state.incoming.isTooLarge = true
            return begin(&state)
        }
        return .YES
    }

    private func take(_ bytes: UnsafeBufferPointer<CChar>, _ state: inout State) -> MHD_Result {
        state.received += bytes.count
        if state.received > state.limit {
            state.incoming.isTooLarge = true
            state.incoming.body = Data()
            return state.received > patience(state.limit) ? .NO : .YES
        }
        guard !state.incoming.isShed else { return .YES }
        guard core.reserve(bytes.count) else {
            state.incoming.isShed = true
            state.incoming.body = Data()
            return .YES
        }
        state.reserved += bytes.count
        state.incoming.body.append(contentsOf: UnsafeRawBufferPointer(bytes))
        return .YES
    }

    private func patience(_ limit: Int) -> Int { max(8 << 20, 2 * limit) }

    private func begin(_ state: inout State) -> MHD_Result {
        guard !core.isClosing else { return .NO }
        state.hasBegun = true
        suspend(&state)
        let incoming = state.incoming
        state.incoming.body = Data()
        state.work = Task { [self] in deliver(await core.respond(incoming)) }
        return .YES
    }
}
