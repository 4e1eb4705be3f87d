/// Why a command was refused, in words for the person who gave it. Becomes an RFC 9457 problem at the edge.
public struct Rejection: Error, Equatable, Sendable {
    public enum Kind: String, Sendable {
        /// The request itself is wrong: 422.
        case invalid
        /// Right, but not for this person: 403.
        case forbidden
        /// No such thing, or none this person may know of: 404.
        case missing
        /// Not possible now; the state is another: 409.
        case conflict
    }

    public var kind: Kind
    /// A stable slug: `ticket-not-accepted`. Part of the problem's `type`.
    public var code: String
    /// What is wrong, then what to do; no full stop games, no codes (console.md, section 5).
    public var zh: String
    public var en: String
    /// The input it speaks of, by its JSON name; nil where it concerns the whole.
    public var field: String?

    public init(_ kind: Kind, _ code: String, zh: String, en: String, field: String? = nil) {
        self.kind = kind
        self.code = code
        self.zh = zh
        self.en = en
        self.field = field
    }

    public static func missing(_ what: String, _ id: String) -> Rejection {
        Rejection(
            .missing, "not-found", zh: "没有找到\(what)“\(id)”，或你的账号不能查看。", en: "No such thing, or not yours to see: \(id)."
        )
    }

    public static func invalid(_ field: String, zh: String, en: String) -> Rejection {
        Rejection(.invalid, "invalid-\(field)", zh: zh, en: en, field: field)
    }
}
