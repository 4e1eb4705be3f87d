public import Foundation
import Glibc
import OpsCrypto

/// Files named by the SHA-256 of what they hold: `<path>/ab/cdef…`.
///
/// A file appears under its name whole or not at all, and what `put` returned from survives a loss of power.
public struct BlobFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// Whether a text can be a name here: 64 lower-case hexadecimal digits. Nothing else ever becomes a path.
    public static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    public func has(_ digest: String) -> Bool { Self.isDigest(digest) && access(file(digest), F_OK) == 0 }

    /// - Returns: nil where there is no such file.
    public func read(_ digest: String) -> Data? {
        guard Self.isDigest(digest) else { return nil }
        return FileManager.default.contents(atPath: file(digest))
    }

    /// Writes, syncs, renames, syncs the folders; a file that is there already is only synced.
    /// - Throws: `BlobError` where the bytes are not what the name says, or the disk does not take them.
    public func put(_ bytes: Data, as digest: String) throws(BlobError) {
        guard Self.isDigest(digest), SHA256.hex(bytes) == digest else { throw .otherDigest }
        try place(bytes, at: file(digest), under: digest)
    }

    /// The small picture beside a file; what it holds has no name of its own.
    public func putThumbnail(_ bytes: Data, of digest: String) throws(BlobError) {
        guard has(digest) else { throw .otherDigest }
        try place(bytes, at: file(digest) + Self.thumbnail, under: digest)
    }

    /// - Returns: nil where there is none.
    public func thumbnail(of digest: String) -> Data? {
        guard Self.isDigest(digest) else { return nil }
        return FileManager.default.contents(atPath: file(digest) + Self.thumbnail)
    }

    /// Forgets a file and its thumbnail; one that is not there is no error.
    public func remove(_ digest: String) {
        guard Self.isDigest(digest) else { return }
        unlink(file(digest))
        unlink(file(digest) + Self.thumbnail)
    }

    /// Everything there is, in no order.
    public func digests() -> [String] {
        let files = FileManager.default
        let shelves = (try? files.contentsOfDirectory(atPath: path)) ?? []
        return shelves.filter { $0.utf8.count == 2 }.flatMap { shelf in
            ((try? files.contentsOfDirectory(atPath: "\(path)/\(shelf)")) ?? []).map { shelf + $0 }
        }.filter(Self.isDigest)
    }

    /// Copies every file to another folder, checking each on the way.
    /// - Returns: how many there are in the copy, and the names of files that no longer hold what their names say.
    /// - Throws: `BlobError` where the other disk does not take them.
    public func copy(to other: BlobFolder) throws(BlobError) -> (files: Int, damaged: [String]) {
        var copied = 0
        var damaged: [String] = []
        for digest in digests().sorted() {
            // What the sweep took meanwhile was nobody's.
            guard let bytes = read(digest) else { continue }
            guard SHA256.hex(bytes) == digest else {
                damaged.append(digest)
                continue
            }
            try other.put(bytes, as: digest)
            if let small = thumbnail(of: digest) { try other.putThumbnail(small, of: digest) }
            copied += 1
        }
        return (copied, damaged)
    }

    /// Bytes free for us on the disk; nil where it cannot be told.
    func freeBytes() -> Int64? {
        var figures = statvfs()
        guard statvfs(path, &figures) == 0 else { return nil }
        return Int64(figures.f_bavail) * Int64(figures.f_frsize)
    }

    private static let thumbnail = ".thumb"
    private static let unfinished = "tmp"

    private func shelf(_ digest: String) -> String { "\(path)/\(digest.prefix(2))" }
    private func file(_ digest: String) -> String { "\(shelf(digest))/\(digest.dropFirst(2))" }

    private func place(_ bytes: Data, at target: String, under digest: String) throws(BlobError) {
        for folder in ["\(path)/\(Self.unfinished)", shelf(digest)] {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch { throw .disk("mkdir \(folder): \(error)") }
        }
        if access(target, F_OK) != 0 {
            let draft = "\(path)/\(Self.unfinished)/\(UUID().uuidString)"
            do throws(BlobError) {
                try write(bytes, to: draft)
                guard rename(draft, target) == 0 else { throw .failed("rename", target) }
            } catch {
                unlink(draft)
                throw error
            }
        }
        // Also for a file that was there: whoever wrote it may not have come so far yet.
        for folder in [shelf(digest), path] { try sync(folder) }
    }

    private func write(_ bytes: Data, to file: String) throws(BlobError) {
        let handle = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard handle >= 0 else { throw .failed("open", file) }
        defer { close(handle) }
        let isWritten = bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Glibc.write(handle, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
        guard isWritten, fsync(handle) == 0 else { throw .failed("write", file) }
    }

    private func sync(_ folder: String) throws(BlobError) {
        let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw .failed("open", folder) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw .failed("fsync", folder) }
    }
}

/// Why a file was not kept.
public enum BlobError: Error, Equatable, Sendable {
    /// The bytes have another SHA-256 than the name says.
    case otherDigest
    /// What the disk said.
    case disk(String)

    static func failed(_ call: String, _ path: String) -> BlobError {
        .disk("\(call) \(path): \(String(cString: strerror(errno)))")
    }
}
