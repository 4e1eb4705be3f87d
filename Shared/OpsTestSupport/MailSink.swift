import Foundation
import Glibc
import OpsServer
import Synchronization

/// A mail server that takes everything, or refuses as it is told, and remembers the conversation.
public final class MailSink: Sendable {
    public struct Conversation: Sendable {
        public var lines: [String] = []
        public var data = ""
    }

    public let port: UInt16
    private let listening: Int32
    private let refusal: String?
    private let thread = BlockingThreads(width: 1)

    public struct Failed: Error {}

    /// - Parameter refusal: The answer to `RCPT`, such as `550 no such mailbox`; "DATA…" hangs up after the data instead.
    public init(refusal: String? = nil) throws {
        self.refusal = refusal
        listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listening
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 4) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw Failed() }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(listening) }

    /// Ends a `serve` that waits for a connection; later ones come to nothing.
    public func stop() { shutdown(listening, Int32(SHUT_RDWR)) }

    /// Serves one connection to its end.
    public func serve() async -> Conversation {
        await thread.run { [listening, refusal] in
            let peer = accept(listening, nil, nil)
            guard peer >= 0 else { return Conversation() }
            defer { close(peer) }
            var conversation = Conversation()
            var reader = LineReader(descriptor: peer)
            reader.say("220 sink")
            while let line = reader.next() {
                conversation.lines.append(line)
                switch line.prefix(4).uppercased() {
                case "EHLO": reader.say("250-sink\r\n250-AUTH PLAIN\r\n250 8BITMIME")
                case "AUTH":
                    reader.say("334 ")
                    conversation.lines.append(reader.next() ?? "")
                    reader.say("235 welcome")
                case "RCPT": reader.say(refusal.map { $0.hasPrefix("DATA") ? "250 ok" : $0 } ?? "250 ok")
                case "DATA":
                    reader.say("354 go on")
                    while let text = reader.next(), text != "." { conversation.data += text + "\r\n" }
                    if refusal?.hasPrefix("DATA") == true { return conversation }
                    reader.say("250 taken")
                case "QUIT":
                    reader.say("221 bye")
                    return conversation
                default: reader.say("250 ok")
                }
            }
            return conversation
        }
    }
}

private struct LineReader {
    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    func say(_ text: String) {
        let bytes = Array((text + "\r\n").utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            var piece = [UInt8](repeating: 0, count: 4_096)
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer += piece[0..<count]
        }
    }
}
