import Foundation

/// Writes a value in one pass into one buffer: when a value is complete, its object's members are put in order where they lie.
///
/// A container inside a container is complete when somebody writes to the outer one or the outer one's value is complete.
/// What fills containers in turns, says a key twice, asks for `superEncoder`, goes on after an error, or has a key that must be
/// escaped is left to Foundation (`isForFoundation`).
final class CanonicalJSONWriter {
    private struct Member {
        /// Where the quoted key begins, and where its closing quote is.
        var start: Int
        var keyEnd: Int
        var end = 0
    }

    private enum Shape { case nothing, scalar, object, array }

    /// A value, or a container of one, that is being written.
    private struct Level {
        let id: Int
        /// What of the level below it is; nil for an element and for the whole.
        var member: Member?
        var shape = Shape.nothing
        /// Where it begins in `bytes`, and its members in `members`.
        var start: Int
        var firstMember: Int
        var count = 0
        var isOrdered = true
    }

    /// Where a container writes.
    struct Place {
        let depth: Int
        let id: Int
    }

    private(set) var bytes: [UInt8] = []
    private(set) var isForFoundation = false
    /// Whether some value wrote itself as two.
    private var isTorn = false
    private var levels: [Level] = []
    private var members: [Member] = []
    private var ordered: [UInt8] = []
    private var opened = 0
    /// The level of the value whose `encode(to:)` runs.
    private var valueDepth = 0

    init() {
        bytes.reserveCapacity(2048)
        members.reserveCapacity(64)
        levels.reserveCapacity(8)
    }

    /// Whether it was one value, and not nothing or two.
    var isWhole: Bool { !isTorn && !bytes.isEmpty }

    /// - Throws: `EncodingError.invalidValue` for types that Foundation's encoder writes in ways of its own.
    func writeRoot(_ value: some Encodable) throws {
        open(nil)
        try encode(value)
        guard levels[0].shape != .nothing else { return }
        close(downTo: 0)
    }

    /// Lets a value write itself as what is being written.
    func encode<T: Encodable>(_ value: T) throws {
        if T.self == Data.self, let data = value as? Data {
            scalar { $0.write(quoted: data.base64EncodedString()) }
        } else if T.self == Date.self || T.self == URL.self || T.self == Decimal.self {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "\(T.self) has no place in a contract"))
        } else {
            try value.encode(to: self)
        }
    }

    // MARK: - Members

    func scalar(_ write: (inout [UInt8]) throws -> Void) rethrows {
        become(.scalar, at: valueDepth)
        do { try write(&bytes) } catch {
            isForFoundation = true
            levels[valueDepth].shape = .nothing
            throw error
        }
    }

    func member(_ key: String, at place: Place, _ write: (inout [UInt8]) throws -> Void) rethrows {
        reach(place)
        let member = begin(key)
        do { try write(&bytes) } catch {
            isForFoundation = true
            throw error
        }
        end(member)
    }

    func member(_ key: String, at place: Place, value: some Encodable) throws {
        reach(place)
        try write(value, begin(key))
    }

    func element(at place: Place, _ write: (inout [UInt8]) throws -> Void) rethrows {
        reach(place)
        separate()
        try write(&bytes)
    }

    func element(at place: Place, value: some Encodable) throws {
        reach(place)
        separate()
        try write(value, nil)
    }

    func count(at place: Place) -> Int { place.depth < levels.count ? levels[place.depth].count : 0 }

    /// A container that is a member, or an element where there is no key.
    func nested(_ key: String?, at place: Place, isObject: Bool) -> Place {
        reach(place)
        if key == nil { separate() }
        open(key.map { begin($0) })
        become(isObject ? .object : .array, at: levels.count - 1)
        return Place(depth: levels.count - 1, id: opened)
    }

    /// Stands in for an encoder of the value above; nobody reads what it is told.
    func other() -> CanonicalJSONWriter {
        isForFoundation = true
        let other = CanonicalJSONWriter()
        other.open(nil)
        return other
    }

    func container(_ isObject: Bool) -> Place {
        become(isObject ? .object : .array, at: valueDepth)
        return Place(depth: valueDepth, id: levels[valueDepth].id)
    }

    private func write(_ value: some Encodable, _ member: Member?) throws {
        let outer = valueDepth
        open(member)
        valueDepth = levels.count - 1
        defer {
            close(downTo: valueDepth)
            valueDepth = outer
        }
        do { try encode(value) } catch {
            isForFoundation = true  // whoever encodes may catch it and go on
            throw error
        }
        if levels[valueDepth].shape == .nothing { become(.object, at: valueDepth) }  // as Foundation has it
    }

    private func begin(_ key: String) -> Member {
        separate()
        let start = bytes.count
        // Escaped keys have another order than the plain ones.
        if !bytes.write(quoted: key) { isForFoundation = true }
        let keyEnd = bytes.count - 1
        bytes.append(UInt8(ascii: ":"))
        return Member(start: start, keyEnd: keyEnd)
    }

    private func end(_ member: Member) {
        var member = member
        member.end = bytes.count
        let depth = levels.count - 1
        if levels[depth].isOrdered, members.count > levels[depth].firstMember {
            let last = members[members.count - 1]
            levels[depth].isOrdered = bytes.withUnsafeBytes { Self.order(last, member, in: $0) < 0 }
        }
        members.append(member)
    }

    private func separate() {
        let depth = levels.count - 1
        if levels[depth].count > 0 { bytes.append(UInt8(ascii: ",")) }
        levels[depth].count += 1
    }

    /// Completes what was begun inside a container that is written to again.
    private func reach(_ place: Place) {
        if place.depth == levels.count - 1, levels[place.depth].id == place.id { return }
        guard place.depth < levels.count, levels[place.depth].id == place.id else {
            // Complete already: filled in turns with another.
            isForFoundation = true
            return
        }
        close(downTo: place.depth + 1)
    }

    // MARK: - Containers

    private func open(_ member: Member?) {
        opened += 1
        levels.append(Level(id: opened, member: member, start: bytes.count, firstMember: members.count))
    }

    /// A value is one of scalar, object and array; `encode(to:)` that makes it two of them is found out at the end.
    private func become(_ shape: Shape, at depth: Int) {
        let old = levels[depth].shape
        if old == shape, shape != .scalar { return }
        if old != .nothing { isTorn = true }
        levels[depth].shape = shape
        if shape != .scalar { bytes.append(shape == .object ? UInt8(ascii: "{") : UInt8(ascii: "[")) }
    }

    private func close(downTo depth: Int) {
        while levels.count > depth {
            let level = levels[levels.count - 1]
            if level.shape == .array { bytes.append(UInt8(ascii: "]")) }
            if level.shape == .object {
                if !level.isOrdered { putInOrder(level) }
                members.removeSubrange(level.firstMember...)
                bytes.append(UInt8(ascii: "}"))
            }
            levels.removeLast()
            if let member = level.member { end(member) }
        }
    }

    /// In the order of the keys' bytes.
    private func putInOrder(_ level: Level) {
        bytes.withUnsafeBytes { bytes in
            members[level.firstMember...].sort {
                let order = Self.order($0, $1, in: bytes)
                return order == 0 ? $0.start < $1.start : order < 0
            }
            ordered.removeAll(keepingCapacity: true)
            for index in level.firstMember..<members.count {
                let member = members[index]
                if index + 1 < members.count, Self.order(member, members[index + 1], in: bytes) == 0 {
                    isForFoundation = true
                }
                if !ordered.isEmpty { ordered.append(UInt8(ascii: ",")) }
                ordered.append(contentsOf: bytes[member.start..<member.end])
            }
        }
        bytes.removeSubrange((level.start + 1)...)
        bytes.append(contentsOf: ordered)
    }

    /// Below, at or above 0 as one key comes before, is or comes after another.
    private static func order(_ one: Member, _ other: Member, in bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let (length, otherLength) = (one.keyEnd - one.start, other.keyEnd - other.start)
        let order = memcmp(base + one.start, base + other.start, min(length, otherLength))
        return order == 0 ? length - otherLength : Int(order)
    }
}
