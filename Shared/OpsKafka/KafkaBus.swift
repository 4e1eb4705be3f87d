public import OpsContracts
public import OpsMessaging

/// The bus over Apache Kafka: one topic with one partition per log, CloudEvents in binary mode, positions in `seq`.
///
/// Handles: one producer per topic written, one consumer per reader and topic (see `CursorPool`), one per group whose
/// positions are mirrored, one admin client, each with an OS thread of its own. They are made on first use, so a bus can
/// be made while no broker is up.
public actor KafkaBus: EventBus {
    private let settings: KafkaSettings
    private let counters = KafkaCounters()
    private var admin: KafkaAdmin
    private var certificates: CertificateFiles
    private var producers: [Topic: KafkaProducer] = [:]
    private var cursors = CursorPool()
    private var checked: Set<Topic> = []
    private var offsets: [String: [Topic: Int64]] = [:]
    private var mirrors: [String: KafkaMirror] = [:]
    private var isMirroring = false
    private var isClosed = false

    /// - Throws: `KafkaSettings.Invalid`.
    public init(settings: KafkaSettings) throws {
        try settings.validate()
        self.settings = settings
        admin = KafkaAdmin(settings)
        certificates = CertificateFiles(settings)
    }

    public nonisolated var statistics: KafkaStatistics { counters.value }

    public nonisolated var figures: [String: Int64] { statistics.figures }

    /// Refuses a topic that does not exist or would lose facts. Called before a topic's first use, and at start-up; before any
    /// use it makes the clients anew where their certificates were renewed.
    ///
    /// - Throws: `BusError`.
    public func check(_ topic: Topic) async throws {
        if certificates.haveChanged() { await renew() }
        guard settings.checksTopics, !checked.contains(topic) else { return }
        let admin = admin
        try await withTaskCancellationHandler {
            try await admin.check(topic)
        } onCancel: {
            admin.waker.wake()
        }
        checked.insert(topic)
    }

    /// Creates topics that are missing, with the settings a log needs; for development and `ops kafka topics`.
    ///
    /// - Parameter replication: copies of each; nil for the brokers' default.
    /// - Throws: `BusError`.
    public func ensureTopics(_ topics: [Topic], replication: Int? = nil) async throws {
        for topic in topics { try await admin.create(topic, replication: replication) }
    }

    public func tail(of topic: Topic) async throws -> TopicTail? {
        try await check(topic)
        return try await borrowing(topic, at: -1) { (try await $0.tail(), -1) }
    }

    public func publish(_ facts: [Fact], to topic: Topic) async throws {
        guard !isClosed else { throw BusError.unavailable("the bus is closed") }
        try await check(topic)
        let producer = producers[topic] ?? KafkaProducer(topic, settings, counters)
        producers[topic] = producer
        try await forgetting(topic) {
            try await withTaskCancellationHandler {
                try await producer.publish(facts)
            } onCancel: {
                producer.waker.wake()
            }
        }
    }

    public func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch {
        do {
            try await check(topic)
        } catch is CancellationError {
            return BusBatch(records: [], head: nil)
        }
        return try await borrowing(topic, at: position.seq) { cursor in
            let batch = try await cursor.read(after: position, max: max, wait: wait)
            return (batch, batch.records.reduce(position.seq) { Swift.max($0, $1.seq ?? 0) })
        }
    }

    public func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async {
        guard let offset = position.offsetHint else { return }
        offsets["ops-\(reader)", default: [:]][topic] = offset
        guard !isMirroring else { return }
        isMirroring = true
        Task {
            // At most once a second per reader: a position moves with every batch.
            try? await Task.sleep(for: .seconds(1))
            await self.sendMirrors()
        }
    }

    /// Makes every client anew on its next use: new certificates are read, reads in flight end empty.
    public func renew() async {
        let old = takeClients()
        (producers, mirrors, checked) = ([:], [:], [])
        admin = KafkaAdmin(settings)
        await Self.close(old)
    }

    /// Sends the last positions and closes all clients.
    ///
    /// - Parameter milliseconds: gives up waiting then; leaving the process is safe, for positions are in the stores.
    /// - Returns: false where a client was still closing.
    @discardableResult
    public func close(within milliseconds: Int = 5000) async -> Bool {
        isClosed = true
        return await Self.bounded(milliseconds) {
            await self.sendMirrors()
            await Self.close(await self.takeClients())
        }
    }

    private struct Clients: Sendable {
        var producers: [KafkaProducer]
        var cursors: [KafkaCursor]
        var mirrors: [KafkaMirror]
        var admin: KafkaAdmin
    }

    private func takeClients() -> Clients {
        Clients(
            producers: Array(producers.values), cursors: cursors.takeAll(), mirrors: Array(mirrors.values), admin: admin
        )
    }

    private func sendMirrors() async {
        let due = offsets
        (offsets, isMirroring) = ([:], false)
        for (group, positions) in due {
            let mirror = mirrors[group] ?? KafkaMirror(group: group, settings)
            mirrors[group] = mirror
            try? await mirror.commit(positions)
        }
    }

    private func borrowing<R: Sendable>(
        _ topic: Topic, at seq: Int64, _ body: @Sendable (KafkaCursor) async throws -> (R, stands: Int64)
    ) async throws -> R {
        guard !isClosed else { throw BusError.unavailable("the bus is closed") }
        let cursor = cursors.borrow(topic, at: seq) { KafkaCursor(topic, settings, counters) }
        var stands = seq
        defer {
            cursors.giveBack(cursor, of: topic, at: stands)
            let unused = cursors.takeUnused()
            if !unused.isEmpty { Task { for cursor in unused { await cursor.close() } } }
        }
        let result = try await forgetting(topic) {
            try await withTaskCancellationHandler {
                try await body(cursor)
            } onCancel: {
                cursor.waker.wake()
            }
        }
        stands = result.stands
        return result.0
    }

    /// A topic that turned out wrong is checked again before its next use.
    private func forgetting<R: Sendable>(_ topic: Topic, _ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as BusError {
            checked.remove(topic)
            throw error
        }
    }

    private static func close(_ old: Clients) async {
        await withTaskGroup { group in
            for producer in old.producers { group.addTask { await producer.close() } }
            for cursor in old.cursors {
                cursor.waker.wake()
                group.addTask { await cursor.close() }
            }
            for mirror in old.mirrors { group.addTask { await mirror.close() } }
            group.addTask { await old.admin.close() }
        }
    }

    /// Runs `work` and stops waiting for it, not it, after a while: a C client that hangs cannot be cancelled.
    private static func bounded(_ milliseconds: Int, _ work: @escaping @Sendable () async -> Void) async -> Bool {
        let (outcomes, outcome) = AsyncStream.makeStream(of: Bool.self)
        Task {
            await work()
            outcome.yield(true)
        }
        let timer = Task {
            try await Task.sleep(for: .milliseconds(milliseconds))
            outcome.yield(false)
        }
        defer { timer.cancel() }
        return await outcomes.first { _ in true } ?? false
    }
}
