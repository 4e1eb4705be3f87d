import OpsContracts
import Synchronization

/// Wakes whoever waits for the next commit of a store.
final class CommitSignal: Sendable {
    private struct State {
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var count: Int64 = 0
    }
    private let state = Mutex(State())

    /// Grows with every commit; pass it to `next` so that nothing between a look and a wait is missed.
    var count: Int64 { state.withLock { $0.count } }

    func fire() {
        let waiting = state.withLock { state in
            state.count += 1
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once there was a commit after `count`, or when the task is cancelled.
    func next(after count: Int64) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passed = state.withLock { state in
                    if Task.isCancelled || state.count > count { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if passed { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }

    /// As `next`, but at most `milliseconds` of real time.
    func next(after count: Int64, atMost milliseconds: Int) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.next(after: count) }
            group.addTask { _ = try? await Task.sleep(for: .milliseconds(milliseconds)) }
            await group.next()
            group.cancelAll()
        }
    }
}
