public import OpsContracts
import OpsMessaging

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

    /// The address with this fact in its query, unless it names one already.
    public func added(to path: String) -> String {
        guard !path.contains("seen="), !path.contains("#") else { return path }
        return path + (path.contains("?") ? "&" : "?") + "seen=\(text)"
    }
}

extension Request {
    public var seen: SeenFact? { query.text("seen").flatMap { SeenFact($0) } }
}

extension Response {
    /// Leads on with the command's newest fact in the address.
    func telling(of fact: SeenFact) -> Response {
        guard status == 303, let place = headers["Location"] else { return self }
        var response = self
        response.headers["Location"] = fact.added(to: place)
        return response
    }
}

extension Route {
    /// A page waits at most 300 ms for what the person has seen happen elsewhere; at once where the address names nothing.
    func catchingUp(_ store: Store) -> Route {
        guard !isAPI, !method.changesState else { return self }
        return Route(method, pattern, access, doc, bodyLimit: bodyLimit, needsKey: needsKey) { request in
            guard let seen = request.seen, seen.source != store.definition.topic, request.identity != nil else {
                return try await perform(request)
            }
            var late = request
            late.isBehind = try await !store.waitUntilApplied(seen.source, seq: seen.seq, milliseconds: 300)
            return try await perform(late)
        }
    }
}
