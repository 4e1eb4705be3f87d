/// The text of a statement as a key.
///
/// Texts are long and looked up for each statement that runs. A few bytes of each tell nearly all apart, and two that are equal
/// are mostly the same literal, which `==` sees at once.
public struct SQLText: Hashable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { utf8 in
            hasher.combine(utf8.count)
            let bytes = UnsafeRawBufferPointer(utf8)
            guard bytes.count >= 8 else { return hasher.combine(bytes: bytes) }
            for part in 1...4 {
                hasher.combine(bytes.loadUnaligned(fromByteOffset: (bytes.count - 8) * part / 4, as: UInt64.self))
            }
        }
    }
}
