/// A link by its words.
public struct NamedLink: Sendable, Equatable {
    public var name: String
    public var path: String

    public init(_ name: String, _ path: String) {
        self.name = name
        self.path = path
    }
}

/// Component 1: title, one meta line, one main action and what else may be done. `Page` draws it.
///
/// On a phone the actions of a page that lies below another are a bar at the bottom and stand instead of the navigation.
public struct PageHead: Component, Sendable {
    let title: String
    let bar: String?
    let section: String?
    let back: NamedLink?
    let crumbs: [NamedLink]
    let meta: HTML
    let actions: [Action]

    /// - Parameters:
    ///   - bar: what the phone's top bar says where it is not the title: a ticket's number.
    ///   - section: the page in the window's title: 工单.
    ///   - back: where the arrow on the phone leads; on a desk it heads the crumbs.
    ///   - meta: site, state, 数据截至.
    ///   - actions: the first is the main one, unless it stands aside; beyond three the rest goes under 更多.
    public init(
        _ title: String, bar: String? = nil, section: String? = nil, back: NamedLink? = nil, crumbs: [NamedLink] = [],
        actions: [Action] = [], @HTMLBuilder meta: () -> HTML = { HTML() }
    ) {
        self.title = title
        self.bar = bar
        self.section = section
        self.back = back
        self.crumbs = crumbs.isEmpty ? [back].compactMap(\.self) : crumbs
        self.actions = actions
        self.meta = meta()
    }

    var barTitle: String { bar ?? title }
    var documentTitle: String { [bar, title, section].compactMap(\.self).joined(separator: " · ") }

    public var html: HTML {
        header(.class(bar == nil ? "head same" : "head")) {
            if !crumbs.isEmpty {
                nav(.class("crumbs"), .aria("label", "位置")) {
                    crumbs.map { HTML([link($0.path, $0.name), span(.aria("hidden", "true")) { "/" }]) }
                    span { barTitle }
                }
            }
            HTML.element("h1", [], HTML(title))
            if !meta.isEmpty { div(.class("head-meta cluster")) { meta } }
            if !actions.isEmpty { ActionBar(actions) }
        }
    }
}

/// Something that can be done: one tap (`post`), or a page that asks first (`open`).
public struct Action: Sendable {
    enum Kind: Sendable {
        case open(path: String)
        case post(path: String, keys: FormKeys)
    }

    let verb: String
    let kind: Kind
    let grave: Bool
    /// Never the main action, even where it is the only one.
    let isAside: Bool

    /// Leads to a form or a confirmation.
    /// - Parameter aside: stands beside what is to be done next (罚款 beside 登记支付): never in the brand's colour.
    public static func open(_ verb: String, _ path: String, grave: Bool = false, aside: Bool = false) -> Action {
        Action(verb: verb, kind: .open(path: path), grave: grave, isAside: aside)
    }

    /// Does it at once; for what can be put right afterwards (受理, 到场).
    public static func post(_ verb: String, _ path: String, _ keys: FormKeys) -> Action {
        Action(verb: verb, kind: .post(path: path, keys: keys), grave: false, isAside: false)
    }

    func html(primary: Bool) -> HTML {
        let look = "btn" + (primary && !isAside ? " primary" : "") + (grave ? " grave" : "")
        switch kind {
        case .open(let path): return link(path, verb, .class(look))
        case .post(let path, let keys):
            return form(.method(.post), .action(path), .data("once")) {
                keys
                button(.class(look), .type("submit")) { verb }
            }
        }
    }
}

/// The buttons of a thing: the first in the brand's colour, beyond three the rest under 更多.
public struct ActionBar: Component {
    let actions: [Action]

    public init(_ actions: [Action]) { self.actions = actions }

    public var html: HTML {
        let shown = actions.count > 3 ? 2 : 3
        div(.class("acts")) {
            actions.prefix(shown).enumerated().map { $1.html(primary: $0 == 0) }
            if actions.count > shown {
                details(.class("menu"), .data("menu")) {
                    summary(.class("btn")) { "更多" }
                    div(.class("menu-list")) { actions.dropFirst(shown).map { $0.html(primary: false) } }
                }
            }
        }
    }
}

/// What every form carries besides its fields (console.md §2.3).
public struct FormKeys: Component, Sendable {
    let key: String
    let token: String
    let etag: String?

    /// - Parameters:
    ///   - key: the idempotency key, made when the form is drawn.
    ///   - token: the viewer's forgery guard.
    ///   - etag: the version of the thing seen; nil where it does not exist yet.
    public init(key: String, token: String, etag: String? = nil) {
        self.key = key
        self.token = token
        self.etag = etag
    }

    public var html: HTML {
        input(.type("hidden"), .name("_key"), .value(key))
        input(.type("hidden"), .name("_token"), .value(token))
        if let etag { input(.type("hidden"), .name("_etag"), .value(etag)) }
    }
}
