import OpsContracts

/// The bars of a role (console.md §2.2) as static data: no call to another service, no badges from one.
public struct Navigation: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public var name: String
        public var path: String
        public var glyph: Glyph
    }

    /// At most five, the last is 我的.
    public var phone: [Entry]
    /// Own work first.
    public var desktop: [Entry]
    /// What the roles may open besides.
    public var more: [Entry]
    /// Where `/` leads this person.
    public var landing: String

    /// Whether the search page is this person's.
    var canSearch: Bool { (desktop + more).contains { $0.path == Paths.search } }

    /// Several roles see the union, in the order of their roles.
    public init(for viewer: Viewer) {
        let bars = viewer.roles.compactMap { Self.bars(of: $0, site: viewer.sites.first) }
        let phone = Self.united(bars.map(\.phone))
        self.phone = phone.isEmpty ? [] : Array(phone.prefix(4)) + [Self.me]
        let desktop = Self.united(bars.map(\.desktop)) + [Self.me]
        self.desktop = desktop
        more = Self.united(viewer.roles.map(Self.others(of:))).filter { entry in
            !desktop.contains { $0.path == entry.path }
        }
        landing = bars.first?.phone.first?.path ?? Paths.me
    }

    private typealias Bars = (phone: [Entry], desktop: [Entry])

    private static func bars(of role: Role, site: SiteCode?) -> Bars? {
        let own = Entry(name: "站区", path: site.map(Paths.site) ?? Paths.overview, glyph: .station)
        return switch role {
        case .engineer: ([today, rounds, open, ledger], [today, queue, rounds, ledger])
        case .siteLead: ([own, queue, rounds, score], [own, queue, rounds, ledger, score])
        case .office: ([overview, queue, score, rounds], [overview, queue, rounds, ledger, score, money, messages])
        case .supplier: ([overview, queue, rounds, score], [overview, queue, rounds, score, money])
        case .finance: ([money, score], [money, score, audit])
        case .expert: ([secondLine, ledger], [secondLine, queue, ledger])
        case .reporter: ([reports, report], [reports, report])
        case .admin: ([system, accounts, audit, messages], [system, accounts, audit, messages])
        case .wall: ([wall], [wall])
        default: nil
        }
    }

    private static func others(of role: Role) -> [Entry] {
        switch role {
        case .engineer, .siteLead: [board, search]
        case .office: [board, wall, search, audit, system]
        case .supplier: [board, wall, search]
        case .finance, .admin: [wall, search]
        case .expert: [search]
        default: []
        }
    }

    private static func united(_ lists: [[Entry]]) -> [Entry] {
        var seen: Set<String> = []
        return lists.flatMap(\.self).filter { seen.insert($0.path).inserted }
    }

    private static let today = Entry(name: "今日", path: Paths.today, glyph: .today)
    private static let rounds = Entry(name: "巡检", path: Paths.myRounds, glyph: .rounds)
    private static let open = Entry(name: "报单", path: Paths.newTicket, glyph: .add)
    private static let ledger = Entry(name: "台账", path: Paths.ledger, glyph: .ledger)
    private static let queue = Entry(name: "工单", path: Paths.queue, glyph: .tickets)
    private static let score = Entry(name: "考核", path: Paths.assessments, glyph: .score)
    private static let overview = Entry(name: "总览", path: Paths.overview, glyph: .overview)
    private static let money = Entry(name: "付款", path: Paths.billing, glyph: .money)
    private static let messages = Entry(name: "消息", path: Paths.deliveries, glyph: .message)
    private static let secondLine = Entry(name: "二线", path: Paths.queue + "?view=second-line", glyph: .expert)
    private static let reports = Entry(name: "我的报修", path: Paths.reports, glyph: .tickets)
    private static let board = Entry(name: "调度", path: Paths.board, glyph: .handed)
    private static let wall = Entry(name: "大屏", path: Paths.wall, glyph: .eye)
    private static let search = Entry(name: "搜索", path: Paths.search, glyph: .search)
    private static let report = Entry(name: "报修", path: Paths.publicReport, glyph: .add)
    private static let system = Entry(name: "系统", path: Paths.system, glyph: .system)
    private static let accounts = Entry(name: "账号", path: Paths.accounts, glyph: .accounts)
    private static let audit = Entry(name: "审计", path: Paths.audit, glyph: .audit)
    static let me = Entry(name: "我的", path: Paths.me, glyph: .person)
}

extension Navigation {
    /// The entry a page belongs to: the longest path it starts with, the same query first.
    func current(_ path: String, among entries: [Entry]) -> String? {
        if let exact = entries.first(where: { $0.path == path }) { return exact.path }
        let plain = String(path.prefix { $0 != "?" })
        return entries.map(\.path).filter { plain.hasPrefix($0) && $0.count > 1 }.max { $0.count < $1.count }
    }
}
