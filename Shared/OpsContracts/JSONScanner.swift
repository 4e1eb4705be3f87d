/// One value or key of a scanned text.
struct JSONToken {
    enum Kind { case null, no, yes, integer, text, escapedText, object, array }

    var kind: Kind
    /// Where a text's or a number's bytes lie.
    var start: Int32
    var length: Int32
    /// The token behind this value and all it contains.
    var next: Int32
    /// Members of a container.
    var count: Int32 = 0

    var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
}

/// Finds the values of a text in one pass; each member of an object is a token for its key and those of its value.
struct JSONScanner {
    /// Contracts are shallow.
    private static let depthLimit = 32
    /// Keys of more members than this are compared only where they come in order.
    private static let memberLimit = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var tokens: [JSONToken] = []

    /// Nil where the text is not of the kind that is read here.
    static func tokens(of bytes: [UInt8]) -> [JSONToken]? {
        guard bytes.count < Int32.max else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            guard scanner.scanValue(depth: 0) else { return nil }
            scanner.skipSpace()
            return scanner.place == bytes.count ? scanner.tokens : nil
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        tokens.reserveCapacity(8 + bytes.count / 12)
    }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place += 1
            default: return
            }
        }
    }

    /// The next byte that is no white space, without going behind it.
    private mutating func peek() -> UInt8? {
        skipSpace()
        return place < bytes.count ? bytes[place] : nil
    }

    private mutating func scanValue(depth: Int) -> Bool {
        guard depth < Self.depthLimit else { return false }
        guard let byte = peek() else { return false }
        switch byte {
        case UInt8(ascii: "{"): return scanObject(depth)
        case UInt8(ascii: "["): return scanArray(depth)
        case UInt8(ascii: "\""): return scanText()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return scanInteger()
        case UInt8(ascii: "t"): return scanWord("true", .yes)
        case UInt8(ascii: "f"): return scanWord("false", .no)
        case UInt8(ascii: "n"): return scanWord("null", .null)
        default: return false
        }
    }

    private mutating func scanObject(_ depth: Int) -> Bool {
        let index = tokens.count
        let isWhole = scanMembers(.object, UInt8(ascii: "}")) { scanner in
            guard scanner.peek() == UInt8(ascii: "\""), scanner.scanText(),
                scanner.isPlainKey(scanner.tokens.count - 1),
                scanner.peek() == UInt8(ascii: ":")
            else { return false }
            scanner.place += 1
            return scanner.scanValue(depth: depth + 1)
        }
        return isWhole && hasEachKeyOnce(index)
    }

    private mutating func scanArray(_ depth: Int) -> Bool {
        scanMembers(.array, UInt8(ascii: "]")) { $0.scanValue(depth: depth + 1) }
    }

    private mutating func scanMembers(
        _ kind: JSONToken.Kind, _ close: UInt8, _ member: (inout JSONScanner) -> Bool
    ) -> Bool {
        let index = tokens.count
        add(kind, place..<place)
        place += 1
        if peek() == close {
            place += 1
            return true
        }
        while member(&self) {
            tokens[index].count += 1
            let byte = peek()
            place += 1
            if byte == close {
                tokens[index].next = Int32(tokens.count)
                return true
            }
            guard byte == UInt8(ascii: ",") else { return false }
        }
        return false
    }

    /// ASCII keys are equal where their bytes are.
    private func isPlainKey(_ index: Int) -> Bool {
        tokens[index].kind == .text && bytes[tokens[index].range].allSatisfy { $0 < 0x80 }
    }

    /// True where no key comes twice: at once where they are in order, as in what we write.
    private func hasEachKeyOnce(_ index: Int) -> Bool {
        var keys: [Int] = []
        var isSorted = true
        var place = index + 1
        while place < Int(tokens[index].next) {
            if let last = keys.last, isSorted { isSorted = precedes(last, place) }
            keys.append(place)
            place = Int(tokens[place + 1].next)
        }
        if isSorted { return true }
        guard keys.count <= Self.memberLimit else { return false }
        return keys.indices.allSatisfy { one in
            keys[(one + 1)...].allSatisfy { other in
                tokens[keys[one]].length != tokens[other].length
                    || !bytes[tokens[keys[one]].range].elementsEqual(bytes[tokens[other].range])
            }
        }
    }

    private func precedes(_ one: Int, _ other: Int) -> Bool {
        bytes[tokens[one].range].lexicographicallyPrecedes(bytes[tokens[other].range])
    }

    private mutating func add(_ kind: JSONToken.Kind, _ range: Range<Int>) {
        tokens.append(
            JSONToken(
                kind: kind, start: Int32(range.lowerBound), length: Int32(range.count), next: Int32(tokens.count + 1)))
    }

    private mutating func scanText() -> Bool {
        let start = place + 1
        var end = start
        var kind = JSONToken.Kind.text
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "\""):
                add(kind, start..<end)
                place = end + 1
                return true
            case UInt8(ascii: "\\"):
                kind = .escapedText
                end += 1
                guard end < bytes.count, Self.plain(bytes[end]) != nil else { return false }
            case 0..<0x20: return false
            default: break
            }
            end += 1
        }
        return false
    }

    /// What a letter behind a backslash stands for; nil for `u` and for what JSON does not know.
    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The bytes a text that was scanned stands for.
    static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var isEscaped = false
        for byte in text {
            if isEscaped {
                out.append(plain(byte) ?? byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                out.append(byte)
            }
        }
        return out
    }

    /// At most 18 digits, which no sum overflows; a fraction, an exponent and −0 are not for us.
    private mutating func scanInteger() -> Bool {
        let start = place
        if bytes[place] == UInt8(ascii: "-") { place += 1 }
        let first = place
        while place < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[place] { place += 1 }
        guard (1...18).contains(place - first) else { return false }
        if bytes[first] == UInt8(ascii: "0"), place - start > 1 { return false }
        if place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return false
            default: break
            }
        }
        add(.integer, start..<place)
        return true
    }

    private mutating func scanWord(_ word: StaticString, _ kind: JSONToken.Kind) -> Bool {
        let end = place + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        let isThere = word.withUTF8Buffer { $0.elementsEqual(bytes[place..<end]) }
        add(kind, place..<place)
        place = end
        return isThere
    }
}
