public import OpsContracts

/// Component 6: what happened to a thing, newest first.
public struct Timeline: Component {
    public enum Kind: Sendable {
        case state, work, open, `internal`, system

        var glyph: Glyph {
            switch self {
            case .state: .moving
            case .work: .note
            case .open: .eye
            case .internal: .padlock
            case .system: .system
            }
        }

        var word: String {
            switch self {
            case .state: "状态"
            case .work: "处理"
            case .open: "公开"
            case .internal: "内部"
            case .system: "系统"
            }
        }
    }

    public struct Item: Sendable {
        let kind: Kind
        let at: Timestamp
        let actor: String
        let verb: String
        let text: HTML

        /// - Parameter verb: 派单, 受理 …, in the words of the buttons.
        public init(
            _ kind: Kind, at: Timestamp, actor: String, verb: String, @HTMLBuilder text: () -> HTML = { HTML() }
        ) {
            self.kind = kind
            self.at = at
            self.actor = actor
            self.verb = verb
            self.text = text()
        }
    }

    let items: [Item]
    let now: Timestamp
    let earlier: String?

    /// - Parameters:
    ///   - items: at most 30.
    ///   - earlier: the address of 更早的记录.
    public init(_ items: [Item], now: Timestamp, earlier: String? = nil) {
        self.items = items
        self.now = now
        self.earlier = earlier
    }

    public var html: HTML {
        if items.isEmpty {
            p(.class("ink2")) { "还没有记录。" }
        } else {
            HTML.element("ol", [.class("timeline")], HTML(items.map(row)))
            if let earlier { link(earlier, "更早的记录", .class("btn")) }
        }
    }

    private func row(_ item: Item) -> HTML {
        li {
            SVG.use(item.kind.glyph)
            div(.class(item.kind == .internal ? "internal" : "said")) {
                div(.class("cluster")) {
                    strong { item.verb }
                    span { item.actor }
                    span(.class("ink3 f1")) {
                        Format.time(item.at, now: now)
                        item.kind == .state ? "" : " · \(item.kind.word)"
                    }
                }
                item.text
            }
        }
    }
}
