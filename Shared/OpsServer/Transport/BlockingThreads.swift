import Foundation
import Synchronization

/// Runs what blocks on threads of its own, at most so many at a time.
///
/// Not on Dispatch: on Linux its queues share their few threads with Swift's tasks, and calls that wait for the network
/// there leave no thread for the tasks they wait for.
public final class BlockingThreads: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    public init(width: Int) { state = Mutex(State(free: max(1, width))) }

    public func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await enter()
        defer { leave() }
        return await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.name = "ops-blocking"
            thread.start()
        }
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free == 0 {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
