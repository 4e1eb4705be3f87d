import Foundation
import Glibc

/// Where a server listens.
public enum Binding: Sendable, Equatable {
    /// Port 0 is any free one.
    case tcp(host: String, port: UInt16)
    /// A Unix socket, readable by its owner alone: what `ops` talks to.
    case unix(path: String)
}

public enum ServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The address is taken, foreign, or not an address.
    case cannotListen(String, reason: String)
    case cannotStart

    public var description: String {
        switch self {
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .cannotStart: "the HTTP server did not start"
        }
    }
}

/// A bound, listening socket.
enum ListenSocket {
    static func open(_ binding: Binding) throws(ServerError) -> (descriptor: Int32, port: UInt16) {
        switch binding {
        case .tcp(let host, let port): try tcp(host, port)
        case .unix(let path): (try unix(path), 0)
        }
    }

    private static func tcp(_ host: String, _ port: UInt16) throws(ServerError) -> (Int32, UInt16) {
        let name = "\(host):\(port)"
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        guard code == 0, let address = found?.pointee else {
            throw .cannotListen(name, reason: String(cString: gai_strerror(code)))
        }
        let descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard descriptor >= 0, bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, 512) == 0
        else { throw failed(name, descriptor) }
        return (descriptor, boundPort(descriptor))
    }

    private static func unix(_ path: String) throws(ServerError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw .cannotListen(path, reason: "the path is too long for a socket")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        // Left behind by a process that was killed; a living one holds the store's lock, so this is not its socket.
        unlink(path)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, chmod(path, 0o600) == 0, listen(descriptor, 64) == 0 else { throw failed(path, descriptor) }
        return descriptor
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16 {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard named == 0 else { return 0 }
        // The port stands at the same place in both families' addresses.
        return withUnsafeBytes(of: &address) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    }

    private static func failed(_ name: String, _ descriptor: Int32) -> ServerError {
        let reason = String(cString: strerror(errno))
        if descriptor >= 0 { close(descriptor) }
        return .cannotListen(name, reason: reason)
    }
}
