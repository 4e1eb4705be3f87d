public import OpsContracts

/// Component 20: what was changed: field, before, after, with the words 删 增 改.
public struct Difference: Component {
    public struct Change: Sendable {
        let field: String
        let old: String?
        let new: String?

        public init(_ field: String, old: String?, new: String?) {
            self.field = field
            self.old = old
            self.new = new
        }
    }

    let caption: String
    let changes: [Change]

    /// - Parameter caption: who, when, from where.
    public init(_ caption: String, _ changes: [Change]) {
        self.caption = caption
        self.changes = changes
    }

    public var html: HTML {
        div(.class("list scroll")) {
            table {
                HTML.element("caption", [], HTML(caption))
                thead { tr { ["字段", "变动", "原值", "新值"].map { name in th(.scope("col")) { name } } } }
                tbody {
                    changes.map { change in
                        tr {
                            th(.scope("row")) { change.field }
                            td { change.old == nil ? "增" : change.new == nil ? "删" : "改" }
                            td { if let old = change.old { del { old } } else { Format.noneHTML } }
                            td { if let new = change.new { ins { new } } else { Format.noneHTML } }
                        }
                    }
                }
            }
        }
    }
}

/// Who did what, to the millisecond, with the head of the fact's hash.
public struct AuditTable: Component {
    public struct Row: Sendable {
        let at: Timestamp
        let actor: String
        let fact: String
        let thing: NamedLink
        let hash: String

        public init(at: Timestamp, actor: String, fact: String, thing: NamedLink, hash: String) {
            self.at = at
            self.actor = actor
            self.fact = fact
            self.thing = thing
            self.hash = hash
        }
    }

    let rows: [Row]
    let broken: Int64?

    /// - Parameter broken: the number of the first fact that does not fit the chain; nil where all do.
    public init(_ rows: [Row], brokenAt broken: Int64? = nil) {
        self.rows = rows
        self.broken = broken
    }

    public var html: HTML {
        p(.class(broken == nil ? "check" : "check wrong")) {
            SVG.use(broken == nil ? .tick : .late)
            broken.map { "第\($0)条不符" } ?? "链校验通过"
        }
        if !rows.isEmpty {
            DataTable(
                "审计", [.text("时间"), .text("人"), .title("事实"), .text("对象"), .text("校验值")], rows.map(line),
                empty: .empty("还没有记录。"))
        }
    }

    private func line(_ row: Row) -> TableRow {
        TableRow(
            Format.audit(row.at),
            [
                HTML(row.actor), HTML(row.fact), link(row.thing.path, row.thing.name),
                HTML {
                    code(.class("mono")) { String(row.hash.prefix(8)) }
                    " "
                    button(.class("btn"), .type("button"), .data("copy", row.hash)) { "复制" }
                },
            ])
    }
}
