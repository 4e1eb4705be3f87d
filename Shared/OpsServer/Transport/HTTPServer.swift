import CMicrohttpd
import Foundation
import Glibc
import Synchronization

/// An HTTP/1.1 server over libmicrohttpd: one thread for the sockets, Swift tasks for the work.
///
/// It holds libmicrohttpd's daemon pointer, under a lock, from `start` to the end of `stop`. TLS ends at the gateway.
public final class HTTPServer: Sendable {
    public struct Options: Sendable {
        /// Further connections are refused; each takes up to 64 KiB besides its body.
        public var maxConnections: UInt32
        /// Seconds without a byte after which a connection is closed; not counted while we work on an answer.
        public var idleSeconds: UInt32
        /// Bytes of request bodies held in memory at once; what comes beyond it is thrown away and answered 503.
        public var bodyBudget: Int

        public init(maxConnections: UInt32 = 1_000, idleSeconds: UInt32 = 60, bodyBudget: Int = 128 << 20) {
            self.maxConnections = maxConnections
            self.idleSeconds = idleSeconds
            self.bodyBudget = bodyBudget
        }
    }

    /// The port listened on; 0 for a Unix socket.
    public let port: UInt16
    private let core: ServerCore
    private let daemon: Mutex<MHDHandle?>

    /// Binds and serves at once.
    /// - Throws: `ServerError` where the address is not to be had.
    public init(_ edge: Edge, on binding: Binding, options: Options = Options()) throws(ServerError) {
        core = ServerCore(
            respond: { await edge.respond(to: $0) }, bodyLimit: { edge.bodyLimit(method: $0, target: $1, headers: $2) },
            bodyBudget: options.bodyBudget)
        let socket = try ListenSocket.open(binding)
        port = socket.port
        // The daemon keeps the core until it is stopped: its threads call back for as long as it lives.
        let context = Unmanaged.passRetained(core)
        let started = ops_mhd_start(
            socket.descriptor, options.maxConnections, options.idleSeconds, 64 << 10, Callbacks.access,
            Callbacks.begun, Callbacks.completed, context.toOpaque())
        daemon = Mutex(started.map { MHDHandle(pointer: $0) })
        guard started != nil else {
            context.release()
            close(socket.descriptor)
            throw .cannotStart
        }
    }

    /// Requests being served now.
    public var inFlight: Int { core.count }

    /// Takes no new connections, lets those be answered that have begun, then closes. Harmless when repeated.
    /// - Parameter deadline: What is not done by then is cut off.
    public func stop(within deadline: Duration = .seconds(10)) async {
        let stopping = daemon.withLock { daemon in
            defer { daemon = nil }
            return daemon
        }
        guard let stopping else { return }
        let listening = MHD_quiesce_daemon(stopping.pointer)
        if listening >= 0 { close(listening) }
        core.drain()
        await core.idle(within: deadline)
        core.abortAll()
        // It joins libmicrohttpd's thread.
        await BlockingThreads(width: 1).run { [core] in
            MHD_stop_daemon(stopping.pointer)
            Unmanaged.passUnretained(core).release()
        }
    }
}

/// What libmicrohttpd calls. The context is the core, the request's own pointer a retained exchange.
private enum Callbacks {
    static let begun: OpsURICallback = { context, target, connection in
        guard let context, let connection else { return nil }
        let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
        let exchange = Exchange(core: core, connection: connection, target: target.map { String(cString: $0) } ?? "/")
        core.begun(exchange)
        return Unmanaged.passRetained(exchange).toOpaque()
    }

    static let access: MHD_AccessHandlerCallback = { _, _, _, method, _, bytes, count, request in
        guard let raw = request?.pointee, let method, let count else { return .NO }
        let exchange = Unmanaged<Exchange>.fromOpaque(raw).takeUnretainedValue()
        let piece = UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : count.pointee)
        count.pointee = 0
        return exchange.proceed(method: String(cString: method), bytes: piece)
    }

    static let completed: MHD_RequestCompletedCallback = { _, _, request, _ in
        guard let request, let raw = request.pointee else { return }
        request.pointee = nil
        let exchange = Unmanaged<Exchange>.fromOpaque(raw).takeRetainedValue()
        exchange.finished()
        exchange.core.ended(exchange)
    }
}
