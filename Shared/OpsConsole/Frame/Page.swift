public import OpsContracts
import OpsServer

/// A whole page in the frame: bars by role, head, flash, content, the two static files.
///
/// ```swift
/// Page("今日", service: .tickets, viewer: viewer, path: Paths.today) {
///     Card("超时 1") { … }
/// }.render()
/// ```
public struct Page: Sendable {
    let head: PageHead
    let service: ServiceName
    let viewer: Viewer?
    let path: String
    var flash: Flash?
    let live: String?
    let failed: Bool
    let sites: SiteSwitch?
    let content: HTML
    private var isWall = false
    private var sample: String?
    private var seen: SeenFact?

    /// - Parameters:
    ///   - viewer: nil for public pages and sign-in: no navigation.
    ///   - path: the address of this page, with its query; it marks the place in the bars.
    ///   - live: the service's event stream, `/tickets/live?site=XZ`; parts marked `data-part` follow it.
    ///   - failed: a submit was refused; the title says so.
    ///   - sites: lets a desk narrow the page to one site (`?site=`).
    public init(
        _ head: PageHead, service: ServiceName, viewer: Viewer?, path: String = "", flash: Flash? = nil,
        live: String? = nil, failed: Bool = false, sites: SiteSwitch? = nil, @HTMLBuilder content: () -> HTML
    ) {
        self.sites = sites
        self.head = head
        self.service = service
        self.viewer = viewer
        self.path = path
        self.flash = flash
        self.live = live
        self.failed = failed
        self.content = content()
    }

    public init(
        _ title: String, service: ServiceName, viewer: Viewer?, path: String = "", flash: Flash? = nil,
        live: String? = nil, failed: Bool = false, sites: SiteSwitch? = nil, @HTMLBuilder content: () -> HTML
    ) {
        self.init(
            PageHead(title), service: service, viewer: viewer, path: path, flash: flash, live: live, failed: failed,
            sites: sites, content: content)
    }

    /// The same for a screen on a wall: dark, large, without bars (console.md §2.1).
    public func onWall() -> Page {
        var page = self
        page.isWall = true
        return page
    }

    /// The same with a strip on top that says whose facts these are: 样例数据 · 种子 20260104.
    public func marked(_ sample: String?) -> Page {
        var page = self
        page.sample = sample
        return page
    }

    /// The same, whose links to other services' pages tell them what was just seen here (console.md §2.3).
    func telling(of seen: SeenFact?) -> Page {
        var page = self
        page.seen = seen
        return page
    }

    public func render() -> String { String(decoding: bytes(), as: UTF8.self) }

    /// UTF-8, `text/html; charset=utf-8`.
    public func bytes() -> [UInt8] {
        var buffer = Array("<!doctype html>".utf8)
        let told = seen.map { seen in document.mappingLinks { leadsElsewhere($0) ? seen.added(to: $0) : $0 } }
        (told ?? document).write(to: &buffer)
        return buffer
    }

    /// Whether a link leads to a page of another service.
    private func leadsElsewhere(_ path: String) -> Bool {
        ServiceName.allCases.contains { $0 != service && path.hasPrefix("/\($0.rawValue)/") }
    }

    private var document: HTML {
        let theme = isWall ? .dark : viewer?.theme ?? .system
        return .element(
            "html",
            [
                .lang("zh-CN"), isWall ? .class("wall") : nil,
                theme == .system ? nil : .data("theme", theme.rawValue),
            ], HTML([headElement, body]))
    }

    private var headElement: HTML {
        let title = (failed ? "错误：" : "") + head.documentTitle + " · 站区运维"
        return .element(
            "head", [],
            HTML([
                .element("meta", [Attribute("charset", "utf-8")], HTML()),
                meta("viewport", "width=device-width,initial-scale=1,viewport-fit=cover"),
                meta("format-detection", "telephone=no"), meta("referrer", "same-origin"),
                meta("color-scheme", "light dark"), .element("title", [], HTML(title)),
                .element(
                    "link",
                    [
                        Attribute("rel", "stylesheet"), .href(ConsoleAssets.path(ConsoleAssets.css, of: service)),
                    ], HTML()),
                .element(
                    "script",
                    [
                        .src(ConsoleAssets.path(ConsoleAssets.js, of: service)), Attribute("defer", nil),
                    ], HTML()),
            ]))
    }

    private func meta(_ name: String, _ content: String) -> HTML {
        .element("meta", [.name(name), Attribute("content", content)], HTML())
    }

    /// Whether the page is there for a form: its buttons then stand where the navigation would.
    private var isForm: Bool {
        content.contains { name, attributes in
            name == "div" && attributes.contains { $0.name == "class" && $0.value == "cluster form-acts" }
        }
    }

    /// Whether something on the page would change something: then each rendering carries keys of its own.
    var changesState: Bool {
        HTML([head.html, content]).contains { name, attributes in
            name == "form" && attributes.contains { $0.name == "method" && $0.value == "post" }
        }
    }

    private var body: HTML {
        let frame = isWall || viewer != nil ? "frame" : "frame public"
        // A list of its own keeps the navigation: from a page that lies below another there is a way back.
        let bar =
            !head.actions.isEmpty && !head.crumbs.isEmpty ? "has-acts" : viewer != nil && isForm ? "has-form" : nil
        return .element(
            "body", [bar.map { .class($0) }, live.map { .data("live", $0) }],
            HTML {
                Glyph.sprite
                link("#main", "跳到正文", .class("skip"))
                if let sample { SampleStrip(words: sample) }
                div(.class(frame)) {
                    if let viewer { FrameBars(viewer: viewer, path: path).side }
                    if !isWall { FrameTop(head: head, viewer: viewer, sites: sites) }
                    main(.id("main"), .tabindex(-1)) {
                        flash
                        head
                        content
                    }
                    if let viewer, bar == nil { FrameBars(viewer: viewer, path: path).phone }
                }
            })
    }
}

/// Above everything, on paper and on the wall too: nobody shall take a played month for a lived one.
public struct SampleStrip: Component, Sendable {
    let words: String

    public init(words: String) { self.words = words }

    public var html: HTML {
        p(.class("sample violet"), .role("note")) {
            SVG.use(.note)
            words
        }
    }
}

/// The navigation of both widths; CSS shows one.
struct FrameBars {
    let viewer: Viewer
    let path: String

    var phone: HTML {
        let navigation = Navigation(for: viewer)
        let here = navigation.current(path, among: navigation.phone)
        return nav(.class("bar"), .aria("label", "常用")) {
            navigation.phone.map { entry($0, here) }
        }
    }

    var side: HTML {
        let navigation = Navigation(for: viewer)
        let here = navigation.current(path, among: navigation.desktop)
        return nav(.class("side"), .aria("label", "主导航")) {
            div(.class("side-in")) {
                div(.class("side-name")) { "站区运维" }
                navigation.desktop.map { entry($0, here) }
            }
        }
    }

    private func entry(_ entry: Navigation.Entry, _ here: String?) -> HTML {
        link(entry.path, entry.path == here ? .aria("current", "page") : nil) {
            SVG.use(entry.glyph)
            span { entry.name }
        }
    }
}

/// The bar above: back and title on a phone; sites and account on a desk.
struct FrameTop: Component {
    let head: PageHead
    let viewer: Viewer?
    let sites: SiteSwitch?

    var html: HTML {
        header(.class("top")) {
            if let back = head.back {
                link(back.path, .class("top-back")) {
                    SVG.use(.back)
                    span { back.name }
                }
            }
            span(.class("top-title")) { viewer == nil ? "北京站区信息化运维" : head.barTitle }
            sites
            if let viewer {
                if Navigation(for: viewer).canSearch { TopSearch() }
                link(Paths.me, .class("wide-only account")) {
                    "\(viewer.name)（\(viewer.roles.first?.nameZH ?? "无角色")）"
                }
            }
        }
    }
}

/// The desk's way to a ticket by its number, on every page; a phone has it under 我的.
struct TopSearch: Component {
    var html: HTML {
        form(.class("top-search wide-only"), .method(.get), .action(Paths.search), .role("search")) {
            input(
                .class("control"), .type("search"), .name("q"), .aria("label", "工单编号"), .placeholder("工单编号"),
                .autocomplete("off"), .maxlength(40))
            button(.class("btn"), .type("submit")) { "查找" }
        }
    }
}

/// The desk's choice of a site; a GET, so the address holds it.
public struct SiteSwitch: Component, Sendable {
    let path: String
    let sites: [SiteCode]
    let chosen: SiteCode?

    /// - Parameters:
    ///   - path: where the choice leads, without `?site=`.
    ///   - sites: those the viewer may see; one alone draws nothing.
    public init(_ path: String, _ sites: [SiteCode], chosen: SiteCode?) {
        self.path = path
        self.sites = sites
        self.chosen = chosen
    }

    public var html: HTML {
        if sites.count > 1 {
            form(.class("top-sites"), .method(.get), .action(path)) {
                select(.class("control"), .name("site"), .aria("label", "站区")) {
                    option(.value("")) { "全部站区" }
                    sites.map { site in
                        option(.value(site.rawValue), site == chosen ? .selected : nil) { site.shortNameZH }
                    }
                }
                button(.class("btn"), .type("submit")) { "查看" }
            }
        }
    }
}
