import Foundation
import NotifyDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// What people do with channels, rules and contacts: the API and the pages both come here.
struct NotifyDesk: Sendable {
    let store: Store
    let clock: any OpsClock
    let forms: FormGuard

    static let readers: Access = .roles([.office, .admin, .supplier, .siteLead])
    /// Who sets channels and contacts.
    static let admins: Access = .roles([.admin])
    /// Who says who gets what, and looks after what did not arrive.
    static let keepers: Access = .roles([.admin, .office])

    typealias Answer = @Sendable (Int64, ReadDatabase) throws -> Response
}

/// A channel as somebody configures it; an address that is left out stays as it is.
struct ChannelInput: Codable, Sendable {
    var kind: ChannelKind
    var name: String
    /// Empty or absent: all.
    var sites: [SiteCode]?
    var quiet: QuietHours?
    var url: String?
    var secret: String?
    var from: String?
    var to: [String]?

    func fact(_ id: ChannelID) throws(Rejection) -> ChannelConfigured {
        let sites = sites ?? []
        guard sites.count <= 50, sites.allSatisfy({ SiteCode(rawValue: $0.rawValue) != nil }) else {
            throw .invalid("sites", zh: "没有这个站区。", en: "No such site.")
        }
        return ChannelConfigured(channel: id, kind: kind, name: name, sites: sites, quiet: quiet)
    }

    /// Nil where nothing of the address is said.
    func address(over old: ChannelAddress?) throws(Rejection) -> ChannelAddress? {
        guard url != nil || secret != nil || from != nil || to != nil else { return nil }
        // What this kind has no use for is kept all the same, and must stay small.
        let long = [("secret", secret, 200), ("from", from, 254)].first { ($0.1 ?? "").count > $0.2 }
        if let (field, _, most) = long {
            throw .invalid(field, zh: "最多\(most)个字符。", en: "At most \(most) characters.")
        }
        guard (to ?? []).count <= 50, (to ?? []).allSatisfy({ $0.count <= 254 }) else {
            throw .invalid("to", zh: "收件邮箱有误，或多于50个。", en: "At most 50 mailboxes.")
        }
        guard let url = url ?? old?.url else {
            throw .invalid("url", zh: "填写通道的地址。", en: "A new channel needs its address.")
        }
        let address = ChannelAddress(
            url: url, secret: secret ?? old?.secret, from: from ?? old?.from, to: to ?? old?.to)
        try address.check(kind)
        return address == old ? nil : address
    }
}

// Channels
extension NotifyDesk {
    func configure(
        _ request: Request, _ id: ChannelID, _ input: ChannelInput, _ answer: @escaping Answer
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            try (input.sites ?? []).forEach(tx.reads.requireKnown)
            let old = try tx.reads.channel(id).flatMap { try tx.reads.address(of: $0) }
            let address = try input.address(over: old)
            let outcome = try tx.execute(
                Channel.self, id, .configure(try input.fact(id), newSecret: address != nil), site: nil,
                ifMatch: ifMatch, sealed: try address.map { try ContractCoding.encode($0) })
            return try answer(outcome.version, tx.reads)
        }
    }

    func enable(_ request: Request, _ id: ChannelID, _ answer: @escaping Answer) async throws -> Response {
        try await change(request, id, .enable, answer)
    }

    func disable(
        _ request: Request, _ id: ChannelID, reason: String, _ answer: @escaping Answer
    ) async throws -> Response {
        guard reason.count <= 200 else {
            throw Rejection.invalid("reason", zh: "原因最多200个字。", en: "At most 200 characters.")
        }
        return try await change(request, id, .disable(reason: reason), answer)
    }

    private func change(
        _ request: Request, _ id: ChannelID, _ command: ChannelCommand, _ answer: @escaping Answer
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            let outcome = try tx.execute(Channel.self, id, command, site: nil, ifMatch: ifMatch)
            return try answer(outcome.version, tx.reads)
        }
    }

    /// Queues a message that says that it is a test; its delivery tells how the channel fares.
    func test(
        _ request: Request, _ id: ChannelID,
        _ answer: @escaping @Sendable (DeliveryID, ReadDatabase) throws -> Response
    ) async throws -> Response {
        try await store.respond(to: request) { tx in
            guard var channel = try tx.reads.channel(id) else { throw Problem.notFound }
            guard channel.disabled == nil else {
                throw Rejection(.conflict, "channel-disabled", zh: "通道已停用，请先启用。", en: "The channel is disabled.")
            }
            channel.quiet = nil
            let delivery = DeliveryID(UUID().uuidString.lowercased())
            let notice = Notice(
                kind: .test, site: nil, priority: nil, number: channel.name, title: nil, lines: [],
                path: "/notify/deliveries/\(delivery)", notAfter: tx.context.now + 10 * 60_000)
            try tx.queue(notice, [], on: channel, id: delivery, cause: "test:\(delivery)")
            return try answer(delivery, tx.reads)
        }
    }
}

// Rules and contacts
extension NotifyDesk {
    func publish(
        _ request: Request, _ rule: NotifyRulePublished, _ answer: @escaping Answer
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        guard rule.sites.count <= 50, rule.sites.allSatisfy({ SiteCode(rawValue: $0.rawValue) != nil }) else {
            throw Rejection.invalid("sites", zh: "没有这个站区。", en: "No such site.")
        }
        return try await store.respond(to: request) { tx in
            try rule.sites.forEach(tx.reads.requireKnown)
            guard try tx.state(Channel.self, rule.channel) != nil else {
                throw Rejection.invalid("channel", zh: "没有这个通道，请先建通道。", en: "No such channel.")
            }
            let outcome = try tx.execute(NotifyRule.self, rule.rule, .publish(rule), site: nil, ifMatch: ifMatch)
            return try answer(outcome.version, tx.reads)
        }
    }

    func withdraw(_ request: Request, _ id: NotifyRuleID, _ answer: @escaping Answer) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            guard try tx.state(NotifyRule.self, id) != nil else { throw Problem.notFound }
            let outcome = try tx.execute(NotifyRule.self, id, .withdraw, site: nil, ifMatch: ifMatch)
            return try answer(outcome.version, tx.reads)
        }
    }

    /// All of a person's addresses at once; one left out is gone.
    func setContact(_ request: Request, _ account: AccountID, _ addresses: ContactAddresses) async throws -> Response {
        try addresses.check()
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            try tx.execute(
                Contact.self, account, ContactSet(account: account, routes: addresses.routes), site: nil,
                ifMatch: ifMatch, sealed: try ContractCoding.encode(addresses))
            return .noContent
        }
    }
}

extension ContactAddresses {
    func check() throws(Rejection) {
        if routes.isEmpty {
            throw .invalid("mail", zh: "至少填写邮箱、手机号、企业微信账号中的一个。", en: "Give a mailbox, a mobile number or a WeCom id.")
        }
        if let mail, OpsServer.MailMessage.Address(mail) == nil {
            throw .invalid("mail", zh: "邮箱有误。", en: "Not a mailbox.")
        }
        if let mobile,
            !(6...20).contains(mobile.utf8.count) || !mobile.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "+") })
        {
            throw .invalid("mobile", zh: "手机号应为数字。", en: "Not a phone number.")
        }
        if let wecom,
            !(1...64).contains(wecom.utf8.count) || wecom.contains(where: { "<>@".contains($0) || $0.isWhitespace })
        {
            throw .invalid("wecom", zh: "企业微信账号有误。", en: "Not a user id.")
        }
    }
}
