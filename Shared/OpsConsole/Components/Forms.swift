/// A form that changes something: POST, its keys, the fields, one verb.
public struct CommandForm: Component {
    let path: String
    let keys: FormKeys
    let verb: String
    let back: NamedLink?
    let draft: String?
    let errors: [FieldError]
    let grave: Bool
    let files: Bool
    let fields: HTML

    /// - Parameters:
    ///   - verb: the button's word, the one the page's title repeats.
    ///   - back: makes the form the business of its page: on a phone its buttons stand below instead of the navigation.
    ///   - draft: keeps what was typed on the device under this name until it is accepted.
    ///   - errors: of a refused submit; the summary stands above the form.
    ///   - files: it has a `PhotoField`.
    public init(
        _ path: String, _ keys: FormKeys, verb: String, back: NamedLink? = nil, draft: String? = nil,
        errors: [FieldError] = [], grave: Bool = false, files: Bool = false,
        @HTMLBuilder fields: () -> HTML
    ) {
        self.path = path
        self.keys = keys
        self.verb = verb
        self.back = back
        self.draft = draft
        self.errors = errors
        self.grave = grave
        self.files = files
        self.fields = fields()
    }

    public var html: HTML {
        ErrorSummary(errors)
        form(
            .class("form"), .method(.post), .action(path), .novalidate, .data("once"),
            draft.map { .data("draft", $0) }, files ? .multipart : nil
        ) {
            keys
            fields
            div(.class(back == nil ? "cluster" : "cluster form-acts")) {
                button(.class(grave ? "btn primary grave" : "btn primary"), .type("submit")) { verb }
                if let back { link(back.path, back.name, .class("btn")) }
            }
        }
    }
}

/// What is wrong, then what to do, with field and limit; `field` is nil where it concerns the whole.
public struct FieldError: Sendable, Equatable {
    public var field: String?
    public var sentence: String

    public init(_ field: String?, _ sentence: String) {
        self.field = field
        self.sentence = sentence
    }
}

extension [FieldError] {
    /// The sentence for a field, to hand to it.
    public subscript(field: String) -> String? { first { $0.field == field }?.sentence }
}

/// First in the page after a refused submit; focused by the script, read aloud as an alert.
public struct ErrorSummary: Component {
    let errors: [FieldError]

    public init(_ errors: [FieldError]) { self.errors = errors }

    public var html: HTML {
        if !errors.isEmpty {
            div(.class("summary"), .tabindex(-1), .data("focus")) {
                div(.role("alert")) {
                    h2 { errors.count == 1 ? "有1处需要修改" : "有\(errors.count)处需要修改" }
                    ul {
                        errors.map { error in
                            li {
                                if let field = error.field {
                                    link("#" + Field.id(field), error.sentence)
                                } else {
                                    error.sentence
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Component 9, a page of its own: what will happen, who will be told, one verb, 返回. Never 确定/取消.
public struct ConfirmStep: Component {
    let path: String
    let keys: FormKeys
    let verb: String
    let back: String
    let consequences: [(String, HTML)]
    let extra: HTML

    /// - Parameter extra: fields the command needs besides: a reason.
    public init(
        _ path: String, _ keys: FormKeys, verb: String, back: String, _ consequences: [(String, HTML)],
        @HTMLBuilder extra: () -> HTML = { HTML() }
    ) {
        self.path = path
        self.keys = keys
        self.verb = verb
        self.back = back
        self.consequences = consequences
        self.extra = extra()
    }

    public var html: HTML {
        Card { FactList(consequences) }
        CommandForm(path, keys, verb: verb, back: NamedLink("返回", back)) { extra }
    }
}
