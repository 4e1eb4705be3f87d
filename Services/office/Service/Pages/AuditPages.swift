import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

extension OfficePages {
    func audit(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let head = await store.head().seq
        let before = try request.cursor(Int64.self) ?? head + 1
        let page = try await AuditPage.load(store, before: before)
        let names = try await store.read { db in try AuditNames(page.entries, db) }
        return Page("审计", service: .office, viewer: viewer, path: Paths.audit) {
            AuditTable(page.entries.map { Self.row($0, names) }, brokenAt: page.brokenAt)
            if page.entries.isEmpty { StateNote.empty("还没有记录。") }
            nav(.class("cluster"), .aria("label", "分页")) {
                if before <= head { link(Paths.audit, "首页", .class("btn")) }
                if let next = try? page.before.map({ try Cursor.encode($0) }) {
                    link("\(Paths.audit)?cursor=\(next)", "下一页", .class("btn"))
                }
            }
        }.response(to: request)
    }

    private static func row(_ entry: AuditPage.Entry, _ names: AuditNames) -> AuditTable.Row {
        AuditTable.Row(
            at: entry.time, actor: entry.actor.words(names.people), fact: FactWords.zh(entry.type),
            thing: NamedLink(names.thing(entry.subject), address(of: entry.subject)), hash: entry.hash)
    }

    private static func address(of subject: String) -> String {
        let parts = subject.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return Paths.audit }
        switch parts[0] {
        case "account": return "\(Paths.accounts)/\(parts[1])"
        case "site": return "/office/sites/\(parts[1])"
        case "calendar", "period": return calendarPath
        default: return Paths.audit
        }
    }
}

/// What people call the things of a slice of the log.
private struct AuditNames: Sendable {
    let people: [AccountID: String]
    private let things: [String: String]

    init(_ entries: [AuditPage.Entry], _ db: ReadDatabase) throws {
        let subjects = Set(entries.map(\.subject))
        let accounts = subjects.filter { $0.hasPrefix("account/") }.map { AccountID(String($0.dropFirst(8))) }
        people = try db.accountNames(entries.compactMap(\.actor.account) + accounts)
        var things = Dictionary(uniqueKeysWithValues: people.map { ("account/\($0)", $1) })
        for unit in try db.units() { things["unit/\(unit.unit)"] = unit.name }
        for period in try db.periods() { things["period/\(period.period)"] = "\(period.from.year)年\(period.name)" }
        self.things = things
    }

    /// 账号 大屏; the number where nothing is called so.
    func thing(_ subject: String) -> String {
        things[subject].map { RecordWords.thing(subject, called: $0) } ?? RecordWords.thing(subject)
    }
}

/// What the office's facts are called on screen.
enum FactWords {
    static func zh(_ type: FactType) -> String {
        switch type.family {
        case "office.site-registered": "登记站区"
        case "office.site-owner-assigned": "指定站区主题"
        case "office.unit-registered": "登记机构"
        case "office.account-opened": "开通账号"
        case "office.account-changed": "更正账号"
        case "office.account-closed": "停用账号"
        case "office.password-set": "设置密码"
        case "office.tokens-revoked": "登录失效"
        case "office.signing-key-published": "发布签名密钥"
        case "office.calendar-published": "发布工作日历"
        case "office.period-declared": "宣布重点时期"
        case "office.period-cancelled": "取消重点时期"
        case "operations.parked-fact-discarded": "丢弃停放的事实"
        default: type.rawValue
        }
    }
}
