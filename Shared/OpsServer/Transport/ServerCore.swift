import Foundation
import Synchronization

/// What the C callbacks of one server share: the way to the edge, and the requests now being served.
final class ServerCore: Sendable {
    private struct State {
        var exchanges: [ObjectIdentifier: Exchange] = [:]
        var isDraining = false
        var isClosing = false
        var idle: CheckedContinuation<Void, Never>?
    }

    let respond: @Sendable (IncomingRequest) async -> Response
    let bodyLimit: @Sendable (String, String, Headers) -> Int
    private let bodyBudget: Int
    private let buffered = Atomic<Int>(0)
    private let state = Mutex(State())

    init(
        respond: @escaping @Sendable (IncomingRequest) async -> Response,
        bodyLimit: @escaping @Sendable (String, String, Headers) -> Int, bodyBudget: Int
    ) {
        self.respond = respond
        self.bodyLimit = bodyLimit
        self.bodyBudget = bodyBudget
    }

    var isDraining: Bool { state.withLock { $0.isDraining } }
    /// Nothing may begin any more: libmicrohttpd must not be stopped while a connection is suspended.
    var isClosing: Bool { state.withLock { $0.isClosing } }
    var count: Int { state.withLock { $0.exchanges.count } }

    /// - Returns: false where all bodies together would be too much; nothing is taken then.
    func reserve(_ bytes: Int) -> Bool {
        if buffered.add(bytes, ordering: .relaxed).newValue <= bodyBudget { return true }
        release(bytes)
        return false
    }

    func release(_ bytes: Int) { buffered.subtract(bytes, ordering: .relaxed) }

    func begun(_ exchange: Exchange) { state.withLock { $0.exchanges[ObjectIdentifier(exchange)] = exchange } }

    func ended(_ exchange: Exchange) {
        let idle = state.withLock { state in
            state.exchanges[ObjectIdentifier(exchange)] = nil
            return state.exchanges.isEmpty ? Self.takeIdle(&state) : nil
        }
        idle?.resume()
    }

    /// From now on connections are closed after their answer, and endless streams end.
    func drain() {
        let exchanges = state.withLock { state in
            state.isDraining = true
            return Array(state.exchanges.values)
        }
        for exchange in exchanges { exchange.endIfEndless() }
    }

    /// Returns when nothing is being served, or after `deadline`.
    func idle(within deadline: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.untilIdle() }
            group.addTask {
                try? await Task.sleep(for: deadline)
                self.state.withLock { Self.takeIdle(&$0) }?.resume()
            }
            await group.next()
            group.cancelAll()
        }
    }

    func abortAll() {
        let exchanges = state.withLock { state in
            state.isClosing = true
            return Array(state.exchanges.values)
        }
        for exchange in exchanges { exchange.abort() }
    }

    private func untilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.exchanges.isEmpty { return true }
                state.idle = continuation
                return false
            }
            if isIdle { continuation.resume() }
        }
    }

    private static func takeIdle(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        defer { state.idle = nil }
        return state.idle
    }
}
