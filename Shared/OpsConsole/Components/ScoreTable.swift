public import OpsContracts

/// Component 18: a site's month: items with their points, under each the evidence with its doors and buttons.
public struct ScoreTable: Component {
    public struct Evidence: Sendable {
        public enum Ruling: Sendable {
            case proposed, upheld, rejected, objected

            var chip: ChipState {
                switch self {
                case .proposed: ChipState(.todo, "拟扣")
                case .upheld: ChipState(.done, "认定")
                case .rejected: ChipState(.void, "不认定")
                case .objected: ChipState(.waiting, "异议中")
                }
            }
        }

        let on: Day
        let fact: NamedLink
        let rule: String
        let points: Int
        let ruling: Ruling
        let actions: [Action]

        /// - Parameters:
        ///   - fact: what happened, with the way to it.
        ///   - points: in tenths.
        public init(on: Day, _ fact: NamedLink, rule: String, points: Int, _ ruling: Ruling, actions: [Action] = []) {
            self.on = on
            self.fact = fact
            self.rule = rule
            self.points = points
            self.ruling = ruling
            self.actions = actions
        }
    }

    public struct Item: Sendable {
        let code: String
        let name: String
        let full: Int
        let deducted: Int
        let evidence: [Evidence]

        /// - Parameter full, deducted: in tenths of a point.
        public init(_ code: String, _ name: String, full: Int, deducted: Int, evidence: [Evidence] = []) {
            self.code = code
            self.name = name
            self.full = full
            self.deducted = deducted
            self.evidence = evidence
        }
    }

    let caption: String
    let items: [Item]
    let total: Score
    let veto: String?
    let year: Int

    /// - Parameters:
    ///   - veto: why the sum is capped: 一票否决，封顶 59.0.
    ///   - year: days of this year are written without it.
    public init(_ caption: String, _ items: [Item], total: Score, veto: String? = nil, year: Int) {
        self.caption = caption
        self.items = items
        self.total = total
        self.veto = veto
        self.year = year
    }

    public var html: HTML {
        div(.class("list scroll"), .tabindex(0), .role("region"), .aria("label", caption)) {
            table {
                HTML.element("caption", [], HTML(caption))
                thead {
                    tr {
                        ["代码", "项目"].map { name in th(.scope("col")) { name } }
                        ["满分", "扣分", "得分"].map { name in th(.scope("col"), .class("num")) { name } }
                    }
                }
                tbody { items.map(rows) }
                tfoot {
                    if let veto { tr { td(.colspan(5)) { strong { veto } } } }
                    tr(.class("score-total")) {
                        th(.scope("row"), .colspan(4)) { "得分" }
                        td(.class("num")) { Format.score(total) }
                    }
                }
            }
        }
    }

    private func rows(_ item: Item) -> HTML {
        HTML {
            tr {
                th(.scope("row")) { item.code }
                td { item.name }
                td(.class("num")) { Format.tenths(item.full) }
                td(.class("num")) { item.deducted == 0 ? "0.0" : Format.tenths(-item.deducted) }
                td(.class("num")) { Format.tenths(item.full - item.deducted) }
            }
            if !item.evidence.isEmpty {
                tr(.class("evidence")) {
                    td(.colspan(5)) {
                        fold("证据（\(item.evidence.count)）") { ul { item.evidence.map(line) } }
                    }
                }
            }
        }
    }

    private func line(_ evidence: Evidence) -> HTML {
        li {
            div(.class("cluster")) {
                Format.dayTime(evidence.on, omitting: year)
                link(evidence.fact.path, evidence.fact.name)
                span(.class("num")) { Format.tenths(-evidence.points) }
                Chip(evidence.ruling.chip)
            }
            p(.class("ink2 f1")) { evidence.rule }
            if !evidence.actions.isEmpty { div(.class("acts")) { evidence.actions.map { $0.html(primary: false) } } }
        }
    }
}

/// The way a thing goes, with dates: 草稿 — 发布 — 异议期 — 冻结.
public struct Rail: Component {
    public struct Stop: Sendable {
        let name: String
        let note: HTML

        public init(_ name: String, @HTMLBuilder note: () -> HTML = { HTML() }) {
            self.name = name
            self.note = note()
        }
    }

    let label: String
    let stops: [Stop]
    let current: Int

    /// - Parameter current: the index of the stop it is at; those before are past.
    public init(_ label: String, _ stops: [Stop], current: Int) {
        self.label = label
        self.stops = stops
        self.current = current
    }

    public var html: HTML {
        HTML.element(
            "ol", [.class("rail"), .aria("label", label)],
            HTML(
                stops.enumerated().map { index, stop in
                    li(
                        index < current ? .class("past") : nil, index == current ? .aria("current", "step") : nil
                    ) {
                        SVG.use(index < current ? .done : index == current ? .moving : .unknown)
                        stop.name
                        stop.note
                    }
                }))
    }
}
