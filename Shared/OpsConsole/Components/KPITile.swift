/// Component 13: label, figure, one comparing sentence, a small picture; all of it one link to the rows.
public struct KPITile: Component {
    let label: String
    let figure: String?
    let unit: String?
    let path: String
    let sentence: String
    let picture: HTML
    let part: String?

    /// - Parameters:
    ///   - figure: nil where it is not known; then `sentence` says why.
    ///   - sentence: 较上周 +3 · 目标 ≥ 95.0%.
    public init(
        _ label: String, _ figure: String?, unit: String? = nil, path: String, _ sentence: String,
        spark: Sparkline? = nil, bullet: BulletBar? = nil, part: String? = nil
    ) {
        self.label = label
        self.figure = figure
        self.unit = unit
        self.path = path
        self.sentence = sentence
        self.part = part
        picture = spark?.html ?? bullet?.html ?? HTML()
    }

    public var html: HTML {
        link(path, .class("tile"), part.map { .data("part", $0) }) {
            span(.class("label")) { label }
            span(.class("figure")) {
                if let figure { figure } else { Format.noneHTML }
                if let unit, figure != nil { span(.class("unit")) { unit } }
            }
            span(.class("f1 ink2")) { sentence }
            picture
        }
    }
}

/// The last days as a line from zero, the last point dotted; says what it shows.
public struct Sparkline: Component {
    let label: String
    let values: [Int]

    /// - Parameter label: 近30天每日新增: minimum, maximum and today are added to it.
    public init(_ label: String, _ values: [Int]) {
        self.label = label
        self.values = values
    }

    public var html: HTML {
        if let last = values.last, let low = values.min(), let high = values.max() {
            let points = values.enumerated().map { "\(x($0)) \(y($1, high))" }
            SVG.picture(
                "spark", "0 0 120 32", says: "\(label)，最低\(low)，最高\(high)，今天\(last)", stretched: true,
                [
                    SVG.path("trend", "M" + points.joined(separator: "L")),
                    SVG.path("last", "M\(x(values.count - 1)) \(y(last, high))h.01"),
                ])
        }
    }

    private func x(_ index: Int) -> Int { values.count < 2 ? 60 : 3 + index * 114 / (values.count - 1) }
    private func y(_ value: Int, _ high: Int) -> Int { 29 - (high == 0 ? 0 : max(0, value) * 26 / high) }
}

/// A bar against its target on grey bands; all in basis points of the scale's end.
public struct BulletBar: Component {
    let label: String
    let value: Int
    let target: Int
    let scale: Int
    let band: Int?

    /// - Parameters:
    ///   - scale: the value at the right end.
    ///   - band: up to here the ground is darker: "poor".
    public init(_ label: String, value: Int, target: Int, scale: Int, band: Int? = nil) {
        self.label = label
        self.value = value
        self.target = target
        self.scale = max(1, scale)
        self.band = band
    }

    public var html: HTML {
        SVG.picture(
            "bullet", "0 0 1000 16", says: label, stretched: true,
            [
                SVG.rect("band1", x: 0, y: 0, width: 1000, height: 16),
                band.map { SVG.rect("band0", x: 0, y: 0, width: place($0), height: 16) } ?? HTML(),
                SVG.rect("fill", x: 0, y: 5, width: place(value), height: 6),
                SVG.rect("tick", x: place(target) - 3, y: 1, width: 6, height: 14),
            ])
    }

    private func place(_ value: Int) -> Int { min(1000, max(0, value * 1000 / scale)) }
}

/// A row of tiles.
public struct Tiles: Component {
    let tiles: [KPITile]

    public init(_ tiles: [KPITile]) { self.tiles = tiles }

    public var html: HTML { div(.class("tiles")) { tiles } }
}
