import OpsTestSupport

/// What one file holds for sure, and what was written since its last sync.
struct DiskImage: Sendable {
    enum Change: Sendable {
        case write(at: Int, bytes: [UInt8])
        case truncate(to: Int)
    }

    private(set) var synced: [UInt8] = []
    /// Oldest first.
    private(set) var unsynced: [Change] = []
    /// The directory names the file, whatever happens.
    var isNamed: Bool
    /// Its first sync also syncs the directory, as SQLite does for journals and write-ahead logs.
    var syncsDirectory: Bool

    init(synced: [UInt8] = [], isNamed: Bool, syncsDirectory: Bool) {
        self.synced = synced
        self.isNamed = isNamed
        self.syncsDirectory = syncsDirectory
    }

    mutating func write(at offset: Int, _ bytes: [UInt8]) { unsynced.append(.write(at: offset, bytes: bytes)) }
    mutating func truncate(to size: Int) { unsynced.append(.truncate(to: size)) }

    mutating func sync() {
        for change in unsynced { Self.apply(change, to: &synced) }
        unsynced = []
    }

    /// As a process sees it: with everything that was written.
    var whole: [UInt8] {
        var bytes = synced
        for change in unsynced { Self.apply(change, to: &bytes) }
        return bytes
    }

    /// As a power cut leaves it: the synced bytes, and of the sectors written since some whole, some torn, some as noise,
    /// some not at all, in no order.
    func afterPowerCut(sector: Int, _ dice: inout SeededDice) -> [UInt8] {
        var bytes = synced
        let kept = [0, 10, 50, 90, 100].randomElement(using: &dice) ?? 50
        for change in unsynced {
            switch change {
            case .truncate: if dice.percent(kept) { Self.apply(change, to: &bytes) }
            case .write(let offset, let written):
                for (at, piece) in Self.sectors(of: written, at: offset, size: sector) where dice.percent(kept) {
                    Self.apply(.write(at: at, bytes: Self.damaged(piece, &dice)), to: &bytes)
                }
            }
        }
        return bytes
    }

    private static func damaged(_ piece: ArraySlice<UInt8>, _ dice: inout SeededDice) -> [UInt8] {
        switch Int.random(in: 0..<16, using: &dice) {
        case 0: Array(piece.prefix(Int.random(in: 0...piece.count, using: &dice)))
        case 1: piece.map { _ in UInt8.random(in: 0...255, using: &dice) }
        default: Array(piece)
        }
    }

    private static func sectors(of bytes: [UInt8], at offset: Int, size: Int) -> [(at: Int, piece: ArraySlice<UInt8>)] {
        var result: [(at: Int, piece: ArraySlice<UInt8>)] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + size - (offset + start) % size)
            result.append((offset + start, bytes[start..<end]))
            start = end
        }
        return result
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .truncate(let size):
            if size < bytes.count { bytes.removeLast(bytes.count - size) } else { grow(&bytes, to: size) }
        case .write(let offset, let written):
            grow(&bytes, to: offset + written.count)
            bytes.replaceSubrange(offset..<offset + written.count, with: written)
        }
    }

    private static func grow(_ bytes: inout [UInt8], to size: Int) {
        if bytes.count < size { bytes.append(contentsOf: repeatElement(0, count: size - bytes.count)) }
    }
}
