public import OpsContracts

/// Pages that say no: 403, 404, 409, 500 (console.md §4.0). The status code is the caller's.
public enum Refusal {
    /// 403: names the role and whom to ask.
    public static func forbidden(_ role: Role, service: ServiceName, viewer: Viewer) -> Page {
        page("不能查看", "此页需要“\(role.nameZH)”角色，请联系系统管理员。", service, viewer)
    }

    /// 403 with the sentence of a `Rejection`.
    public static func forbidden(_ sentence: String, service: ServiceName, viewer: Viewer) -> Page {
        page("不能操作", sentence, service, viewer)
    }

    /// 404: does not say whether it exists.
    public static func missing(service: ServiceName, viewer: Viewer?) -> Page {
        page("没有找到", "没有找到，或你的账号不能查看。", service, viewer)
    }

    /// 409 and 412: their value beside yours.
    /// - Parameters:
    ///   - sentence: 你打开后，此单已被他人改动。
    ///   - theirs: where the present state is: 用现在的.
    ///   - mine: sends yours again upon the present version: 用我的. Nil where that is not possible now.
    public static func conflict(
        _ sentence: String, fields: [(name: String, mine: String, theirs: String)] = [], theirs: String,
        mine: Action? = nil, service: ServiceName, viewer: Viewer
    ) -> Page {
        Page("没有保存", service: service, viewer: viewer, failed: true) {
            p { sentence }
            if !fields.isEmpty {
                div(.class("list")) {
                    table {
                        thead { tr { ["字段", "我的", "现在的"].map { name in th(.scope("col")) { name } } } }
                        tbody {
                            fields.map { field in
                                tr {
                                    th(.scope("row")) { field.name }
                                    td { ins { field.mine } }
                                    td { field.theirs }
                                }
                            }
                        }
                    }
                }
            }
            div(.class("cluster")) {
                if let mine { mine.html(primary: false) }
                link(theirs, "用现在的", .class("btn primary"))
            }
        }
    }

    /// 500: the only page that is sorry.
    /// - Parameter number: to be read out on the phone: the request's number in the log.
    public static func failed(number: String, service: ServiceName, viewer: Viewer?) -> Page {
        page("没有保存", "抱歉，系统出错，没有保存。请稍后再试；打电话时请报编号 \(number)。", service, viewer)
    }

    private static func page(_ title: String, _ sentence: String, _ service: ServiceName, _ viewer: Viewer?) -> Page {
        Page(title, service: service, viewer: viewer) {
            p { sentence }
            p {
                if let viewer {
                    link(Navigation(for: viewer).landing, "回到首页", .class("btn"))
                } else {
                    link(Paths.signIn, "登录", .class("btn"))
                }
            }
        }
    }
}

/// 412 above the form that still holds what was typed: both values side by side and 用现在的. The form's button says
/// 用我的, upon the present version.
public struct ChangedMeanwhile: Component {
    public static let mine = "用我的"
    let sentence: String
    let fields: [(name: String, mine: String?, theirs: String?)]
    let theirs: String

    /// - Parameters:
    ///   - sentence: 你打开后，此单已被他人改动。
    ///   - fields: where both differ.
    ///   - theirs: the page that shows the present state.
    public init(_ sentence: String, _ fields: [(name: String, mine: String?, theirs: String?)] = [], theirs: String) {
        self.sentence = sentence
        self.fields = fields
        self.theirs = theirs
    }

    public var html: HTML {
        div(.class("summary stack"), .tabindex(-1), .data("focus")) {
            div(.role("alert")) { h2 { sentence } }
            if !fields.isEmpty {
                table {
                    thead { tr { ["字段", "我的", "现在的"].map { name in th(.scope("col")) { name } } } }
                    tbody {
                        fields.map { field in
                            tr {
                                th(.scope("row")) { field.name }
                                td { ins { Format.orNone(field.mine) } }
                                td { Format.orNone(field.theirs) }
                            }
                        }
                    }
                }
            }
            p { link(theirs, "用现在的", .class("btn")) }
        }
    }
}
