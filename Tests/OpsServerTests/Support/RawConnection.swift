import Foundation
import Glibc
import OpsServer

/// A bare TCP connection to loopback: for clients that behave as no library would.
///
/// Every call blocks on a thread of its own: the cooperative ones are what the server under test works with.
final class RawConnection: Sendable {
    private let descriptor: Int32
    private let thread = BlockingThreads(width: 1)

    struct Failed: Error {}

    init(port: UInt16, readTimeout seconds: Int = 10) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var timeout = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        guard connected == 0 else { throw Failed() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) async {
        let bytes = Array(text.utf8)
        await run { [descriptor] in _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// What has come; nil where the other end has closed or nothing came in time.
    func read() async -> String? {
        await run { [descriptor] in
            var buffer = [UInt8](repeating: 0, count: 16_384)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            return count > 0 ? String(decoding: buffer[0..<count], as: UTF8.self) : nil
        }
    }

    /// Reads until the text contains `mark`; returns all of it, or what came before the end.
    func read(until mark: String) async -> String {
        var text = ""
        while !text.contains(mark), let piece = await read() { text += piece }
        return text
    }

    private func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await thread.run(work)
    }
}
