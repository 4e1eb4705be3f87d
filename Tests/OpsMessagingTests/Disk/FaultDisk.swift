import CSQLite
import Foundation
import OpsTestSupport
import Synchronization

/// A folder whose files SQLite reaches through a VFS that fails where a test says, and that knows what a power cut
/// would leave.
///
/// SQLite sees ordinary files; beside them this keeps what was synced. After a cut or a kill every call fails, so that
/// the stores that are still open are as good as dead; life goes on in the folder that `afterPowerCut` makes.
final class FaultDisk: Sendable {
    enum Call: String, Sendable, CaseIterable { case read, write, sync, truncate, lock, memoryLock, open, delete }

    /// One call, or all calls of its kind from then on, answers with an error and does nothing.
    struct Fault: Sendable {
        var call: Call
        /// 1 for the next.
        var nth: Int
        /// How many calls fail; `Int.max` until the disk is mended.
        var times = 1
        var code: Int32
    }

    private struct State: Sendable {
        var images: [String: DiskImage] = [:]
        /// Deleted, but the directory is not synced: a cut may bring them back.
        var deleted: [String: DiskImage] = [:]
        var isDead = false
        /// Calls that change the disk, until it dies.
        var changesLeft: Int?
        var fault: Fault?
        var seen = 0
        var hits = 0
        var calls: [Call: Int] = [:]
    }

    let folder: TemporaryFolder
    private let state: Mutex<State>

    convenience init() throws { try self.init(State()) }

    private init(_ state: State) throws {
        folder = try TemporaryFolder()
        for (name, image) in state.images { try Data(image.whole).write(to: URL(filePath: folder.file(name))) }
        self.state = Mutex(state)
        FaultVFS.insert(self)
    }

    /// Lets the registry forget it, and the folder go.
    func eject() {
        FaultVFS.eject(self)
        _ = try? FileManager.default.removeItem(atPath: folder.path)
    }

    // MARK: What tests do to it

    /// The disk dies within the `count`th call from now that changes it.
    func dieAfter(changes count: Int) { state.withLock { $0.changesLeft = count } }
    func die() { state.withLock { $0.isDead = true } }
    var isDead: Bool { state.withLock { $0.isDead } }

    func inject(_ fault: Fault) {
        state.withLock { state in
            state.fault = fault
            (state.seen, state.hits) = (0, 0)
        }
    }

    func mend() { state.withLock { $0.fault = nil } }
    /// How many calls the fault has met.
    var hits: Int { state.withLock { $0.hits } }
    func count(_ call: Call) -> Int { state.withLock { $0.calls[call] ?? 0 } }

    /// The disk as the power cut left it: only what was synced is sure.
    func afterPowerCut(_ dice: inout SeededDice) throws -> FaultDisk {
        let (images, deleted) = state.withLock { state in
            state.isDead = true
            return (state.images, state.deleted)
        }
        var next = State()
        let sector = dice.percent(50) ? 512 : 4096
        for name in Set(images.keys).union(deleted.keys).sorted() {
            let candidates = [images[name], deleted[name]]
            guard let image = candidates.compactMap({ $0 }).first(where: { $0.isNamed || dice.percent(50) }) else {
                continue
            }
            let bytes = image.afterPowerCut(sector: sector, &dice)
            next.images[name] = DiskImage(synced: bytes, isNamed: true, syncsDirectory: false)
        }
        return try FaultDisk(next)
    }

    /// Another disk with the same files, for a run that starts where many others start.
    func copy() throws -> FaultDisk {
        try FaultDisk(
            state.withLock { state in
                var next = State()
                (next.images, next.deleted) = (state.images, state.deleted)
                return next
            })
    }

    /// The disk as the next process finds it after a kill: all that was written is there, and no more of it is safe.
    func afterKill() throws -> FaultDisk {
        die()
        return try copy()
    }

    // MARK: What SQLite does to it

    /// - Returns: SQLITE_OK where the call may go on.
    func admit(_ call: Call) -> Int32 {
        state.withLock { state in
            state.calls[call, default: 0] += 1
            if state.isDead { return SQLITE_IOERR }
            guard let fault = state.fault, fault.call == call else { return SQLITE_OK }
            state.seen += 1
            guard state.seen >= fault.nth, state.seen - fault.nth < fault.times else { return SQLITE_OK }
            state.hits += 1
            return fault.code
        }
    }

    func opened(_ name: String, isNew: Bool, isJournal: Bool) {
        state.withLock { state in
            guard isNew || state.images[name] == nil else { return }
            state.images[name] = DiskImage(isNamed: false, syncsDirectory: isJournal)
        }
    }

    /// - Returns: false where the power went first.
    func change(_ name: String, _ edit: (inout DiskImage) -> Void) -> Bool {
        state.withLock { state in
            guard let image = state.images.index(forKey: name) else { return true }
            edit(&state.images.values[image])
            return Self.spend(&state)
        }
    }

    func sync(_ name: String) -> Bool {
        state.withLock { state in
            guard Self.spend(&state) else { return false }
            guard let image = state.images.index(forKey: name) else { return true }
            state.images.values[image].sync()
            if state.images.values[image].syncsDirectory {
                state.images.values[image].syncsDirectory = false
                Self.syncDirectory(&state)
            }
            return true
        }
    }

    func delete(_ name: String, syncingDirectory: Bool) -> Bool {
        state.withLock { state in
            guard Self.spend(&state) else { return false }
            // A file that the directory never named for sure cannot come back in place of an older one.
            if let image = state.images.removeValue(forKey: name), image.isNamed { state.deleted[name] = image }
            if syncingDirectory { Self.syncDirectory(&state) }
            return true
        }
    }

    private static func syncDirectory(_ state: inout State) {
        for name in state.images.keys { state.images[name]?.isNamed = true }
        state.deleted = [:]
    }

    private static func spend(_ state: inout State) -> Bool {
        guard !state.isDead else { return false }
        guard let left = state.changesLeft else { return true }
        state.changesLeft = left - 1
        state.isDead = left <= 1
        return !state.isDead
    }
}
