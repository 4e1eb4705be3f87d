import CMicrohttpd
import Foundation
import Synchronization

/// How an answer gets into libmicrohttpd.
extension Exchange {
    /// Queues the response; called on libmicrohttpd's thread, under the lock.
    func answer(_ response: Response, _ connection: OpaquePointer, _ state: inout State) -> MHD_Result {
        let made =
            switch response.body {
            case .bytes(let data): Self.plain(data)
            case .stream(let chunks): streamed(chunks, &state)
            }
        guard let made else { return .NO }
        defer { MHD_destroy_response(made) }
        for field in response.headers.fields { MHD_add_response_header(made, field.name, field.value) }
        if core.isDraining { MHD_add_response_header(made, "Connection", "close") }
        return MHD_queue_response(connection, UInt32(response.status), made)
    }

    /// Fills the socket's buffer from what the stream has produced; suspends where there is nothing.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let (result, waiting) = state.withLock { state -> (Int, CheckedContinuation<Void, Never>?) in
            if state.isAborted { return (Self.endWithError, nil) }
            guard state.output.isEmpty else { return state.output.move(into: buffer) }
            if state.output.isEnded { return (Self.endOfStream, nil) }
            suspend(&state)
            return (0, nil)
        }
        waiting?.resume()
        return result
    }

    private static func plain(_ data: Data) -> OpaquePointer? {
        data.withUnsafeBytes { MHD_create_response_from_buffer_copy($0.count, $0.baseAddress) }
    }

    private func streamed(_ chunks: AsyncStream<Data>, _ state: inout State) -> OpaquePointer? {
        guard state.incoming.method != Method.head.rawValue else { return MHD_create_response_empty([]) }
        let context = Unmanaged.passRetained(self).toOpaque()
        let made = MHD_create_response_from_callback(
            UInt64.max, 32 << 10,
            { context, _, buffer, room in
                guard let context, let buffer else { return Exchange.endWithError }
                let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
                return exchange.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: room))
            }, context, { context in if let context { Unmanaged<Exchange>.fromOpaque(context).release() } })
        guard made != nil else {
            Unmanaged<Exchange>.fromOpaque(context).release()
            return nil
        }
        state.work = Task { [self] in await pump(chunks) }
        return made
    }

    private func pump(_ chunks: AsyncStream<Data>) async {
        for await chunk in chunks where !chunk.isEmpty {
            let isFull = state.withLock { state in
                state.output.append(chunk)
                resume(&state)
                return state.output.isFull
            }
            if isFull { await room() }
        }
        state.withLock { state in
            state.output.isEnded = true
            resume(&state)
        }
    }

    private func room() async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isAborted || !state.output.isFull { return true }
                state.output.wait(continuation)
                return false
            }
            if goesOn { continuation.resume() }
        }
    }

    // MHD_CONTENT_READER_END_OF_STREAM and …_WITH_ERROR are casts, which Swift does not import.
    private static let endOfStream = -1
    private static let endWithError = -2
}
