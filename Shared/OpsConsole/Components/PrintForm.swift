public import OpsContracts

/// Component 22: the boxes of a form that people sign, 35 × 15 mm and more on paper.
public struct Signatures: Component {
    let names: [String]

    /// - Parameter names: who signs: 巡检人, 站区信息科.
    public init(_ names: [String]) { self.names = names }

    public var html: HTML {
        table(.class("sign")) {
            HTML.element("caption", [], HTML("签字"))
            tbody {
                tr { names.map { name in th(.scope("col")) { "\(name)（签字）" } } }
                tr { names.map { _ in td(.class("box")) { unseen("待签") } } }
                tr { names.map { _ in td { "日期：" } } }
            }
        }
    }
}

/// What stands under every printed form: which form it is, when it was printed and by whom.
public struct PrintFoot: Component {
    let form: String
    let at: Timestamp
    let by: String

    public init(_ form: String, at: Timestamp, by: String) {
        (self.form, self.at, self.by) = (form, at, by)
    }

    public var html: HTML { p(.class("f1")) { "\(form) 第1版 · 打印 \(Format.full(at)) · \(by)" } }
}
