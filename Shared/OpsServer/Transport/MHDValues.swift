import CMicrohttpd
import Foundation

/// Reads what libmicrohttpd has parsed.
enum MHDValues {
    static func headers(of connection: OpaquePointer) -> Headers {
        let collected = Collected()
        MHD_get_connection_values_n(connection, .HEADER_KIND, collect, Unmanaged.passUnretained(collected).toOpaque())
        return withExtendedLifetime(collected) { collected.headers }
    }

    private final class Collected {
        var headers = Headers()
    }

    private static let collect: MHD_KeyValueIteratorN = { context, _, name, nameLength, value, valueLength in
        guard let context, let name else { return .YES }
        let collected = Unmanaged<Collected>.fromOpaque(context).takeUnretainedValue()
        collected.headers.add(text(name, nameLength), value.map { text($0, valueLength) } ?? "")
        return .YES
    }

    /// The other end's address, without its port.
    static func peer(of connection: OpaquePointer) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        guard ops_mhd_peer(connection, &buffer, buffer.count) != 0 else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func text(_ start: UnsafePointer<CChar>, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}
