import Foundation
import Synchronization

/// Runs an actor's jobs on one thread of its own, so that blocking C calls never hold a thread of the shared pool, and
/// the C client is only ever entered from one thread.
final class ThreadExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let wake = NSCondition()

    init(name: String) {
        let thread = Thread { self.run() }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        signal()
    }

    /// Ends the thread after the jobs it has; only for an actor that nobody holds any more.
    func stop() {
        state.withLock { $0.isStopped = true }
        signal()
    }

    private func signal() {
        wake.lock()
        wake.signal()
        wake.unlock()
    }

    private func run() {
        while let jobs = next() {
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    /// Waits for jobs; nil when there will be none.
    private func next() -> [UnownedJob]? {
        wake.lock()
        defer { wake.unlock() }
        while true {
            let (jobs, isStopped) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isStopped)
            }
            if !jobs.isEmpty { return jobs }
            if isStopped { return nil }
            wake.wait()
        }
    }
}
