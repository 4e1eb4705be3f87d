public import OpsContracts

/// Component 4: glyph and word, never pressable, never cut.
public struct Chip: Component {
    let state: ChipState

    public init(_ state: ChipState) { self.state = state }

    public var html: HTML {
        let tone = state.tone.map { "t-\($0.rawValue) \($0.hue)" } ?? "grey"
        span(.class("chip \(tone)")) {
            SVG.use(state.glyph)
            state.word
        }
    }
}

/// The priority as sign and word. 一级 filled octagon, 二级 triangle, 三级 diamond, 四级 circle.
public struct PriorityMark: Component {
    let priority: Priority

    public init(_ priority: Priority) { self.priority = priority }

    public var html: HTML {
        let (rank, glyph): (Int, Glyph) =
            switch priority {
            case .p1: (1, .first)
            case .p2: (2, .second)
            case .p3: (3, .third)
            case .p4: (4, .fourth)
            default: (0, .unknown)
            }
        span(.class("prio prio-\(rank) \(rank == 1 ? "red" : "amber")")) {
            SVG.use(glyph)
            priority.zh
        }
    }
}
