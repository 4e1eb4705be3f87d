/// Component 16: a heat grid; the number stands in every cell and is a link to its rows.
public struct Matrix: Component {
    public enum Cell: Sendable {
        /// - Parameter heat: 0…5; more always means "needs attention".
        case value(String, heat: Int, path: String?)
        /// No such system at this site: hatched.
        case absent
        /// Not known: — .
        case unknown
    }

    public struct Line: Sendable {
        let name: String
        let path: String?
        let cells: [Cell]

        public init(_ name: String, path: String? = nil, _ cells: [Cell]) {
            self.name = name
            self.path = path
            self.cells = cells
        }
    }

    let caption: String
    let corner: String
    let heads: [String]
    let lines: [Line]

    /// - Parameter corner: what the rows are: 站区.
    public init(_ caption: String, corner: String, heads: [String], _ lines: [Line]) {
        self.caption = caption
        self.corner = corner
        self.heads = heads
        self.lines = lines
    }

    public var html: HTML {
        div(.class("scroll card"), .tabindex(0), .role("region"), .aria("label", caption)) {
            table(.class("heat")) {
                HTML.element("caption", [], HTML(caption))
                thead { tr { HTML([th(.scope("col")) { corner }] + heads.map { head in th(.scope("col")) { head } }) } }
                tbody { lines.map(row) }
            }
        }
    }

    private func row(_ line: Line) -> HTML {
        tr {
            th(.scope("row")) { if let path = line.path { link(path, line.name) } else { line.name } }
            line.cells.map(cell)
        }
    }

    private func cell(_ cell: Cell) -> HTML {
        switch cell {
        case .value(let text, let heat, let path):
            td(.class("h\(min(5, max(0, heat)))")) { if let path { link(path, text) } else { span { text } } }
        case .absent:
            td(.class("none")) {
                span {
                    unseen("没有此系统")
                    span(.aria("hidden", "true")) { "" }
                }
            }
        case .unknown: td(.class("unknown")) { span { Format.noneHTML } }
        }
    }
}
