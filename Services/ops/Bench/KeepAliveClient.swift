import Foundation
import Glibc

/// One connection that is kept, on a thread that may block: the least a client can cost, so that a bench measures the
/// server. Knows no more of HTTP/1.1 than our own answers need.
final class KeepAliveClient {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var filled = 0

    /// - Throws: `CommandFailure` where 127.0.0.1 does not listen on `port`.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, connected == 0 else { throw CommandFailure("cannot connect to 127.0.0.1:\(port)") }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    /// A port nobody listens on now; whoever is quick may take it before it is used.
    /// - Throws: `CommandFailure` where there is none.
    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw CommandFailure("no free port on 127.0.0.1") }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Sends one request and waits for the whole answer.
    /// - Returns: status and body.
    func post(_ path: String, headers: String, body: String) throws -> (status: Int, body: ArraySlice<UInt8>) {
        let length = body.utf8.count
        try send("POST \(path) HTTP/1.1\r\nHost: bench\r\n\(headers)Content-Length: \(length)\r\n\r\n\(body)")
        return try receive()
    }

    /// As `post`, without a body.
    func get(_ path: String, headers: String) throws -> (status: Int, body: ArraySlice<UInt8>) {
        try send("GET \(path) HTTP/1.1\r\nHost: bench\r\n\(headers)\r\n")
        return try receive()
    }

    private func send(_ text: String) throws {
        var text = text
        try text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = UnsafeBufferPointer(rebasing: rest)
                let count = Glibc.send(descriptor, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { throw CommandFailure("the server closed the connection") }
                rest = rest.dropFirst(count)
            }
        }
    }

    private func receive() throws -> (status: Int, body: ArraySlice<UInt8>) {
        filled = 0
        while true {
            if let end = endOfHead() {
                let head = String(decoding: buffer[0..<end], as: UTF8.self)
                let lines = head.split(separator: "\r\n")
                let status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") }
                let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces)) }
                guard let status, let length else { throw CommandFailure("not an answer with a length: \(head)") }
                while filled < end + 4 + length { try fill() }
                return (status, buffer[(end + 4)..<(end + 4 + length)])
            }
            try fill()
        }
    }

    private func endOfHead() -> Int? {
        guard filled >= 4 else { return nil }
        return (0...(filled - 4)).first {
            buffer[$0] == 13 && buffer[$0 + 1] == 10 && buffer[$0 + 2] == 13 && buffer[$0 + 3] == 10
        }
    }

    private func fill() throws {
        if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
        let filled = filled
        let count = buffer.withUnsafeMutableBytes {
            recv(descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[filled...]).baseAddress, $0.count - filled, 0)
        }
        guard count > 0 else { throw CommandFailure("the server closed the connection") }
        self.filled += count
    }
}
