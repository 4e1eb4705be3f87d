/// Component 10: one sentence about what was just done, at most one link; stays until the next page.
public struct Flash: Component, Sendable {
    public enum Kind: String, Sendable {
        case done, notice, failed
    }

    let kind: Kind
    let sentence: String
    let door: NamedLink?

    public init(_ sentence: String, _ kind: Kind = .done, link: NamedLink? = nil) {
        self.sentence = sentence
        self.kind = kind
        door = link
    }

    /// Where a fact somebody has just brought about is not here yet (`?seen=`).
    public static let catchingUp = Flash("数据同步中，过一会儿刷新。", .notice)

    public var html: HTML {
        let (hue, glyph): (String, Glyph) =
            switch kind {
            case .done: ("green", .done)
            case .notice: ("amber", .second)
            case .failed: ("red", .late)
            }
        p(.class("flash \(hue)"), .role("status")) {
            SVG.use(glyph)
            span {
                sentence
                if let door { HTML([" ", link(door.path, door.name)]) }
            }
        }
    }
}

/// What stands in the place of a component that has nothing to show (console.md §4.0).
public struct StateNote: Component {
    enum Kind: String {
        case empty, failed, notNow, stale
    }

    let kind: Kind
    let sentence: String
    let door: NamedLink?

    /// 今天没有待办工单。
    public static func empty(_ sentence: String, action: NamedLink? = nil) -> StateNote {
        StateNote(kind: .empty, sentence: sentence, door: action)
    }

    /// 没有符合“西站、超时”的工单。清除筛选
    public static func emptyByFilter(_ filters: [String], of things: String, clear path: String) -> StateNote {
        StateNote(
            kind: .empty, sentence: "没有符合“\(filters.joined(separator: "、"))”的\(things)。",
            door: NamedLink("清除筛选", path))
    }

    /// 没有读到台账，请重试。编号 7F3K
    public static func failed(_ what: String, number: String, retry path: String) -> StateNote {
        StateNote(kind: .failed, sentence: "没有读到\(what)。编号 \(number)", door: NamedLink("重试", path))
    }

    /// Why there is no button: 挂起中：先“恢复”，再“解决”。
    public static func notNow(_ sentence: String) -> StateNote {
        StateNote(kind: .notNow, sentence: sentence, door: nil)
    }

    /// 数据截至 17:03，正在重连
    public static func stale(since clock: String) -> StateNote {
        StateNote(kind: .stale, sentence: "数据截至 \(clock)，正在重连", door: nil)
    }

    public var html: HTML {
        switch kind {
        case .notNow: p(.class("note")) { sentence }
        case .stale:
            p(.class("note stale cluster")) {
                SVG.use(.slash)
                sentence
            }
        case .empty, .failed:
            div(.class(kind == .failed ? "state failed" : "state")) {
                if kind == .failed { SVG.use(.late) }
                p { sentence }
                if let door { link(door.path, door.name, .class("btn")) }
            }
        }
    }
}

/// A box with a heading; the plain frame of everything that belongs together.
public struct Card: Component {
    let title: String?
    let names: String
    let part: String?
    let content: HTML

    /// - Parameter part: the key under which the live stream replaces it (`data-part`).
    public init(
        _ title: String? = nil, class names: String = "", part: String? = nil, @HTMLBuilder content: () -> HTML
    ) {
        self.title = title
        self.names = names.isEmpty ? "card" : "card \(names)"
        self.part = part
        self.content = content()
    }

    public var html: HTML {
        section(.class(names), part.map { .data("part", $0) }) {
            if let title { h2 { title } }
            content
        }
    }
}

/// Layout: one under the other (`.stack`), side by side while there is room (`.cluster`, `.grid`, `.switcher` …).
public enum Layout: String, Sendable {
    case stack, cluster, grid, switcher
    case withSide = "with-side"
    case tight = "stack tight"
    case loose = "stack loose"
    case apart = "cluster apart"
    /// Rows with a line between them.
    case rows

    public func callAsFunction(@HTMLBuilder _ content: () -> HTML) -> HTML { div(.class(rawValue), content: content) }
}

/// Facts by name: `<dl>`.
public struct FactList: Component {
    let facts: [(String, HTML)]

    public init(_ facts: [(String, HTML)]) { self.facts = facts }

    public var html: HTML {
        dl(.class("facts")) {
            facts.map { name, value in HTML([dt { name }, dd { value }]) }
        }
    }
}

/// A `<details>`: what is needed now and then.
public func fold(_ words: String, open: Bool = false, @HTMLBuilder _ content: () -> HTML) -> HTML {
    details(.class("fold"), open ? .open : nil) {
        summary { words }
        content()
    }
}
