import Foundation
import NotifyDomain
import OpsContracts
import OpsCrypto
import OpsServer

/// Calls the other side, in the words of its kind, and says what came of it.
struct Caller: Sendable {
    let http: HTTPClient
    /// The console's address without a slash at the end.
    let base: String

    typealias Answer = (outcome: NotifyDomain.Outcome, parts: Int)

    /// - Throws: `CancellationError` alone: the outcome then stays unknown.
    func send(_ call: Call) async throws -> Answer {
        guard let address = call.address else { return (.permanent("通道没有地址"), 1) }
        do {
            switch call.channel.kind {
            case .wecom: return try await wecom(call, address)
            case .dingtalk: return (try await dingtalk(call, address), 1)
            case .feishu: return (try await feishu(call, address), 1)
            case .webhook: return (try await webhook(call, address), 1)
            case .smtp: return (try await mail(call, address), 1)
            default: return (.permanent("不认识的通道类型"), 1)
            }
        } catch let error as OutboundError {
            return (NotifyDomain.Outcome(error), 1)
        }
    }

    /// A long message goes part by part, one call each; the mark stands before the part that may arrive twice.
    private func wecom(_ call: Call, _ address: ChannelAddress) async throws -> Answer {
        let (mark, delivery) = ("【重发】", call.delivery)
        let text = WeComMessage.markdown(delivery.notice, base: base, mentions: call.to.wecom)
        let parts = WeComMessage.split(text, limit: WeComMessage.limit - mark.utf8.count)
        let part = parts[min(delivery.partsDone, parts.count - 1)]
        let body = try WeComMessage.body(delivery.resend ? mark + part : part)
        let answer = try await post(address.endpoint(.wecom), body)
        return (Self.judge(answer, "errcode") { .wecom(code: $0) }, parts.count)
    }

    private func dingtalk(_ call: Call, _ address: ChannelAddress) async throws -> NotifyDomain.Outcome {
        struct Body: Encodable {
            struct Markdown: Encodable { var title, text: String }
            var msgtype = "markdown"
            var markdown: Markdown
        }
        var url = address.url
        if let secret = address.secret {
            let sign = Signature.dingtalk(secret: secret, timestamp: call.now.rawValue, hmac: Self.hmac)
            url += (url.contains("?") ? "&" : "?") + "timestamp=\(call.now.rawValue)"
            url += "&sign=" + Signature.queryEscaped(sign)
        }
        let (title, text) = words(call)
        let body = Body(markdown: .init(title: title, text: text.replacing("\n", with: "  \n")))
        return Self.judge(try await post(url, try ContractCoding.encode(body)), "errcode") { .dingtalk(code: $0) }
    }

    private func feishu(_ call: Call, _ address: ChannelAddress) async throws -> NotifyDomain.Outcome {
        struct Body: Encodable {
            struct Content: Encodable { var text: String }
            var timestamp, sign: String?
            var msg_type = "text"
            var content: Content
        }
        let seconds = call.now.rawValue / 1_000
        let sign = address.secret.map {
            Signature.feishu(secret: $0, timestamp: seconds, hmac: Self.hmac)
        }
        let body = Body(
            timestamp: sign.map { _ in String(seconds) }, sign: sign, content: .init(text: words(call).text))
        return Self.judge(try await post(address.url, try ContractCoding.encode(body)), "code") { .feishu(code: $0) }
    }

    /// Standard Webhooks: the id is the same for every attempt, so the receiver drops what it has.
    private func webhook(_ call: Call, _ address: ChannelAddress) async throws -> NotifyDomain.Outcome {
        let notice = call.delivery.notice
        let body = try ContractCoding.encode(
            WebhookBody(
                type: notice.kind.rawValue, number: notice.number, site: notice.site, priority: notice.priority,
                title: notice.title, lines: notice.lines, url: base + notice.path, resend: call.delivery.resend))
        let (id, seconds) = (call.delivery.delivery.rawValue, call.now.rawValue / 1_000)
        var headers: Headers = ["webhook-id": id, "webhook-timestamp": String(seconds)]
        if let secret = address.secret {
            headers["webhook-signature"] = Signature.standardWebhook(
                id: id, timestamp: seconds, body: body, secret: secret, hmac: Self.hmac)
        }
        return .http(status: try await post(address.url, body, headers).status)
    }

    private struct WebhookBody: Encodable {
        var type, number: String
        var site: SiteCode?
        var priority: Priority?
        var title: String?
        var lines: [Notice.Line]
        var url: String
        var resend: Bool
    }

    /// The id is the delivery's: a mail program shows a repeated mail once.
    private func mail(_ call: Call, _ address: ChannelAddress) async throws -> NotifyDomain.Outcome {
        guard let server = SMTPClient.Server(url: address.url),
            let from = address.from.flatMap({ OpsServer.MailMessage.Address($0) })
        else { return .permanent("通道的地址有误") }
        let fixed = address.to ?? []
        let mailboxes = fixed + call.to.mail.filter { !fixed.contains($0) }
        let to = mailboxes.compactMap { OpsServer.MailMessage.Address($0) }
        guard !to.isEmpty else { return .permanent("没有收件人") }
        let (title, text) = words(call)
        let message = OpsServer.MailMessage(
            from: from, to: to, subject: title, text: text, id: call.delivery.delivery.rawValue,
            sentAt: call.delivery.createdAt.rawValue / 1_000)
        try await SMTPClient(server).send(message)
        return .delivered
    }

    private static func hmac(_ key: Data, _ message: Data) -> Data { Data(HMACSHA256.code(for: message, key: key)) }

    private func words(_ call: Call) -> (title: String, text: String) {
        let (notice, resend) = (call.delivery.notice, call.delivery.resend)
        return (notice.headline(resend: resend), notice.text(base: base, resend: resend))
    }

    private func post(_ url: String, _ body: Data, _ headers: Headers = Headers()) async throws -> HTTPClient.Answer {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return try await http.send(
            HTTPClient.Call(
                .post, url, headers: headers, body: body, connectTimeout: 5_000, timeout: 10_000, maxBody: 64 << 10))
    }

    private static func judge(
        _ answer: HTTPClient.Answer, _ member: String, _ outcome: (Int) -> NotifyDomain.Outcome
    ) -> NotifyDomain.Outcome {
        guard answer.status == 200 else { return .http(status: answer.status) }
        return NotifyDomain.Outcome(robot: answer.body, member, outcome)
    }
}

extension NotifyDomain.Outcome {
    init(_ error: OutboundError) {
        self =
            switch error {
            case .notSent(let why): .refused("没有连上（\(Self.zh(why))）")
            case .unknownOutcome(let why): .unknown("没有收到答复（\(Self.zh(why))）")
            case .answerTooLarge: .unknown("答复太大")
            case .refused(let code, _): .smtp(reply: code)
            }
    }

    /// What the network library says, in the words of the screen.
    private static func zh(_ why: String) -> String {
        let known = [
            ("resolve", "域名解析不了"), ("timed out", "对方太久没有回应"), ("timeout", "对方太久没有回应"), ("certificate", "对方的证书不对"),
            ("SSL", "加密连接没有建立"), ("TLS", "加密连接没有建立"), ("reset", "连接中断"), ("connect", "对方没有接受连接"),
            ("Empty reply", "对方没有答复"), ("memory", "内存不足"),
        ]
        return known.first { why.localizedCaseInsensitiveContains($0.0) }?.1 ?? "网络出错"
    }
}
