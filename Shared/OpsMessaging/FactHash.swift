import Foundation
public import OpsContracts
import OpsCrypto

/// The hash that chains a log; docs/log-format.md describes the same bytes for strangers.
public enum FactHash {
    /// Lower-case hex SHA-256 over the source, every field of the envelope but `hash`, and the stored data bytes.
    public static func compute(_ fact: Fact, source: Topic) -> String {
        var bytes = [UInt8]()
        bytes.reserveCapacity(512 + fact.data.count)
        bytes.append(contentsOf: "stationops.fact.v1\n".utf8)
        bytes.add("source", source.rawValue)
        bytes.add("seq", String(fact.seq))
        bytes.add("id", fact.id)
        bytes.add("type", fact.type.rawValue)
        bytes.add("subject", fact.subject)
        bytes.add("version", String(fact.version))
        bytes.add("site", fact.site?.rawValue)
        bytes.add("time", String(fact.time.rawValue))
        bytes.add("actor", fact.actor.rawValue)
        bytes.add("command", fact.command)
        bytes.add("n", String(fact.n))
        bytes.add("correlation", fact.correlation)
        bytes.add("causation", fact.causation)
        bytes.add("hops", String(fact.hops))
        bytes.add("traceparent", fact.traceparent)
        bytes.add("sealed", fact.sealedDigest)
        bytes.add("prev", fact.prev)
        bytes.append(contentsOf: "data=\(fact.data.count):".utf8)
        fact.data.withUnsafeBytes { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\n"))
        return SHA256.hex(bytes)
    }
}

extension [UInt8] {
    /// `name=length:value` and a line feed; a field that is not there is a dash and has no length.
    fileprivate mutating func add(_ name: StaticString, _ value: String?) {
        name.withUTF8Buffer { append(contentsOf: $0) }
        append(UInt8(ascii: "="))
        if var value {
            // Copied as one piece: this runs once for every fact that is stated and once for each that is read.
            value.withUTF8 { utf8 in
                append(contentsOf: String(utf8.count).utf8)
                append(UInt8(ascii: ":"))
                append(contentsOf: utf8)
            }
        } else {
            append(UInt8(ascii: "-"))
        }
        append(UInt8(ascii: "\n"))
    }
}
