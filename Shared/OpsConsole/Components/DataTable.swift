/// A column of a `DataTable`. The first column is the row's number and its only link.
public struct Column: Sendable {
    enum Kind: Sendable {
        case text, figure, title, bare
    }

    public enum Order: String, Sendable {
        case ascending, descending
    }

    let name: String
    let kind: Kind
    var sortPath: String?
    var order: Order?

    public static func text(_ name: String) -> Column { Column(name: name, kind: .text) }
    /// Right-aligned; the unit belongs in the name: 金额（元）.
    public static func figure(_ name: String) -> Column { Column(name: name, kind: .figure) }
    /// What the thing is called; the heading of the card on a phone.
    public static func title(_ name: String) -> Column { Column(name: name, kind: .title) }
    /// Chips and clocks, which need no label on a card.
    public static func bare(_ name: String) -> Column { Column(name: name, kind: .bare) }

    /// The head becomes a link that sorts.
    public func sorted(by path: String, _ order: Order? = nil) -> Column {
        var column = self
        (column.sortPath, column.order) = (path, order)
        return column
    }
}

/// A row: its number with the link, then one cell per further column.
public struct TableRow: Sendable {
    /// How the card's edge looks on a phone; the words are in the clock.
    public enum Urgency: String, Sendable {
        case none, near, late
    }

    let number: String
    let path: String?
    let cells: [HTML]
    let urgency: Urgency

    public init(_ number: String, path: String? = nil, urgency: Urgency = .none, _ cells: [HTML]) {
        self.number = number
        self.path = path
        self.urgency = urgency
        self.cells = cells
    }
}

/// Component 2: a table on a desk, cards on a phone. Roles are written out because `display` drops them.
public struct DataTable: Component {
    let caption: String
    let columns: [Column]
    let rows: [TableRow]
    let empty: StateNote
    let part: String?

    /// - Parameters:
    ///   - columns: at most seven.
    ///   - empty: what stands here instead when there are no rows.
    ///   - part: the key under which the live stream replaces it.
    public init(
        _ caption: String, _ columns: [Column], _ rows: [TableRow], empty: StateNote, part: String? = nil
    ) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.empty = empty
        self.part = part
    }

    public var html: HTML {
        if rows.isEmpty {
            div(part.map { .data("part", $0) }) { empty }
        } else {
            div(.class("list cards"), part.map { .data("part", $0) }) {
                table(.role("table")) {
                    HTML.element("caption", [], HTML(caption))
                    thead(.role("rowgroup")) { tr(.role("row")) { columns.map(head) } }
                    tbody(.role("rowgroup")) { rows.map(line) }
                }
            }
        }
    }

    private func head(_ column: Column) -> HTML {
        th(
            .scope("col"), .role("columnheader"), column.kind == .figure ? .class("num") : nil,
            column.order.map { .aria("sort", $0.rawValue) }
        ) {
            if let path = column.sortPath { link(path, column.name) } else { column.name }
        }
    }

    private func line(_ row: TableRow) -> HTML {
        tr(.role("row"), row.urgency == .none ? nil : .class(row.urgency.rawValue)) {
            th(.scope("row"), .role("rowheader")) {
                if let path = row.path { link(path, row.number, .class("row-link num")) } else { row.number }
            }
            zip(columns.dropFirst(), row.cells).map { column, cell in
                td(.role("cell"), .class(Self.look(column.kind)), .data("label", column.name)) { cell }
            }
        }
    }

    private static func look(_ kind: Column.Kind) -> String {
        switch kind {
        case .text: "plain"
        case .figure: "num"
        case .title: "title bare"
        case .bare: "bare"
        }
    }
}

/// Component 12: by opaque cursor, no numbers; what does not exist is not drawn.
public struct Paging: Component {
    let first: String?
    let previous: String?
    let next: String?

    public init(first: String? = nil, previous: String? = nil, next: String? = nil) {
        self.first = first
        self.previous = previous
        self.next = next
    }

    public var html: HTML {
        if first ?? previous ?? next != nil {
            nav(.class("pager"), .aria("label", "分页")) {
                first.map { link($0, "首页", .class("btn")) }
                previous.map { link($0, "上一页", .class("btn")) }
                next.map { link($0, "下一页", .class("btn")) }
            }
        }
    }
}

/// Component 11: links that look like tabs; the state is in the address. At most five.
public struct Tabs: Component {
    let label: String
    let tabs: [NamedLink]
    let current: String

    /// - Parameter current: the path of the open one.
    public init(_ label: String, _ tabs: [NamedLink], current: String) {
        self.label = label
        self.tabs = tabs
        self.current = current
    }

    public var html: HTML {
        nav(.class("tabs"), .aria("label", label)) {
            tabs.map { link($0.path, $0.name, $0.path == current ? .aria("current", "page") : nil) }
        }
    }
}
