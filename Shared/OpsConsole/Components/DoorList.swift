/// Rows that lead somewhere: 需要处理, links, a person's messages. Each row is one link.
public struct DoorList: Component {
    public struct Door: Sendable {
        let path: String
        let title: String
        let chip: ChipState?
        let note: HTML

        /// - Parameter note: one quieter line below: place, deadline.
        public init(
            _ title: String, _ path: String, chip: ChipState? = nil, @HTMLBuilder note: () -> HTML = { HTML() }
        ) {
            self.title = title
            self.path = path
            self.chip = chip
            self.note = note()
        }
    }

    let doors: [Door]
    let empty: String

    /// - Parameter empty: the sentence where there is nothing: 没有需要处理的事。
    public init(_ doors: [Door], empty: String) {
        self.doors = doors
        self.empty = empty
    }

    public var html: HTML {
        if doors.isEmpty {
            p(.class("ink2")) { empty }
        } else {
            ul(.class("doors")) { doors.map { door in li { row(door) } } }
        }
    }

    private func row(_ door: Door) -> HTML {
        link(door.path) {
            if let chip = door.chip { Chip(chip) }
            span(.class("door-words")) {
                span(.class("door-title")) { door.title }
                if !door.note.isEmpty { span(.class("f1 ink2")) { door.note } }
            }
            SVG.use(.back)
        }
    }
}

/// Short facts on one line with dots between: 西站 · 15:50 报修.
public func dotted(_ pieces: [HTML]) -> HTML {
    span(.class("dotted")) { pieces.filter { !$0.isEmpty }.map { piece in span { piece } } }
}

/// 我的: 跟随系统, 浅色, 深色. The script shows the choice at once; the server keeps it in the cookie `ops_theme`.
public struct ThemePick: Component {
    let path: String
    let keys: FormKeys
    let current: Theme

    public init(_ path: String, _ keys: FormKeys, current: Theme) {
        self.path = path
        self.keys = keys
        self.current = current
    }

    public var html: HTML {
        form(.class("form"), .method(.post), .action(path), .data("theme-pick"), .data("once")) {
            keys
            Field.radios(
                "theme", "外观", Theme.allCases.map { Choice($0.rawValue, $0.nameZH) }, chosen: current.rawValue,
                across: true)
            div { button(.class("btn"), .type("submit")) { "保存" } }
        }
    }
}
