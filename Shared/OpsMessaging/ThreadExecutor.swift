import Foundation
import Glibc
import Synchronization

/// Runs an actor's jobs on one thread of its own, so that blocking C calls never hold a thread of the shared pool, and
/// the C library is only ever entered from one thread.
///
/// Not a dispatch queue: on Linux its workers share their few threads with Swift's tasks.
public final class ThreadExecutor: SerialExecutor {
    private enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    private struct State {
        var work: [Work] = []
        var isStopped = false
        var thread: pthread_t?
    }

    private let state = Mutex(State())
    private let wake = NSCondition()

    /// - Parameter name: shown by `top -H` and profilers; Linux keeps 15 bytes, and none of a longer one.
    public init(name: String) {
        Thread {
            // Named before it runs, a thread keeps the process's name.
            Thread.current.name = String(name.prefix(15))
            self.run()
        }.start()
    }

    public func enqueue(_ job: consuming ExecutorJob) { add(.job(UnownedJob(job))) }

    /// Runs a call on the thread after what is queued; inside it the actor may assume its isolation.
    func call(_ work: @escaping @Sendable () -> Void) { add(.call(work)) }

    public func checkIsolated() {
        let thread = state.withLock { $0.thread }
        precondition(thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false, "not on the executor's thread")
    }

    /// Ends the thread after the jobs it has; only for an actor that nobody uses any more.
    public func stop() {
        state.withLock { $0.isStopped = true }
        signal()
    }

    private func add(_ work: Work) {
        state.withLock { $0.work.append(work) }
        signal()
    }

    private func signal() {
        wake.lock()
        wake.signal()
        wake.unlock()
    }

    private func run() {
        let thread = pthread_self()
        state.withLock { $0.thread = thread }
        while let batch = next() {
            for work in batch {
                switch work {
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                case .call(let call): call()
                }
            }
        }
    }

    /// Waits for work; nil when there will be none.
    private func next() -> [Work]? {
        wake.lock()
        defer { wake.unlock() }
        while true {
            let (work, isStopped) = state.withLock { state in
                defer { state.work = [] }
                return (state.work, state.isStopped)
            }
            if !work.isEmpty { return work }
            if isStopped { return nil }
            wake.wait()
        }
    }
}
