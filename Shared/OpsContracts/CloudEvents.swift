public import Foundation

/// How a fact travels over Kafka: CloudEvents 1.0, binary content mode. The envelope is headers, the value is `data` as
/// stored, the key is the subject.
public enum CloudEvents {
    /// A record's header; a null value, or one that is not UTF-8, is nil.
    public struct Header: Sendable, Equatable {
        public var name: String
        public var value: String?

        public init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// Why a record is no fact; never the reader's fault, so it can be parked and shown.
    public struct Unreadable: Error, Equatable, Sendable {
        public let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// The envelope in a fixed order; optional attributes are left out where the fact has none.
    ///
    /// - Parameter source: becomes `ce_source`; readers know the source by the topic and never trust the header.
    public static func headers(of fact: Fact, source: Topic) -> [Header] {
        let values: [(Attribute, String?)] = [
            (.specversion, "1.0"), (.id, fact.id), (.source, source.rawValue), (.type, fact.type.rawValue),
            (.time, fact.time.cloudEventTime), (.subject, fact.subject), (.sequence, String(fact.seq)),
            (.aggversion, String(fact.version)), (.site, fact.site?.rawValue), (.actor, fact.actor.rawValue),
            (.command, fact.command), (.n, String(fact.n)), (.correlationid, fact.correlation),
            (.causationid, fact.causation), (.hops, String(fact.hops)), (.traceparent, fact.traceparent),
            (.sealeddigest, fact.sealedDigest), (.prev, fact.prev), (.hash, fact.hash),
            (.contentType, "application/json"),
        ]
        return values.compactMap { attribute, value in value.map { Header(attribute.rawValue, $0) } }
    }

    /// Reads a record back. Unknown headers are ignored; what `headers(of:source:)` wrote comes back equal.
    ///
    /// - Parameter value: the record's value; nil for a null one (a tombstone).
    public static func fact(headers: [Header], value: Data?) throws(Unreadable) -> Fact {
        guard let value else { throw Unreadable("the value is null") }
        let attributes = try Attributes(headers)
        try attributes.checkFormat()
        return Fact(
            seq: try attributes.number(.sequence, from: 1),
            id: try attributes.text(.id),
            type: FactType(rawValue: try attributes.text(.type)),
            subject: try attributes.text(.subject),
            version: try attributes.number(.aggversion, from: 1),
            site: try attributes.site(),
            time: try attributes.time(),
            actor: Actor(rawValue: try attributes.text(.actor)),
            command: try attributes.text(.command),
            n: Int(try attributes.number(.n, from: 0)),
            correlation: try attributes.text(.correlationid),
            causation: attributes.optional(.causationid),
            hops: Int(try attributes.number(.hops, from: 0)),
            traceparent: attributes.optional(.traceparent),
            data: value,
            sealedDigest: attributes.optional(.sealeddigest) == nil ? nil : try attributes.digest(.sealeddigest),
            prev: try attributes.digest(.prev),
            hash: try attributes.digest(.hash))
    }
}
