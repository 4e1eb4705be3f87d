import Foundation
public import OpsContracts
import Synchronization

/// Where a service gets the time from. Nothing else asks the machine.
public protocol OpsClock: Sendable {
    func now() -> Timestamp
    /// Returns once `now() >= deadline`.
    /// - Throws: `CancellationError`.
    func wait(until deadline: Timestamp) async throws
}

/// The machine's clock.
public struct SystemClock: OpsClock {
    public init() {}

    public func now() -> Timestamp { Timestamp(Date()) }

    public func wait(until deadline: Timestamp) async throws {
        // Waits in slices, so that a stepped wall clock is noticed within one of them.
        while true {
            let left = deadline - now()
            guard left > 0 else { return }
            try await Task.sleep(for: .milliseconds(min(left, 5_000)))
        }
    }
}

/// The machine's clock, moved by a fixed span: a demonstration goes on at real speed from the moment its play ended.
public struct OffsetClock: OpsClock {
    private let machine = SystemClock()
    /// Milliseconds ahead of the machine; negative behind it.
    public let offset: Int64

    public init(offset: Int64) { self.offset = offset }

    /// Shows `moment` now and goes on from there.
    public init(from moment: Timestamp) { offset = moment - SystemClock().now() }

    public func now() -> Timestamp { machine.now() + offset }

    public func wait(until deadline: Timestamp) async throws { try await machine.wait(until: deadline + -offset) }
}

/// A clock that stands until it is told to move: tests and the demonstration quarter.
public final class ManualClock: OpsClock {
    private struct State {
        var now: Timestamp
        var nextID = 0
        var waiting: [Int: (deadline: Timestamp, continuation: CheckedContinuation<Void, Never>)] = [:]
    }
    private let state: Mutex<State>

    public init(_ start: Timestamp) { state = Mutex(State(now: start)) }

    public func now() -> Timestamp { state.withLock { $0.now } }

    /// As somebody does who mends a clock that was ahead; whoever waits goes on waiting.
    public func setBack(by milliseconds: Int64) { state.withLock { $0.now = $0.now + -milliseconds } }

    /// Moves forward and wakes whoever waited for a moment passed; never moves back.
    public func advance(to moment: Timestamp) {
        let due = state.withLock { state in
            state.now = max(state.now, moment)
            let due = state.waiting.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.waiting[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    public func advance(by milliseconds: Int64) { advance(to: now() + milliseconds) }

    public func wait(until deadline: Timestamp) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passed = state.withLock { state in
                    if Task.isCancelled || deadline <= state.now { return true }
                    state.waiting[id] = (deadline, continuation)
                    return false
                }
                if passed { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id)?.continuation }?.resume()
        }
        try Task.checkCancellation()
    }
}
