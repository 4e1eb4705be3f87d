/// Finds the route of a request: literal pieces before names, names with a longer suffix first.
struct Router: Sendable {
    enum Match: Sendable {
        case route(Int, [String: String])
        /// The address exists, but not for this method.
        case otherMethods([Method])
        case nothing
    }

    private struct Piece: Sendable, Hashable {
        /// Nil for a literal.
        var name: String?
        /// The literal itself, or what stands behind the name.
        var text: String
    }

    private final class Node: Sendable {
        let literals: [String: Node]
        let names: [(piece: Piece, node: Node)]
        let routes: [Method: Int]

        init(literals: [String: Node], names: [(Piece, Node)], routes: [Method: Int]) {
            self.literals = literals
            self.names = names.map { (piece: $0.0, node: $0.1) }
            self.routes = routes
        }
    }

    private let root: Node

    /// - Throws: `RoutingError` where two routes would answer the same request.
    init(_ routes: [Route]) throws(RoutingError) {
        var entries: [Entry] = []
        for (index, route) in routes.enumerated() {
            guard route.pattern.hasPrefix("/") else { throw .malformed(route.pattern) }
            let parts = route.pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            entries.append(
                Entry(pieces: parts.map(Self.piece)[...], method: route.method, index: index, pattern: route.pattern))
        }
        root = try Self.node(entries)
    }

    func match(_ method: Method?, _ segments: [String]) -> Match {
        var candidates: [(Node, [String: String])] = []
        Self.walk(root, segments[...], [:], &candidates)
        for (node, parameters) in candidates {
            guard let method else { break }
            if let index = node.routes[method] { return .route(index, parameters) }
            if method == .head, let index = node.routes[.get] { return .route(index, parameters) }
        }
        guard !candidates.isEmpty else { return .nothing }
        var methods = Set(candidates.flatMap { $0.0.routes.keys })
        if methods.contains(.get) { methods.insert(.head) }
        return .otherMethods(methods.sorted())
    }

    private struct Entry {
        var pieces: ArraySlice<Piece>
        var method: Method
        var index: Int
        var pattern: String
    }

    private static func piece(_ part: Substring) -> Piece {
        guard part.hasPrefix("{"), let end = part.firstIndex(of: "}") else {
            return Piece(name: nil, text: String(part))
        }
        return Piece(
            name: String(part[part.index(after: part.startIndex)..<end]),
            text: String(part[part.index(after: end)...]))
    }

    private static func node(_ entries: [Entry]) throws(RoutingError) -> Node {
        var routes: [Method: Int] = [:]
        var groups: [Piece: [Entry]] = [:]
        for entry in entries {
            guard let piece = entry.pieces.first else {
                guard routes.updateValue(entry.index, forKey: entry.method) == nil else {
                    throw .twice("\(entry.method.rawValue) \(entry.pattern)")
                }
                continue
            }
            var rest = entry
            rest.pieces = entry.pieces.dropFirst()
            groups[piece, default: []].append(rest)
        }
        var literals: [String: Node] = [:]
        var names: [(Piece, Node)] = []
        for (piece, entries) in groups {
            let node = try node(entries)
            if piece.name == nil { literals[piece.text] = node } else { names.append((piece, node)) }
        }
        names.sort { ($1.0.text.count, $0.0.name ?? "") < ($0.0.text.count, $1.0.name ?? "") }
        return Node(literals: literals, names: names, routes: routes)
    }

    private static func walk(
        _ node: Node, _ segments: ArraySlice<String>, _ parameters: [String: String],
        _ found: inout [(Node, [String: String])]
    ) {
        guard let segment = segments.first else {
            if !node.routes.isEmpty { found.append((node, parameters)) }
            return
        }
        let rest = segments.dropFirst()
        if let next = node.literals[segment] { walk(next, rest, parameters, &found) }
        for (piece, next) in node.names {
            guard let name = piece.name, segment.hasSuffix(piece.text), segment.count > piece.text.count else {
                continue
            }
            var extended = parameters
            extended[name] = String(segment.dropLast(piece.text.count))
            walk(next, rest, extended, &found)
        }
    }
}

/// A route table that cannot be.
public enum RoutingError: Error, Equatable, Sendable {
    /// Two routes for one method and address.
    case twice(String)
    /// A pattern that does not begin with a slash.
    case malformed(String)
}
