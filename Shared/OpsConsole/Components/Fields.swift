/// Component 7: label, hint, error, control. All required unless `optional`; values come back as typed.
///
/// The error's id and the control's id derive from the name, so that the summary can link to them.
public struct Field: Component {
    let name: String
    let label: String
    let hint: String?
    let error: String?
    let optional: Bool
    let grouped: Bool
    let control: (_ described: [Attribute?]) -> HTML

    init(
        _ name: String, _ label: String, hint: String?, error: String?, optional: Bool, grouped: Bool = false,
        control: @escaping ([Attribute?]) -> HTML
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.optional = optional
        self.grouped = grouped
        self.control = control
    }

    static func id(_ name: String) -> String { "f-" + name }

    public var html: HTML {
        let id = Self.id(name)
        let described = [hint == nil ? nil : "\(id)-hint", error == nil ? nil : "\(id)-error"].compactMap(\.self)
        let attributes: [Attribute?] = [
            described.isEmpty ? nil : .aria("describedby", described.joined(separator: " ")),
            error == nil || grouped ? nil : .aria("invalid", "true"),
        ]
        if grouped {
            HTML.element(
                "fieldset", [.class("field"), .id(id), .tabindex(-1)] + attributes.prefix(1),
                HTML {
                    legend { words }
                    notes(id)
                    control([])
                })
        } else {
            div(.class("field")) {
                OpsConsole.label(.for(id)) { words }
                notes(id)
                control([.id(id)] + attributes)
            }
        }
    }

    private var words: HTML {
        HTML {
            label
            if optional { span(.class("opt")) { "（选填）" } }
        }
    }

    private func notes(_ id: String) -> HTML {
        HTML {
            if let hint { p(.class("hint f2"), .id("\(id)-hint")) { hint } }
            if let error {
                p(.class("error"), .id("\(id)-error")) {
                    SVG.use(.late)
                    span { error }
                }
            }
        }
    }
}

/// What the keyboard of a phone shows and what the browser fills in.
public enum TextKind: String, Sendable {
    case text, number, decimal, phone, email, user, password, newPassword, date, time, search

    var attributes: [Attribute?] {
        switch self {
        case .text: [.type("text")]
        case .number: [.type("text"), .inputmode("numeric"), .autocomplete("off")]
        case .decimal: [.type("text"), .inputmode("decimal"), .autocomplete("off")]
        case .phone: [.type("tel"), .autocomplete("tel")]
        case .email: [.type("email"), .autocomplete("email")]
        case .user: [.type("text"), .autocomplete("username")]
        case .password: [.type("password"), .autocomplete("current-password")]
        case .newPassword: [.type("password"), .autocomplete("new-password")]
        case .date: [.type("date")]
        case .time: [.type("time")]
        case .search: [.type("search"), .autocomplete("off")]
        }
    }
}

extension Field {
    /// - Parameter unit: stands after the control: ℃, 小时.
    public static func text(
        _ name: String, _ label: String, _ value: String = "", kind: TextKind = .text, hint: String? = nil,
        error: String? = nil, optional: Bool = false, unit: String? = nil, max: Int? = nil
    ) -> Field {
        Field(name, label, hint: hint, error: error, optional: optional) { described in
            let narrow = kind == .number || kind == .decimal || kind == .date || kind == .time
            let box = HTML.element(
                "input",
                [
                    .class(narrow ? "control short" : "control"), .name(name), .value(value),
                    max.map(Attribute.maxlength),
                ]
                    + kind.attributes + described, HTML())
            return unit.map { unit in div(.class("with-unit")) { HTML([box, span { unit }]) } } ?? box
        }
    }

    public static func area(
        _ name: String, _ label: String, _ value: String = "", rows: Int = 4, hint: String? = nil,
        error: String? = nil, optional: Bool = false, max: Int? = nil
    ) -> Field {
        Field(name, label, hint: hint, error: error, optional: optional) { described in
            // A newline right after the tag is dropped by the browser; without it, one that was typed would be.
            .element(
                "textarea", [.class("control"), .name(name), .rows(rows), max.map(Attribute.maxlength)] + described,
                HTML("\n" + value))
        }
    }

    public static func select(
        _ name: String, _ label: String, _ options: [Choice], chosen: String? = nil, hint: String? = nil,
        error: String? = nil, optional: Bool = false
    ) -> Field {
        Field(name, label, hint: hint, error: error, optional: optional) { described in
            .element(
                "select", [.class("control"), .name(name)] + described,
                HTML(
                    options.map { choice in
                        option(.value(choice.value), choice.value == chosen ? .selected : nil) { choice.label }
                    }))
        }
    }

    /// - Parameter across: side by side, for two or three short words.
    public static func radios(
        _ name: String, _ label: String, _ options: [Choice], chosen: String? = nil, across: Bool = false,
        hint: String? = nil, error: String? = nil, optional: Bool = false
    ) -> Field {
        Field(name, label, hint: hint, error: error, optional: optional, grouped: true) { _ in
            boxes("radio", name, options, chosen: Set([chosen].compactMap(\.self)), across: across)
        }
    }

    public static func checks(
        _ name: String, _ label: String, _ options: [Choice], chosen: Set<String> = [], hint: String? = nil,
        error: String? = nil, optional: Bool = false
    ) -> Field {
        Field(name, label, hint: hint, error: error, optional: optional, grouped: true) { _ in
            boxes("checkbox", name, options, chosen: chosen, across: false)
        }
    }

    private static func boxes(
        _ type: String, _ name: String, _ options: [Choice], chosen: Set<String>, across: Bool
    ) -> HTML {
        div(.class(across ? "choices across" : "choices")) {
            options.map { choice in
                OpsConsole.label(.class("choice")) {
                    input(
                        .type(type), .name(name), .value(choice.value),
                        chosen.contains(choice.value) ? .checked : nil)
                    span {
                        choice.label
                        if let hint = choice.hint { span(.class("hint f2")) { "　\(hint)" } }
                    }
                }
            }
        }
    }
}

/// One of the answers a field offers.
public struct Choice: Sendable {
    let value: String
    let label: String
    let hint: String?

    public init(_ value: String, _ label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}
