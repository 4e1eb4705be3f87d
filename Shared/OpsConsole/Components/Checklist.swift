/// Component 23: the whole checklist of a round in one form. With the script each answer is kept on the phone at once
/// and sent on its own (`answer=<code>`, `_key`, `taken_at` and the item's fields); without it, all are sent together.
///
/// The fields of item `T01` are `outcome.T01` (`normal`, `abnormal`, `not-applicable`), `value.T01` and `note.T01`.
public struct Checklist: Component {
    public struct Item: Sendable {
        let code: String
        let text: String
        let range: String?
        let unit: String?
        let answer: Answer
        let error: String?
        let extra: HTML

        /// - Parameters:
        ///   - range: what is normal: 21～25℃.
        ///   - unit: an item with a unit takes a reading.
        ///   - extra: further fields of the answer.
        public init(
            _ code: String, _ text: String, range: String? = nil, unit: String? = nil, answer: Answer = Answer(),
            error: String? = nil, extra: HTML = HTML()
        ) {
            self.code = code
            self.text = text
            self.range = range
            self.unit = unit
            self.answer = answer
            self.error = error
            self.extra = extra
        }
    }

    /// What has been answered so far.
    public struct Answer: Sendable {
        let outcome: String?
        let value: String
        let note: String

        public init(outcome: String? = nil, value: String = "", note: String = "") {
            self.outcome = outcome
            self.value = value
            self.note = note
        }
    }

    let path: String
    let answerPath: String
    let keys: FormKeys
    let round: String
    let items: [Item]
    let verb: String

    /// - Parameters:
    ///   - path: where the whole is sent: …/complete.
    ///   - answerPath: where the script sends one answer.
    ///   - round: names the answers kept on the phone.
    public init(
        _ path: String, answerPath: String, _ keys: FormKeys, round: String, _ items: [Item], verb: String = "完成"
    ) {
        self.path = path
        self.answerPath = answerPath
        self.keys = keys
        self.round = round
        self.items = items
        self.verb = verb
    }

    public var html: HTML {
        form(
            .class("form"), .method(.post), .action(path), .novalidate, .multipart, .data("once"),
            .data("outbox", round),
            .data("outbox-url", answerPath)
        ) {
            keys
            p(.class("ink2"), .data("outbox-state")) {
                "已答 \(items.filter { $0.answer.outcome != nil }.count)/\(items.count)"
            }
            items.map(row)
            div(.class("cluster form-acts")) { button(.class("btn primary"), .type("submit")) { verb } }
        }
    }

    private func row(_ item: Item) -> HTML {
        fieldset(.class("check-item stack tight"), .data("answer", item.code), .id(Field.id(item.code))) {
            legend { item.text }
            if let range = item.range { p(.class("hint f2")) { "正常 \(range)" } }
            if let error = item.error {
                p(.class("error")) {
                    SVG.use(.late)
                    span { error }
                }
            }
            Self.outcomes(item)
            if let unit = item.unit {
                Field.text("value.\(item.code)", "读数", item.answer.value, kind: .decimal, optional: true, unit: unit)
            }
            Field.text("note.\(item.code)", "说明", item.answer.note, hint: "异常时填写", optional: true, max: 500)
            item.extra
        }
    }

    private static func outcomes(_ item: Item) -> HTML {
        div(.class("choices across")) {
            [("normal", "正常"), ("abnormal", "异常"), ("not-applicable", "不适用")].map { value, word in
                label(.class("choice")) {
                    input(
                        .type("radio"), .name("outcome.\(item.code)"), .value(value),
                        item.answer.outcome == value ? .checked : nil)
                    span { word }
                }
            }
        }
    }
}
