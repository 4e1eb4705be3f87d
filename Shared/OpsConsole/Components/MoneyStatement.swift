public import OpsContracts

/// Component 19: one amount a row, the rule in words, behind each amount what it was computed from.
public struct MoneyStatement: Component {
    public struct Line: Sendable {
        let name: String
        let rule: String
        let amount: Money?
        let derivation: HTML
        let sum: Bool

        /// - Parameters:
        ///   - rule: in words: 合同第9条 每低1分扣当季站区费用的0.25%.
        ///   - amount: nil where it is not known yet, which is not nothing: 待考核.
        ///   - sum: drawn as a total, and from zero in the waterfall.
        ///   - derivation: 来源: facts with links, inputs in fen, formula.
        public init(
            _ name: String, _ rule: String, _ amount: Money?, sum: Bool = false,
            @HTMLBuilder derivation: () -> HTML = { HTML() }
        ) {
            self.name = name
            self.rule = rule
            self.amount = amount
            self.sum = sum
            self.derivation = derivation()
        }
    }

    let caption: String
    let lines: [Line]
    let frozen: Bool
    let finding: String
    let ledgerSum: Money?

    /// - Parameters:
    ///   - finding: what the waterfall shows, in a sentence.
    ///   - ledgerSum: the same total from elsewhere; where it differs from the last line, both stand there in red.
    public init(
        _ caption: String, _ lines: [Line], frozen: Bool, finding: String, ledgerSum: Money? = nil
    ) {
        self.caption = caption
        self.lines = lines
        self.frozen = frozen
        self.finding = finding
        self.ledgerSum = ledgerSum
    }

    public var html: HTML {
        Waterfall(finding, lines.map { ($0.name, $0.amount, $0.sum) })
        div(.class("list scroll"), .tabindex(0), .role("region"), .aria("label", caption)) {
            table(.class("statement")) {
                HTML.element("caption", [], HTML(frozen ? caption : caption + "（未冻结）"))
                thead {
                    tr {
                        th(.scope("col")) { "项目、依据" }
                        th(.scope("col"), .class("num")) { "金额" }
                    }
                }
                tbody { lines.map(row) }
            }
        }
        if let ledgerSum, let total = lines.last(where: \.sum)?.amount { check(total, ledgerSum) }
    }

    private func row(_ line: Line) -> HTML {
        tr(line.sum ? .class("sum") : nil) {
            th(.scope("row")) {
                if line.sum { strong { line.name } } else { line.name }
                small { line.rule }
            }
            td(.class("num")) {
                let amount = Self.words(line.amount)
                if line.derivation.isEmpty {
                    if line.sum { strong { amount } } else { amount }
                } else {
                    details(.class("fold")) {
                        summary { amount }
                        div(.class("formula")) { line.derivation }
                    }
                }
            }
        }
    }

    /// An amount nobody can know yet says so; it never looks like an amount.
    static func words(_ amount: Money?) -> String { amount.map(Format.money) ?? "待考核" }

    private func check(_ total: Money, _ other: Money) -> HTML {
        let right = total == other
        return p(.class(right ? "check" : "check wrong")) {
            SVG.use(right ? .tick : .late)
            right
                ? "核对：合计与总账一致"
                : "核对不符：合计 \(Format.money(total))，总账 \(Format.money(other))"
        }
    }
}

/// From what is due to what is paid: bars that hang from each other, with words and amounts beside them.
struct Waterfall: Component {
    let finding: String
    let steps: [(name: String, amount: Money?, sum: Bool)]

    init(_ finding: String, _ steps: [(String, Money?, Bool)]) {
        self.finding = finding
        self.steps = steps
    }

    var html: HTML {
        figure {
            div(.class("waterfall")) { rows }
            figcaption(.class("ink2 f2")) { finding }
        }
    }

    /// One bar a row, 1000 wide, beside its words, so that the words keep their size on a phone.
    private var rows: [HTML] {
        let highest = max(1, heights.max() ?? 1)
        let place: (Int64) -> Int = { Int(max(0, $0) * 1000 / highest) }
        var level: Int64 = 0
        return steps.map { step in
            let from = step.sum ? 0 : level
            let fen = step.amount?.fen ?? 0
            level = step.sum ? fen : level + fen
            let (start, end) = (place(min(from, level)), place(max(from, level)))
            let bar =
                step.amount == nil
                ? HTML()
                : SVG.rect(
                    step.sum ? "sum" : fen < 0 ? "minus" : "plus", x: min(start, 995), y: 5,
                    width: max(5, end - start), height: 22)
            return HTML {
                span { step.name }
                SVG.decoration(
                    "bar-row", "0 0 1000 32", stretched: true,
                    [bar, SVG.rect("axis", x: 0, y: 0, width: 2, height: 32)])
                span(.class("num right")) { MoneyStatement.words(step.amount) }
            }
        }
    }

    private var heights: [Int64] {
        var level: Int64 = 0
        return steps.map { step in
            let fen = step.amount?.fen ?? 0
            level = step.sum ? fen : level + fen
            return level
        }
    }
}
