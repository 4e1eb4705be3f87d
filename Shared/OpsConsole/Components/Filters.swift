/// Component 3: a GET form, so the address holds the view; applied filters are tags, each a link that removes it.
public struct Filters: Component {
    public struct Applied: Sendable {
        let words: String
        let without: String

        /// - Parameter without: the address of the same view lacking this filter.
        public init(_ words: String, without: String) {
            self.words = words
            self.without = without
        }
    }

    let path: String
    let main: [Field]
    let more: [Field]
    let applied: [Applied]
    let clear: String
    let total: String?
    let ignored: [String]
    let keep: [(name: String, value: String)]

    /// - Parameters:
    ///   - main: search box, 站区, 状态: always visible.
    ///   - more: under 更多筛选.
    ///   - clear: the address without any filter.
    ///   - total: how many rows match, exact to 1000: `Format.count(n, upTo: 1000)`.
    ///   - keep: what else the address says and stays: the view.
    ///   - ignored: values of the address that are none, named: “site=ZZ”.
    public init(
        _ path: String, _ main: [Field], more: [Field] = [], applied: [Applied] = [], clear: String? = nil,
        total: String? = nil, ignored: [String] = [], keep: [(name: String, value: String)] = []
    ) {
        self.path = path
        self.main = main
        self.more = more
        self.applied = applied
        self.clear = clear ?? path
        self.total = total
        self.ignored = ignored
        self.keep = keep
    }

    public var html: HTML {
        form(.class("filters"), .method(.get), .action(path), .role("search")) {
            keep.map { input(.type("hidden"), .name($0.name), .value($0.value)) }
            main
            button(.class("btn"), .type("submit")) { "查找" }
            if !more.isEmpty { fold("更多筛选") { div(.class("filters")) { more } } }
        }
        if !applied.isEmpty || total != nil {
            div(.class("cluster")) {
                if let total { span(.class("ink2")) { "共 \(total)" } }
                applied.map { filter in
                    link(filter.without, .class("tag")) {
                        filter.words
                        span(.aria("hidden", "true")) { "×" }
                        unseen("移除")
                    }
                }
                if applied.count > 1 { link(clear, "清除全部", .class("more-word")) }
            }
        }
        if !ignored.isEmpty { p(.class("note")) { "没有采用：\(ignored.joined(separator: "、"))。" } }
    }
}
