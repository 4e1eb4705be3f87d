public import OpsContracts

/// How a site stands; the worst wins (console.md §3.3).
public enum SiteState: Sendable, Equatable {
    case normal
    case near(Int)
    case late(Int)
    case major(Int)
    /// The feed lags by more than a minute: the time of the last fact; nil where none ever came.
    case stale(since: String?)

    var look: String {
        switch self {
        case .normal: "normal"
        case .near: "near"
        case .late: "late"
        case .major: "major"
        case .stale: "stale"
        }
    }

    var glyph: Glyph {
        switch self {
        case .normal: .tick
        case .near: .near
        case .late, .major: .late
        case .stale: .slash
        }
    }

    var words: String {
        switch self {
        case .normal: "正常"
        case .near(let count): "临近 \(count)"
        case .late(let count): "超时 \(count)"
        case .major(let count): "重大 \(count)"
        case .stale(let since): since.map { "滞后 \($0)" } ?? "无数据"
        }
    }
}

/// Component 14: the nine sites by the compass, always in the same places.
public struct NineGrid: Component {
    public struct Cell: Sendable {
        let site: SiteCode
        let figure: String?
        let state: SiteState
        let path: String

        /// - Parameter figure: nil where nothing is known: —.
        public init(_ site: SiteCode, _ figure: String?, _ state: SiteState, path: String? = nil) {
            self.site = site
            self.figure = figure
            self.state = state
            self.path = path ?? Paths.site(site)
        }
    }

    let label: String
    let cells: [SiteCode: Cell]
    let part: String?

    /// - Parameter label: what the figures count: 在办工单.
    public init(_ label: String, _ cells: [Cell], part: String? = nil) {
        self.label = label
        self.cells = Dictionary(cells.map { ($0.site, $0) }) { $1 }
        self.part = part
    }

    public var html: HTML {
        let others = cells.keys.filter { !SiteCode.gridOrder.contains($0) }.sorted()
        ul(.class("nine"), .aria("label", "各站区\(label)"), part.map { .data("part", $0) }) {
            (SiteCode.gridOrder + others).map { site in
                li { tile(cells[site] ?? Cell(site, nil, .stale(since: nil))) }
            }
        }
    }

    private func tile(_ cell: Cell) -> HTML {
        let square = cell.site == .jg || cell.site == .cg ? " square" : ""
        return link(cell.path, .class("tile \(cell.state.look)\(square)")) {
            span(.class("label")) { cell.site.shortNameZH }
            span(.class("figure")) { if let figure = cell.figure { figure } else { Format.noneHTML } }
            span(.class("site-state")) {
                SVG.use(cell.state.glyph)
                cell.state.words
            }
        }
    }
}
