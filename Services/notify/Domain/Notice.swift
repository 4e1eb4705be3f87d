public import OpsContracts

/// What is to be said, before it is put into a channel's form.
public struct Notice: Codable, Equatable, Sendable {
    public var kind: NoticeKind
    public var site: SiteCode?
    public var priority: Priority?
    /// What people call the thing aloud: a ticket's number, a sheet's, a quarter's.
    public var number: String
    /// In the site's words; nil where the subject is confidential.
    public var title: String?
    public var lines: [Line]
    /// Below the console's address: `/tickets/XZ-20260213-0007`.
    public var path: String
    /// Past this moment it is not sent any more.
    public var notAfter: Timestamp
    /// The engineer the audience `duty-engineer` means.
    public var duty: AccountID?

    public struct Line: Codable, Equatable, Sendable {
        public var label: String
        public var value: String

        public init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    public init(
        kind: NoticeKind, site: SiteCode?, priority: Priority?, number: String, title: String?, lines: [Line],
        path: String, notAfter: Timestamp, duty: AccountID? = nil
    ) {
        self.kind = kind
        self.site = site
        self.priority = priority
        self.number = number
        self.title = title
        self.lines = lines
        self.path = path
        self.notAfter = notAfter
        self.duty = duty
    }

    /// Number, site, level and link only: encrypted meetings, confidentiality checks, classified units (R9, R22, R36).
    public var redacted: Notice {
        var notice = self
        notice.title = nil
        notice.lines = []
        return notice
    }

    /// `【一级】重大故障 西站 XZ-20260213-0007`, with 重发 in front where it may arrive twice.
    public func headline(resend: Bool = false) -> String {
        let level = priority.map { "【\($0.zh)】" } ?? ""
        let place = site.map { [$0.shortNameZH] } ?? []
        return (resend ? "【重发】" : "") + level + ([kind.zh] + place + [number]).joined(separator: " ")
    }

    /// For mail, and for what shows no markup.
    public func text(base: String, resend: Bool = false) -> String {
        let body = (title.map { [$0] } ?? []) + lines.map { "\($0.label)：\($0.value)" }
        return ([headline(resend: resend)] + body + [base + path]).joined(separator: "\n")
    }
}
