import CKafka
import OpsContracts
import OpsMessaging

/// Reads one topic for one reader at a time: one consumer on its own thread.
///
/// It holds its place between reads, so a reader that goes on where it stopped costs one batch call. A reader that
/// stands elsewhere is sought by its offset hint, which is checked, or by `seq` (`KafkaSeek.swift`).
actor KafkaCursor {
    /// A gap that a search through the whole topic has proven: `seq + 1` is not below `searched`.
    struct Gap {
        var seq: Int64
        var searched: Int64
        /// The first record above the gap.
        var behind: Int64
        /// The topic's first `seq` where it was cut above the gap.
        var cutAt: Int64?
    }

    let topic: Topic
    let settings: KafkaSettings
    let counters: KafkaCounters
    nonisolated let waker = KafkaWaker()
    private let executor: ThreadExecutor
    private var consumer: KafkaConsumer?
    private var isClosed = false
    /// The `seq` behind which the stream stands: nothing above it was missed. Nil where it has to be sought.
    var place: Int64?
    var gap: Gap?
    /// The highest `seq` seen since the place was sought; 0 before.
    var seen: Int64 = 0
    private var silence = Silence()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ topic: Topic, _ settings: KafkaSettings, _ counters: KafkaCounters) {
        self.topic = topic
        self.settings = settings
        self.counters = counters
        executor = ThreadExecutor(name: "kafka-read")
    }

    deinit { executor.stop() }

    /// What `EventBus.read` promises.
    func read(after position: SourcePosition, max: Int, wait: Int) throws -> BusBatch {
        let consumer = try opened()
        let batch = try attempt(after: position, max: max, wait: wait, consumer)
        if !batch.records.isEmpty {
            silence = Silence()
        } else if !Task.isCancelled {
            try checkConnection(consumer)
            try checkSilence(consumer)
        }
        return batch
    }

    /// How long nothing has come.
    private struct Silence {
        static let patience = Duration.seconds(5)
        var since = ContinuousClock.now
        /// The topic ended elsewhere than we stand at the last look: once may be a record on its way, twice is not.
        var isSuspect = false
    }

    /// A topic that was made anew under a consumer may stay silent for it: librdkafka takes the new leader's lower epoch for
    /// an old answer and goes on asking nobody. A client of its own age hears it, so this one is thrown away.
    private func checkSilence(_ consumer: KafkaConsumer) throws {
        guard silence.since.duration(to: .now) > Silence.patience else { return }
        silence.since = .now
        do {
            let (begin, end) = try consumer.watermarks(until: Deadline(milliseconds: 1000))
            guard end != consumer.next ?? begin else {
                silence.isSuspect = false
                return
            }
        } catch is CancellationError {
            return
        } catch {
            // The look itself fails; the connection's own check says why where it is the broker's fault.
        }
        if silence.isSuspect {
            discard()
        } else {
            silence.isSuspect = true
        }
    }

    private func attempt(
        after position: SourcePosition, max: Int, wait: Int, _ consumer: KafkaConsumer
    ) throws -> BusBatch {
        do {
            let deadline = Deadline(milliseconds: wait)
            if place != position.seq { try seek(position, consumer) }
            var pull = try consumer.pull(max: max, until: deadline, stopAtEnd: false)
            if jumps(pull.records, over: position.seq), gap?.seq != position.seq {
                pull = try closeGap(behind: position.seq, pull, max: max, consumer)
            }
            return deliver(pull, after: position.seq)
        } catch is CancellationError {
            place = nil
            // Its question for the beginning may still be out: librdkafka would go there when the answer comes, wherever it was
            // sent to since.
            if consumer.next == nil { drop() }
        } catch KafkaConsumer.Trouble.outOfRange {
            // The topic was cut or made anew behind our back; the next read seeks its place again.
            (place, gap, seen) = (nil, nil, 0)
        } catch let error as BusError where error.isTruncation {
            throw error
        } catch {
            discard()
            throw (error as? KafkaConsumer.Trouble)?.busError ?? error
        }
        return BusBatch(records: [], head: seen > 0 ? seen : nil)
    }

    /// The highest `seq` of the last 1 000 records; further back where none of them can be read.
    func tail() throws -> TopicTail? {
        place = nil
        do {
            let consumer = try opened()
            // Asked at a start and after a restore, so a connection of its own costs little; one that rests would hold records.
            defer { drop() }
            let deadline = Deadline(milliseconds: settings.requestTimeout)
            let (low, high) = try consumer.watermarks(until: deadline)
            var end = high
            while end > low {
                let start = Swift.max(low, end - 1000)
                if let tail = try highest(from: start, to: end, consumer) { return tail }
                end = start
            }
            return nil
        } catch {
            discard()
            throw (error as? KafkaConsumer.Trouble)?.busError ?? error
        }
    }

    func close() {
        isClosed = true
        drop()
    }

    private func highest(from start: Int64, to end: Int64, _ consumer: KafkaConsumer) throws -> TopicTail? {
        try consumer.start(at: start)
        var next = start
        var best: TopicTail?
        while next < end {
            let pull = try need(consumer, max: 1000)
            for case .fact(let fact, _) in pull.records where fact.seq > best?.seq ?? 0 {
                best = TopicTail(seq: fact.seq, hash: fact.hash)
            }
            next = pull.records.last?.offset.map { $0 + 1 } ?? end
        }
        return best
    }

    /// A pull that must bring something: records, or the topic's end.
    func need(_ consumer: KafkaConsumer, max: Int) throws -> KafkaConsumer.Pull {
        let deadline = Deadline(milliseconds: settings.requestTimeout)
        let pull = try consumer.pull(max: max, until: deadline, stopAtEnd: true)
        try Task.checkCancellation()
        guard !pull.records.isEmpty || pull.end != nil else {
            throw consumer.client.unavailable("nothing came for \(settings.requestTimeout) ms")
        }
        return pull
    }

    /// True where the first fact that is new lies above the next one, so that something is missing before it.
    private func jumps(_ records: [BusRecord], over seq: Int64) -> Bool {
        guard let first = records.lazy.compactMap(\.seq).first(where: { $0 > seq }) else { return false }
        return first > seq + 1
    }

    /// Notes how far the reader will be, and forgets the place where the batch has a gap: then its next read stands
    /// somewhere before the end of this batch.
    private func deliver(_ pull: KafkaConsumer.Pull, after seq: Int64) -> BusBatch {
        var (reached, top) = (seq, Int64(0))
        var hasGap = false
        for found in pull.records.lazy.compactMap(\.seq) {
            if found == reached + 1 { reached = found }
            if found > reached { hasGap = true }
            top = Swift.max(top, found)
        }
        place = hasGap ? nil : reached
        let bytes = pull.records.reduce(0) { $0 + Int64($1.size) }
        let odd = pull.records.count { $0.seq == nil }
        counters.count {
            $0.readRecords += Int64(pull.records.count)
            $0.readBytes += bytes
            $0.unreadableRecords += Int64(odd)
        }
        return BusBatch(records: pull.records, head: head(behind: top > 0 ? top : seq))
    }

    /// The highest `seq` known to be there: what was seen, or as many behind `seq` as the broker says there are records behind
    /// the place. Exact at the end, and before it too unless copies or foreign records are on the way, so no guess is kept:
    /// a reader would never be at the end of it.
    private func head(behind seq: Int64) -> Int64? {
        seen = Swift.max(seen, seq)
        guard let end = consumer?.knownEnd, let next = consumer?.next else { return seen > 0 ? seen : nil }
        return Swift.max(seen, seq + Swift.max(0, end - next))
    }

    /// Silence from a broker that is there is no error; from one that is not, it is.
    private func checkConnection(_ consumer: KafkaConsumer) throws {
        consumer.client.serveComplaints()
        guard consumer.client.isCutOff else { return }
        do {
            _ = try consumer.watermarks(until: Deadline(milliseconds: 1000))
            consumer.client.sawBroker()
        } catch let error as BusError {
            // A broker that is away comes back to this client. A topic that is not there does not: librdkafka goes on
            // saying so from memory when it was made anew.
            if !error.isAbsence { discard() }
            throw error
        }
    }

    private func opened() throws -> KafkaConsumer {
        if let consumer { return consumer }
        guard !isClosed else { throw BusError.unavailable("the bus is closed") }
        let made = try KafkaConsumer(topic, settings, waker: waker)
        consumer = made
        return made
    }

    private func discard() {
        guard consumer != nil else { return }
        counters.count { $0.consumersDiscarded += 1 }
        drop()
    }

    /// With the client go all offsets: the topic may be another one for the next.
    private func drop() {
        (place, gap, seen, silence) = (nil, nil, 0, Silence())
        consumer?.destroy()
        consumer = nil
    }
}

extension BusError {
    fileprivate var isTruncation: Bool {
        guard case .truncated = self else { return false }
        return true
    }

    fileprivate var isAbsence: Bool {
        guard case .unavailable = self else { return false }
        return true
    }
}

extension KafkaConsumer.Trouble {
    var busError: BusError {
        switch self {
        case .outOfRange: .unavailable("the offset is not in the topic")
        case .failed(let error): error
        }
    }
}
