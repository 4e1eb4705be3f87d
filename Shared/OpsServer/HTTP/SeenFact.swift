public import OpsContracts
public import OpsMessaging

/// A fact somebody has just brought about, carried by an address as `?seen=ops.tickets.v1.4711`: a page fed by another
/// service's facts waits for it a moment, so that nobody misses their own action (console.md §2.3).
public struct SeenFact: Sendable, Equatable {
    public var source: Topic
    public var seq: Int64

    public init(source: Topic, seq: Int64) {
        self.source = source
        self.seq = seq
    }

    /// Nil for anything that is no number of a log of ours.
    public init?(_ text: String) {
        guard let dot = text.lastIndex(of: "."), let seq = Int64(text[text.index(after: dot)...]), seq > 0,
            let source = ServiceName.allCases.map(\.topic).first(where: { $0.rawValue == text[..<dot] })
        else { return nil }
        self.init(source: source, seq: seq)
    }

    public var text: String { "\(source.rawValue).\(seq)" }

    /// The address with this fact in its query.
    public func added(to path: String) -> String { path + (path.contains("?") ? "&" : "?") + "seen=\(text)" }
}

extension Request {
    public var seen: SeenFact? { query.text("seen").flatMap { SeenFact($0) } }
}

extension Store {
    /// Waits at most 300 ms for what the caller has seen happen elsewhere; at once where the address names nothing.
    /// - Returns: false where it has not come yet: the page says 数据同步中.
    public func catchUp(with request: Request) async throws -> Bool {
        guard let seen = request.seen, seen.source != definition.topic else { return true }
        return try await waitUntilApplied(seen.source, seq: seen.seq, milliseconds: 300)
    }
}
