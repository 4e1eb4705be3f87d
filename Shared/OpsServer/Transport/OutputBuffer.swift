import Foundation

/// What a streamed body has produced and the socket has not yet taken.
struct OutputBuffer {
    private var bytes: [UInt8] = []
    private var taken = 0
    private var waiting: CheckedContinuation<Void, Never>?
    var isEnded = false

    /// Above this a producer waits for the reader.
    static let highWater = 256 << 10

    var isEmpty: Bool { taken == bytes.count }
    var isFull: Bool { bytes.count - taken > Self.highWater }

    mutating func append(_ chunk: Data) {
        if isEmpty { (bytes, taken) = ([], 0) }
        bytes.append(contentsOf: chunk)
    }

    /// Moves bytes out.
    /// - Returns: How many, and the producer to be woken because there is room again.
    mutating func move(into buffer: UnsafeMutableRawBufferPointer) -> (Int, CheckedContinuation<Void, Never>?) {
        let count = min(buffer.count, bytes.count - taken)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<(taken + count)])) }
        taken += count
        return (count, isFull ? nil : takeWaiting())
    }

    mutating func wait(_ continuation: CheckedContinuation<Void, Never>) { waiting = continuation }

    mutating func takeWaiting() -> CheckedContinuation<Void, Never>? {
        defer { waiting = nil }
        return waiting
    }
}
