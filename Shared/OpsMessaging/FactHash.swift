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
        func field(_ name: StaticString, _ value: String?) {
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
            guard let value else {
                bytes.append(contentsOf: "=-\n".utf8)
                return
            }
            bytes.append(UInt8(ascii: "="))
            bytes.append(contentsOf: String(value.utf8.count).utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: value.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        field("source", source.rawValue)
        field("seq", String(fact.seq))
        field("id", fact.id)
        field("type", fact.type.rawValue)
        field("subject", fact.subject)
        field("version", String(fact.version))
        field("site", fact.site?.rawValue)
        field("time", String(fact.time.rawValue))
        field("actor", fact.actor.rawValue)
        field("command", fact.command)
        field("n", String(fact.n))
        field("correlation", fact.correlation)
        field("causation", fact.causation)
        field("hops", String(fact.hops))
        field("traceparent", fact.traceparent)
        field("sealed", fact.sealedDigest)
        field("prev", fact.prev)
        bytes.append(contentsOf: "data=\(fact.data.count):".utf8)
        bytes.append(contentsOf: fact.data)
        bytes.append(UInt8(ascii: "\n"))
        return SHA256.hex(bytes)
    }
}
