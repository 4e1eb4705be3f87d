import Foundation
import OpsContracts
import OpsSQLite
import Synchronization

/// The store's single writer: runs many jobs in one transaction, syncs once, then answers all.
///
/// Jobs queue while a commit is under way, so the batch grows with the load: one sync at one client, few at sixty-four.
actor StoreWriter {
    /// Most jobs one transaction takes.
    static let batchLimit = 256
    /// Beyond this the writer truncates the write-ahead log after a commit.
    static let walLimit: Int64 = 64 << 20

    private struct Queue {
        var jobs: [WriteJob] = []
        var scheduled = false
        var closed = false
    }

    nonisolated let executor: ThreadExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private nonisolated let queue = Mutex(Queue())
    private let definition: StoreDefinition
    private let path: String
    private let onCommit: @Sendable (Commit) -> Void
    private let onFatal: @Sendable (String) -> Void
    private var connection: Connection
    private var names: TableNames
    private var head: LogHead
    private let walLimit: Int64
    private var held = false
    private var commits: Int64 = 0

    init(
        path: String, definition: StoreDefinition, names: TableNames, connection: sending Connection,
        walLimit: Int64 = StoreWriter.walLimit, onCommit: @escaping @Sendable (Commit) -> Void,
        onFatal: @escaping @Sendable (String) -> Void
    ) throws {
        executor = ThreadExecutor(name: "write-\(definition.service)")
        self.path = path
        self.definition = definition
        self.names = names
        self.walLimit = walLimit
        self.onCommit = onCommit
        self.onFatal = onFatal
        head = try EventLog.head(connection)
        self.connection = connection
    }

    /// Queues one job and returns what it returned, after the sync that made it durable.
    nonisolated func submit<T: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let job = WriteJob(
                perform: { transaction in
                    let value = try body(transaction)
                    return { continuation.resume(returning: value) }
                }, fail: { continuation.resume(throwing: $0) })
            let (schedule, closed) = queue.withLock { queue in
                if queue.closed { return (false, true) }
                queue.jobs.append(job)
                defer { queue.scheduled = true }
                return (!queue.scheduled, false)
            }
            if closed { job.fail(StoreError.unavailable("the store is closed")) }
            if schedule { wake() }
        }
    }

    private nonisolated func wake() {
        executor.call { self.assumeIsolated { $0.drain() } }
    }

    /// Waits for the batch under way and lets nothing in until `release`: a backup's snapshots of several stores agree.
    func hold() { held = true }

    func release() {
        held = false
        drain()
    }

    func close() {
        let left = queue.withLock { queue in
            queue.closed = true
            defer { queue.jobs = [] }
            return queue.jobs
        }
        for job in left { job.fail(StoreError.unavailable("the store is closed")) }
        // After an orderly stop the file is whole without its write-ahead log. Best effort: together they are as good.
        _ = try? connection.value("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    deinit { executor.stop() }

    /// Transactions synced since the store was opened.
    var commitCount: Int64 { commits }

    private func drain() {
        while !held {
            let batch = queue.withLock { queue in
                let batch = Array(queue.jobs.prefix(Self.batchLimit))
                queue.jobs.removeFirst(batch.count)
                if batch.isEmpty { queue.scheduled = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            run(batch)
        }
    }

    private func run(_ jobs: [WriteJob]) {
        var answers: [@Sendable () -> Void] = []
        let transaction = WriteTransaction(connection, definition, names: names, head: head)
        do {
            try connection.run("BEGIN IMMEDIATE")
            for job in jobs { answers.append(try perform(job, transaction)) }
            FailPoint.reach("before-commit")
            try commit()
        } catch {
            abandon(jobs, error)
            return
        }
        FailPoint.reach("after-commit")
        commits += 1
        head = transaction.head
        names = transaction.names
        onCommit(
            Commit(appended: transaction.appended, applied: transaction.applied, names: names, head: head))
        for answer in answers { answer() }
        truncateLongWAL()
    }

    /// - Throws: only what makes the whole batch worthless.
    private func perform(_ job: WriteJob, _ transaction: WriteTransaction) throws -> @Sendable () -> Void {
        let mark = transaction.mark()
        try connection.run("SAVEPOINT job")
        do {
            let answer = try job.perform(transaction)
            try connection.run("RELEASE job")
            return answer
        } catch let error as SQLiteError where error.isInfrastructure {
            throw error
        } catch {
            // A full disk rolls everything back inside a savepoint: then nothing of the batch is left to save.
            guard connection.isInTransaction else { throw error }
            try connection.run("ROLLBACK TO job")
            try connection.run("RELEASE job")
            transaction.fallBack(to: mark)
            return { job.fail(error) }
        }
    }

    private func commit() throws {
        do {
            try connection.run("COMMIT")
        } catch let error as SQLiteError where error.isInputOutput {
            // Whether it is durable is unknown: answering either way could be a lie, so the process ends unanswered.
            onFatal("COMMIT failed: \(error)")
            throw error
        }
    }

    /// Every cached counter, hash and state is dropped: what the disk holds is the truth.
    private func abandon(_ jobs: [WriteJob], _ error: any Error) {
        let reason = StoreError.unavailable("\(error)")
        do {
            if connection.isInTransaction { try connection.run("ROLLBACK") }
            head = try EventLog.head(connection)
        } catch {
            onFatal("cannot read the log's head after a failed batch: \(error)")
        }
        for job in jobs { job.fail(reason) }
    }

    private func truncateLongWAL() {
        guard commits % 64 == 0 else { return }
        let size = (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int64) ?? 0
        guard size > walLimit else { return }
        // Best effort, and no commit waits for it: beside a long reader it is tried again after a later commit.
        _ = try? connection.value("PRAGMA busy_timeout = 0")
        defer { _ = try? connection.value("PRAGMA busy_timeout = 5000") }
        _ = try? connection.value("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}

/// What one synced transaction brought.
struct Commit: Sendable {
    var appended: [Fact]
    var applied: [AppliedFact]
    var names: TableNames
    var head: LogHead
}

/// One caller's work and the two ways to answer it.
struct WriteJob: Sendable {
    /// Runs in the transaction; what it returns is called after COMMIT.
    var perform: @Sendable (WriteTransaction) throws -> @Sendable () -> Void
    var fail: @Sendable (any Error) -> Void
}
