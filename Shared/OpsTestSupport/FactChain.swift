import Foundation
public import OpsContracts
public import OpsMessaging

/// Makes a log's facts for tests of what carries them: numbered from 1, chained by their real hashes.
public struct FactChain: Sendable {
    public let source: Topic
    public private(set) var last: TopicTail?

    public init(_ source: Topic) { self.source = source }

    /// The next facts of the log.
    ///
    /// - Parameter body: the JSON of a fact by its `seq`.
    public mutating func next(_ count: Int, body: (Int64) -> String = { #"{"n":\#($0)}"# }) -> [Fact] {
        var facts: [Fact] = []
        facts.reserveCapacity(count)
        for _ in 0..<count {
            let fact = fact((last?.seq ?? 0) + 1, body)
            last = TopicTail(seq: fact.seq, hash: fact.hash)
            facts.append(fact)
        }
        return facts
    }

    private func fact(_ seq: Int64, _ body: (Int64) -> String) -> Fact {
        let digits = String(seq, radix: 16)
        let id = "0194fdc2-fa2f-7cc0-81d3-" + String(repeating: "0", count: 12 - digits.count) + digits
        var fact = Fact(
            seq: seq, id: id, type: "tickets.ticket-opened.v1", subject: "ticket/售票机-\(seq)", version: 1,
            site: seq.isMultiple(of: 2) ? .xz : nil, time: Timestamp(1_770_940_800_000 + seq),
            actor: Actor(rawValue: "account/wang.li"), command: "command-\(seq)", n: 0, correlation: id,
            causation: seq.isMultiple(of: 3) ? id : nil, hops: 0, traceparent: nil, data: Data(body(seq).utf8),
            sealedDigest: nil, prev: last?.hash ?? Fact.noHash, hash: "")
        fact.hash = FactHash.compute(fact, source: source)
        return fact
    }
}

extension SourcePosition {
    /// Where a reader stands that has applied this fact.
    public init(behind fact: Fact, offsetHint: Int64? = nil) {
        self.init(seq: fact.seq, hash: fact.hash, offsetHint: offsetHint)
    }
}
