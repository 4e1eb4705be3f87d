import CSQLite
import Foundation
import Glibc
import OpsTestSupport
import Synchronization

/// The SQLite VFS named `ops-fault`: the operating system's, with a `FaultDisk` asked first.
///
/// Only stores opened with its name go through it. Registered once, for the life of the test process.
enum FaultVFS {
    private static let disks = Mutex<[String: FaultDisk]>([:])

    static let name: String = {
        let name = "ops-fault"
        register(name)
        return name
    }()

    static func insert(_ disk: FaultDisk) { disks.withLock { $0[disk.folder.path] = disk } }
    static func eject(_ disk: FaultDisk) { disks.withLock { $0[disk.folder.path] = nil } }

    fileprivate static func find(_ path: UnsafePointer<CChar>?) -> (disk: FaultDisk, name: String)? {
        guard let path else { return nil }
        let url = URL(filePath: String(cString: path))
        let folder = url.deletingLastPathComponent().path
        return disks.withLock { $0[folder] }.map { ($0, url.lastPathComponent) }
    }

    private static func register(_ name: String) {
        guard let base = sqlite3_vfs_find(nil) else { return }
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: base.pointee)
        vfs.pointee.pNext = nil
        vfs.pointee.pAppData = UnsafeMutableRawPointer(base)
        vfs.pointee.szOsFile = Int32(FaultFile.size) + base.pointee.szOsFile
        vfs.pointee.zName = UnsafePointer(strdup(name))
        vfs.pointee.xOpen = vfsOpen
        vfs.pointee.xDelete = vfsDelete
        sqlite3_vfs_register(vfs, 0)
    }

    /// Version 2: shared memory, but no memory mapping around the shim.
    fileprivate static func makeMethods() -> UnsafePointer<sqlite3_io_methods> {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 2
        methods.pointee.xClose = fileClose
        methods.pointee.xRead = fileRead
        methods.pointee.xWrite = fileWrite
        methods.pointee.xTruncate = fileTruncate
        methods.pointee.xSync = fileSync
        methods.pointee.xLock = fileLock
        methods.pointee.xShmLock = { file, offset, count, flags in
            guard let (mine, real, io) = FaultFile.reach(file) else { return SQLITE_IOERR }
            // Giving a lock back never fails; taking one may.
            let verdict = flags & SQLITE_SHM_LOCK != 0 ? mine.disk.admit(.memoryLock) : SQLITE_OK
            return verdict == SQLITE_OK ? io.xShmLock(real, offset, count, flags) : verdict
        }
        passThrough(methods)
        return UnsafePointer(methods)
    }

    private static func passThrough(_ methods: UnsafeMutablePointer<sqlite3_io_methods>) {
        methods.pointee.xFileSize = { file, size in
            FaultFile.reach(file).map { $0.io.xFileSize($0.real, size) } ?? SQLITE_IOERR
        }
        methods.pointee.xUnlock = { file, lock in
            FaultFile.reach(file).map { $0.io.xUnlock($0.real, lock) } ?? SQLITE_IOERR
        }
        methods.pointee.xCheckReservedLock = { file, result in
            FaultFile.reach(file).map { $0.io.xCheckReservedLock($0.real, result) } ?? SQLITE_IOERR
        }
        methods.pointee.xFileControl = { file, operation, argument in
            FaultFile.reach(file).map { $0.io.xFileControl($0.real, operation, argument) } ?? SQLITE_NOTFOUND
        }
        methods.pointee.xSectorSize = { file in FaultFile.reach(file).map { $0.io.xSectorSize($0.real) } ?? 4096 }
        methods.pointee.xDeviceCharacteristics = { file in
            FaultFile.reach(file).map { $0.io.xDeviceCharacteristics($0.real) } ?? 0
        }
        methods.pointee.xShmMap = { file, page, size, extend, result in
            FaultFile.reach(file).map { $0.io.xShmMap($0.real, page, size, extend, result) } ?? SQLITE_IOERR
        }
        methods.pointee.xShmBarrier = { file in
            if let found = FaultFile.reach(file) { found.io.xShmBarrier(found.real) }
        }
        methods.pointee.xShmUnmap = { file, delete in
            FaultFile.reach(file).map { $0.io.xShmUnmap($0.real, delete) } ?? SQLITE_IOERR
        }
    }
}

/// What stands behind an open `sqlite3_file`: the methods, a reference to this, then the system's own file.
private final class FaultFile: Sendable {
    static let size = 16
    let disk: FaultDisk
    let name: String

    init(_ disk: FaultDisk, _ name: String) {
        (self.disk, self.name) = (disk, name)
    }

    typealias Reached = (mine: FaultFile, real: UnsafeMutablePointer<sqlite3_file>, io: sqlite3_io_methods)

    static func reach(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Reached? {
        guard let file else { return nil }
        let raw = UnsafeMutableRawPointer(file)
        let real = (raw + size).assumingMemoryBound(to: sqlite3_file.self)
        guard let kept = raw.load(fromByteOffset: 8, as: UnsafeRawPointer?.self), let io = real.pointee.pMethods else {
            return nil
        }
        return (Unmanaged<FaultFile>.fromOpaque(kept).takeUnretainedValue(), real, io.pointee)
    }
}

private func vfsOpen(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ path: UnsafePointer<CChar>?,
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let base = vfs?.pointee.pAppData?.assumingMemoryBound(to: sqlite3_vfs.self), let file else {
        return SQLITE_CANTOPEN
    }
    file.pointee.pMethods = nil
    let raw = UnsafeMutableRawPointer(file)
    // SQLite's own scratch files have no name and nothing of them must last: they go past the shim.
    guard let path else { return base.pointee.xOpen(base, nil, file, flags, outFlags) }
    guard let (disk, name) = FaultVFS.find(path) else { return SQLITE_CANTOPEN }
    let verdict = disk.admit(.open)
    guard verdict == SQLITE_OK else { return verdict }
    let isNew = access(path, F_OK) != 0
    let real = (raw + FaultFile.size).assumingMemoryBound(to: sqlite3_file.self)
    let code = base.pointee.xOpen(base, path, real, flags, outFlags)
    guard code == SQLITE_OK else { return code }
    let isJournal = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL) != 0
    disk.opened(name, isNew: isNew, isJournal: isJournal)
    let kept = UnsafeRawPointer(Unmanaged.passRetained(FaultFile(disk, name)).toOpaque())
    raw.storeBytes(of: kept, toByteOffset: 8, as: UnsafeRawPointer?.self)
    file.pointee.pMethods = FaultVFS.makeMethods()
    return SQLITE_OK
}

private func vfsDelete(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ path: UnsafePointer<CChar>?, _ syncs: Int32)
    -> Int32
{
    guard let base = vfs?.pointee.pAppData?.assumingMemoryBound(to: sqlite3_vfs.self),
        let (disk, name) = FaultVFS.find(path)
    else { return SQLITE_IOERR }
    let verdict = disk.admit(.delete)
    guard verdict == SQLITE_OK else { return verdict }
    guard disk.delete(name, syncingDirectory: syncs != 0) else { return SQLITE_IOERR }
    return base.pointee.xDelete(base, path, 0)
}

private func fileClose(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    guard let file, let (mine, real, io) = FaultFile.reach(file) else { return SQLITE_OK }
    let code = io.xClose(real)
    file.pointee.pMethods?.deallocate()
    Unmanaged.passUnretained(mine).release()
    return code
}

private func fileRead(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeMutableRawPointer?, _ count: Int32, _ offset: Int64
) -> Int32 {
    guard let (mine, real, io) = FaultFile.reach(file) else { return SQLITE_IOERR }
    let verdict = mine.disk.admit(.read)
    return verdict == SQLITE_OK ? io.xRead(real, bytes, count, offset) : verdict
}

private func fileWrite(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: Int64
) -> Int32 {
    guard let (mine, real, io) = FaultFile.reach(file) else { return SQLITE_IOERR }
    let verdict = mine.disk.admit(.write)
    guard verdict == SQLITE_OK else { return verdict }
    let written = [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    guard mine.disk.change(mine.name, { $0.write(at: Int(offset), written) }) else { return SQLITE_IOERR }
    return io.xWrite(real, bytes, count, offset)
}

private func fileTruncate(_ file: UnsafeMutablePointer<sqlite3_file>?, _ size: Int64) -> Int32 {
    guard let (mine, real, io) = FaultFile.reach(file) else { return SQLITE_IOERR }
    let verdict = mine.disk.admit(.truncate)
    guard verdict == SQLITE_OK else { return verdict }
    guard mine.disk.change(mine.name, { $0.truncate(to: Int(size)) }) else { return SQLITE_IOERR }
    return io.xTruncate(real, size)
}

/// No real sync: nobody cuts the real power, and thousands of syncs would take minutes.
private func fileSync(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
    guard let (mine, _, _) = FaultFile.reach(file) else { return SQLITE_IOERR }
    let verdict = mine.disk.admit(.sync)
    guard verdict == SQLITE_OK else { return verdict }
    return mine.disk.sync(mine.name) ? SQLITE_OK : SQLITE_IOERR
}

private func fileLock(_ file: UnsafeMutablePointer<sqlite3_file>?, _ lock: Int32) -> Int32 {
    guard let (mine, real, io) = FaultFile.reach(file) else { return SQLITE_IOERR }
    let verdict = mine.disk.admit(.lock)
    return verdict == SQLITE_OK ? io.xLock(real, lock) : verdict
}
