import Foundation
public import Glibc
import OpsServer
import Synchronization

/// A program that a test starts.
///
/// Unlike Foundation's `Process` it inherits neither blocked signals nor open files: it hears a polite SIGTERM, and no port
/// or log of another program stays open because of it. It ends with the test run, also where that is killed.
public final class ChildProcess: Sendable {
    public struct Failed: Error, CustomStringConvertible { public let description: String }

    public let pid: pid_t
    private let thread = BlockingThreads(width: 1)
    private let code = Mutex<Int32?>(nil)

    /// - Parameter output: the file that what it says is appended to.
    public init(
        _ path: String, _ arguments: [String] = [], environment: [String: String], output: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        let error = posix_spawn(&pid, path, &actions, &attributes, &words, &variables)
        guard error == 0 else { throw Failed(description: "\(path): \(String(cString: strerror(error)))") }
        self.pid = pid
        try guardProcess()
    }

    /// Ends the program when this process is gone.
    private func guardProcess() throws {
        let watch = Process()
        watch.executableURL = URL(fileURLWithPath: "/bin/bash")
        let script = """
            while kill -0 \(getpid()) 2>/dev/null; do kill -0 \(pid) 2>/dev/null || exit 0; sleep 1; done
            kill -9 \(pid)
            """
        watch.arguments = ["-c", script]
        (watch.standardOutput, watch.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try watch.run()
    }

    /// Sends `signal` and waits for the end.
    /// - Returns: the exit code; 128 + n where signal n ended it.
    @discardableResult
    public func end(_ signal: Int32 = SIGTERM) async -> Int32 {
        if let code = code.withLock({ $0 }) { return code }
        kill(pid, signal)
        let pid = pid
        let status = await thread.run { () -> Int32 in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) == -1, errno == EINTR {}
            return status
        }
        let ended = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        code.withLock { $0 = ended }
        return ended
    }
}
