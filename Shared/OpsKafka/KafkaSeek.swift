import CKafka
import OpsContracts
import OpsMessaging

/// Finding a reader's place.
///
/// A topic holds a log's facts in order, with copies of stretches of it where the relay published again. Each record
/// raises the highest `seq` so far by at most one, so the first copy of a fact lies no lower than
/// `first record's offset + (seq − first record's seq)`, and everything before that offset is at or below `seq`.
/// Reading from there finds the fact without a search; what is skipped meanwhile are copies.
extension KafkaCursor {
    private static let beginning: Int64 = -2

    func seek(_ position: SourcePosition, _ consumer: KafkaConsumer) throws {
        place = nil
        if let gap, gap.seq == position.seq {
            if try !leaveGap(gap, consumer) {
                if let first = gap.cutAt { throw BusError.truncated(topic, first: first) }
                try consumer.start(at: gap.behind)
            }
        } else {
            (gap, seen) = (nil, 0)
            try seekAfresh(position, consumer)
        }
        place = position.seq
    }

    private func seekAfresh(_ position: SourcePosition, _ consumer: KafkaConsumer) throws {
        if position.seq == 0 { return try consumer.start(at: Self.beginning) }
        if let hint = position.offsetHint, hint > 0, try standsBehind(position.seq, hint, consumer) { return }
        counters.count { $0.searches += 1 }
        try consumer.start(at: Self.beginning)
        guard let first = try firstFact(consumer), first.seq <= position.seq + 1 else {
            // An empty topic, or one that begins above us: `read` sees the jump and explains it.
            return try consumer.start(at: Self.beginning)
        }
        let place = first.offset + (position.seq + 1 - first.seq)
        if place > first.offset, try standsBehind(position.seq, place, consumer) { return }
        let end = try consumer.watermarks(until: Deadline(milliseconds: settings.requestTimeout)).high
        // The topic has yet to reach us.
        if place >= end, try standsBehind(position.seq, end, consumer) { return }
        // It has a gap of its own before us: look at everything.
        try consumer.start(at: Self.beginning)
    }

    /// Starts at `offset` where the record before it is one the reader at `seq` has; that record is taken off.
    private func standsBehind(_ seq: Int64, _ offset: Int64, _ consumer: KafkaConsumer) throws -> Bool {
        try consumer.start(at: offset - 1)
        do {
            guard let record = try need(consumer, max: 1).records.first, record.offset == offset - 1 else {
                return false
            }
            return record.seq.map { $0 <= seq } ?? true
        } catch KafkaConsumer.Trouble.outOfRange {
            return false
        }
    }

    private func firstFact(_ consumer: KafkaConsumer) throws -> (seq: Int64, offset: Int64)? {
        while true {
            let pull = try need(consumer, max: 100)
            for record in pull.records {
                if let seq = record.seq, let offset = record.offset { return (seq, offset) }
            }
            if pull.records.isEmpty { return nil }
        }
    }

    /// The first new record is not the next one. The place may be wrong, so the whole topic is searched for the missing
    /// fact, wherever it is; it may also come later, published again on an operator's word.
    ///
    /// - Throws: `BusError.truncated` where the topic begins above the reader and does not hold what it needs.
    func closeGap(
        behind seq: Int64, _ pull: KafkaConsumer.Pull, max: Int, _ consumer: KafkaConsumer
    ) throws -> KafkaConsumer.Pull {
        guard let behind = pull.records.first?.offset else { return pull }
        counters.count { $0.searches += 1 }
        try consumer.start(at: Self.beginning)
        guard let first = try firstFact(consumer) else { return pull }
        let isCut = first.offset > 0 && first.seq > seq + 1
        let found = Gap(seq: seq, searched: first.offset, behind: behind, cutAt: isCut ? first.seq : nil)
        if try leaveGap(found, consumer) {
            place = seq
            return try need(consumer, max: max)
        }
        place = nil
        if isCut { throw BusError.truncated(topic, first: first.seq) }
        return pull
    }

    /// Looks for the fact behind the gap in what was not searched yet, and stands before it where it is.
    private func leaveGap(_ known: Gap, _ consumer: KafkaConsumer) throws -> Bool {
        try consumer.start(at: known.searched)
        var gap = known
        while true {
            let pull = try need(consumer, max: 1000)
            if let offset = pull.records.first(where: { $0.seq == known.seq + 1 })?.offset {
                self.gap = nil
                try consumer.start(at: offset)
                return true
            }
            if let last = pull.records.last?.offset { gap.searched = last + 1 }
            guard pull.records.isEmpty else { continue }
            self.gap = gap
            return false
        }
    }
}
