import OpsContracts

/// What is still to be done in the play, by the moment it is done at; of the same moment, the earlier planned first.
struct DemoAgenda: Sendable {
    typealias Deed = @Sendable (isolated DemoPlay) async throws -> Void

    private struct Entry {
        var at: Timestamp
        var number: Int
        var deed: Deed

        func isBefore(_ other: Entry) -> Bool { (at.rawValue, number) < (other.at.rawValue, other.number) }
    }

    /// A binary heap: the first is the next.
    private var heap: [Entry] = []
    private var count = 0

    var next: Timestamp? { heap.first?.at }

    mutating func plan(_ at: Timestamp, _ deed: @escaping Deed) {
        count += 1
        heap.append(Entry(at: at, number: count, deed: deed))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func take() -> Deed? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first.deed }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            if least == parent { return first.deed }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
