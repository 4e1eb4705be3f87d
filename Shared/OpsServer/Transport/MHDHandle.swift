/// A pointer of libmicrohttpd: the daemon or one connection. The one unchecked promise of this module.
///
/// libmicrohttpd locks what it does with either, so any thread may use them. What it does not guard is their lifetime:
/// a connection's handle stands only in `Exchange`'s locked state and is dropped in `finished`, the daemon's stands only
/// in `HTTPServer`'s and leaves it once, in `stop`.
struct MHDHandle: @unchecked Sendable {
    let pointer: OpaquePointer
}
