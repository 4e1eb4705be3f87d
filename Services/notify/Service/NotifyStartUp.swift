import Foundation
import NotifyDomain
public import OpsContracts
import OpsDomain
public import OpsMessaging

/// Who hears of what, and the two channels that settings name.
public enum NotifyStartUp {
    static let wecom = ChannelID("wecom")
    static let mail = ChannelID("mail")
    static let wecomName = "运维群"
    static let mailName = "邮件"

    /// Publishes the rules that the store does not have yet; a rule that somebody changed or withdrew stays so. A channel
    /// follows its setting.
    ///
    /// - Parameter setting: `OPS_NOTIFY_WECOM_URL` (or the bare key), `OPS_NOTIFY_SMTP_URL`, `OPS_NOTIFY_MAIL_FROM`,
    ///   `OPS_NOTIFY_MAIL_TO` (comma-separated).
    /// - Throws: `StoreError`; `Rejection` where a setting is no address.
    public static func load(_ store: Store, now: Timestamp, setting: (String) -> String?) async throws {
        if let url = setting("OPS_NOTIFY_WECOM_URL") {
            let fact = ChannelConfigured(channel: wecom, kind: .wecom, name: wecomName, sites: [], quiet: night)
            try await configure(fact, ChannelAddress(url: url), store, now)
        }
        if let url = setting("OPS_NOTIFY_SMTP_URL") {
            let to = (setting("OPS_NOTIFY_MAIL_TO") ?? "").split(separator: ",")
                .map { $0.trimmingCharacters(in: .whitespaces) }
            let address = ChannelAddress(url: url, from: setting("OPS_NOTIFY_MAIL_FROM"), to: to)
            let fact = ChannelConfigured(channel: mail, kind: .smtp, name: mailName, sites: [])
            try await configure(fact, address, store, now)
        }
        for rule in rules {
            try await store.perform(.own("start-up:rule:\(rule.rule)", by: .notify, now: now)) { tx in
                guard try tx.state(NotifyRule.self, rule.rule) == nil else { return }
                try tx.execute(NotifyRule.self, rule.rule, .publish(rule), site: nil)
            }
        }
    }

    /// Nobody is woken for a printer; a major fault goes out all the same.
    private static let night = QuietHours(from: "22:00", to: "07:00")

    /// The name, sites and quiet hours of a channel belong to its people once it exists; the address to the setting.
    private static func configure(
        _ fact: ChannelConfigured, _ address: ChannelAddress, _ store: Store, _ now: Timestamp
    ) async throws {
        try address.check(fact.kind)
        let (kept, version) = try await store.read { db in
            let row = try db.channel(fact.channel)
            return (try row.flatMap { try db.address(of: $0) }, row?.version ?? 0)
        }
        guard kept != address else { return }
        let name = "start-up:channel:\(fact.channel):\(version + 1)"
        try await store.perform(.own(name, by: .notify, now: now)) { tx in
            let known = try tx.state(Channel.self, fact.channel)?.configured
            try tx.execute(
                Channel.self, fact.channel, .configure(known ?? fact, newSecret: true), site: nil,
                sealed: try ContractCoding.encode(address))
        }
    }

    private static func rule(
        _ id: String, _ notice: NoticeKind, _ channel: ChannelID, _ audience: [Audience], least: Priority? = nil
    ) -> NotifyRulePublished {
        NotifyRulePublished(
            rule: NotifyRuleID(id), notice: notice, minimumPriority: least, channel: channel, sites: [],
            audience: audience)
    }

    static let rules: [NotifyRulePublished] = [
        rule("major-wecom", .major, wecom, [.dutyEngineer, .siteLeads]),
        rule("major-mail", .major, mail, [.siteLeads, .centralOffice, .supplier]),
        rule("opened-wecom", .ticketOpened, wecom, [.dutyEngineer]),
        rule("opened-mail", .ticketOpened, mail, [.siteLeads]),
        rule("breached-wecom", .targetBreached, wecom, [.dutyEngineer, .siteLeads]),
        rule("breached-mail", .targetBreached, mail, [.siteLeads, .supplier], least: .p2),
        rule("closed-wecom", .ticketClosed, wecom, []),
        rule("missed-wecom", .roundMissed, wecom, [.dutyEngineer]),
        rule("sheet-mail", .sheetPublished, mail, [.siteLeads, .supplier]),
        rule("statement-mail", .statementIssued, mail, [.finance, .centralOffice, .supplier]),
        rule("payment-mail", .paymentMade, mail, [.finance, .supplier]),
    ]
}
