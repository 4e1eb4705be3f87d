import Foundation
import Glibc

/// The lock file beside a store: a second process is refused, whatever it wants.
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `StoreError.locked` while another process holds it.
    init(path: String) throws {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.unavailable("cannot open \(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError.locked(path: path)
        }
    }

    deinit { close(descriptor) }
}
