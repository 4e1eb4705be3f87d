/// A piece of a page. Text is escaped when it is written; markup comes only from elements of this module.
///
/// A value like any other: it can be kept, compared and tested. `render()` walks it once into one buffer.
public struct HTML: Sendable, Equatable {
    enum Node: Sendable, Equatable {
        case text(String)
        /// Our own constant markup, never anything a person typed.
        case raw(String)
        case element(String, [Attribute], HTML)
    }

    var nodes: [Node]

    init(nodes: [Node]) { self.nodes = nodes }

    /// Nothing.
    public init() { nodes = [] }
    /// Text, escaped.
    public init(_ text: String) { nodes = [.text(text)] }
    /// Several pieces after each other.
    public init(_ pieces: [HTML]) { nodes = pieces.flatMap(\.nodes) }
    public init(@HTMLBuilder _ content: () -> HTML) { self = content() }

    public var isEmpty: Bool { nodes.isEmpty }

    static func raw(_ markup: String) -> HTML { HTML(nodes: [.raw(markup)]) }

    static func element(_ name: String, _ attributes: [Attribute?], _ content: HTML) -> HTML {
        HTML(nodes: [.element(name, attributes.compactMap(\.self), content)])
    }

    public func render() -> String { String(decoding: bytes(), as: UTF8.self) }

    /// UTF-8, ready for a response body.
    public func bytes() -> [UInt8] {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(32_768)
        write(to: &buffer)
        return buffer
    }

    /// The text without markup: for page titles, tests and plain-text mail.
    public var plainText: String {
        nodes.map { node in
            switch node {
            case .text(let text): text
            case .raw: ""
            case .element(_, _, let content): content.plainText
            }
        }.joined()
    }

    /// Whether any element of the piece is of that kind.
    func contains(where isWanted: (String, [Attribute]) -> Bool) -> Bool {
        nodes.contains { node in
            guard case .element(let name, let attributes, let content) = node else { return false }
            return isWanted(name, attributes) || content.contains(where: isWanted)
        }
    }

    /// The same, with the addresses of its links replaced.
    func mappingLinks(_ address: (String) -> String) -> HTML {
        HTML(
            nodes: nodes.map { node in
                guard case .element(let name, let attributes, let content) = node else { return node }
                let mapped = attributes.map { attribute in
                    guard name == "a", attribute.name == "href", let value = attribute.value else { return attribute }
                    return .href(address(value))
                }
                return .element(name, mapped, content.mappingLinks(address))
            })
    }

    func write(to buffer: inout [UInt8]) {
        for node in nodes {
            switch node {
            case .text(let text): Escaping.write(text, to: &buffer)
            case .raw(let markup): buffer.append(contentsOf: markup.utf8)
            case .element(let name, let attributes, let content):
                buffer.append(UInt8(ascii: "<"))
                buffer.append(contentsOf: name.utf8)
                for attribute in attributes { attribute.write(to: &buffer) }
                buffer.append(UInt8(ascii: ">"))
                guard !Self.void.contains(name) else { continue }
                content.write(to: &buffer)
                buffer.append(contentsOf: "</".utf8)
                buffer.append(contentsOf: name.utf8)
                buffer.append(UInt8(ascii: ">"))
            }
        }
    }

    private static let void: Set<String> = ["br", "hr", "img", "input", "link", "meta", "wbr"]
}

/// The one place where text becomes safe to stand in markup, between tags as well as in a quoted attribute.
enum Escaping {
    static func write(_ text: String, to buffer: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): buffer.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): buffer.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): buffer.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): buffer.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): buffer.append(contentsOf: "&#39;".utf8)
            // Control characters have no place in a page; a NUL ends the text for some parsers.
            case 0..<9, 11, 12, 14..<32, 127: continue
            default: buffer.append(byte)
            }
        }
    }
}

extension HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// Text like any other: `["西站", "\(count)"]`.
    public init(stringLiteral value: String) { self.init(value) }
}
