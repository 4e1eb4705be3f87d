import OpsContracts

/// The cursors of one bus. A read borrows one: that which stands where the reader is, else any that rests, else a new
/// one. So each (reader, topic) in steady state has one consumer of its own, and nobody waits for another's read.
struct CursorPool {
    private struct Resting {
        var cursor: KafkaCursor
        /// The `seq` its last reader had reached.
        var stands: Int64
        var since: ContinuousClock.Instant
    }

    private var resting: [Topic: [Resting]] = [:]
    private(set) var lent: [ObjectIdentifier: KafkaCursor] = [:]

    mutating func borrow(_ topic: Topic, at seq: Int64, or make: () -> KafkaCursor) -> KafkaCursor {
        var cursors = resting[topic] ?? []
        let cursor: KafkaCursor
        if let index = cursors.firstIndex(where: { $0.stands == seq }) ?? cursors.indices.last {
            cursor = cursors.remove(at: index).cursor
        } else {
            cursor = make()
        }
        resting[topic] = cursors
        lent[ObjectIdentifier(cursor)] = cursor
        return cursor
    }

    mutating func giveBack(_ cursor: KafkaCursor, of topic: Topic, at seq: Int64) {
        guard lent.removeValue(forKey: ObjectIdentifier(cursor)) != nil else { return }
        resting[topic, default: []].append(Resting(cursor: cursor, stands: seq, since: .now))
    }

    /// Takes out the cursors nobody has used for a minute: a rebuild's, a finished comparison's.
    mutating func takeUnused() -> [KafkaCursor] {
        let limit = ContinuousClock.now - .seconds(60)
        var unused: [KafkaCursor] = []
        for (topic, cursors) in resting {
            unused += cursors.filter { $0.since < limit }.map(\.cursor)
            resting[topic] = cursors.filter { $0.since >= limit }
        }
        return unused
    }

    /// Takes out all, also those that are lent: they are closed when their read ends.
    mutating func takeAll() -> [KafkaCursor] {
        defer { (resting, lent) = ([:], [:]) }
        return resting.values.flatMap { $0.map(\.cursor) } + lent.values
    }
}
