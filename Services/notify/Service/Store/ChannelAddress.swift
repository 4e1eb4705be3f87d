import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// Where a channel leads and what proves us there: sealed beside its facts, never on the bus, never shown.
struct ChannelAddress: Codable, Sendable, Equatable {
    /// `https://…`, `smtp://user:password@host:port`, or the bare key of a 企业微信 bot.
    var url: String
    /// Signs what goes out to DingTalk, Feishu and webhooks.
    var secret: String?
    /// The sender of mail.
    var from: String?
    /// Who gets every mail, besides those a rule names.
    var to: [String]?

    init(url: String, secret: String? = nil, from: String? = nil, to: [String]? = nil) {
        self.url = url
        self.secret = secret
        self.from = from
        self.to = to.flatMap { list in list.isEmpty ? nil : list }
    }

    /// - Throws: `Rejection` where it is no address of this kind.
    func check(_ kind: ChannelKind) throws(Rejection) {
        if kind == .smtp {
            try checkMail()
        } else if (kind == .wecom && Self.isKey(url)) == false {
            guard let parts = URLComponents(string: url), ["http", "https"].contains(parts.scheme),
                parts.host?.isEmpty == false, url.utf8.count <= 1_000
            else {
                throw .invalid("url", zh: "地址应以https://开头。", en: "The address must be an http URL.")
            }
        }
    }

    private func checkMail() throws(Rejection) {
        guard SMTPClient.Server(url: url) != nil else {
            throw .invalid(
                "url", zh: "地址应如smtp://user:password@host:port，其中的特殊字符需转义。",
                en: "The address must be smtp://user:password@host:port, escaped.")
        }
        guard let from, OpsServer.MailMessage.Address(from) != nil else {
            throw .invalid("from", zh: "填写发件邮箱。", en: "Say whose mail it is.")
        }
        let to = to ?? []
        guard to.count <= 50, to.allSatisfy({ OpsServer.MailMessage.Address($0) != nil }) else {
            throw .invalid("to", zh: "收件邮箱有误，或多于50个。", en: "At most 50 mailboxes.")
        }
    }

    /// The URL to call; for 企业微信 made from the bare key.
    func endpoint(_ kind: ChannelKind) -> String {
        guard kind == .wecom, Self.isKey(url) else { return url }
        return "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + url
    }

    /// Host and port; everything else may be secret.
    func masked(_ kind: ChannelKind) -> String {
        guard let parts = URLComponents(string: endpoint(kind)), let host = parts.host else { return "•••" }
        let port = parts.port.map { ":\($0)" } ?? ""
        return "\(parts.scheme ?? "")://\(host)\(port)/•••"
    }

    private static func isKey(_ text: String) -> Bool {
        (8...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension SMTPClient.Server {
    /// `smtp://user:password@host:port` starts TLS, `smtps://` begins with it; only this machine, or `?security=none`,
    /// goes without. The port is 587 or 465 where none is given.
    init?(url: String) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.scheme == "smtp" || parts.scheme == "smtps"
        else { return nil }
        let asked = parts.queryItems?.first { $0.name == "security" }?.value
        let isHere = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        let security: SMTPClient.Security
        if let asked {
            guard let known = SMTPClient.Security(rawValue: asked) else { return nil }
            security = known
        } else {
            security = parts.scheme == "smtps" ? .tls : isHere ? .none : .startTLS
        }
        let port = parts.port ?? (parts.scheme == "smtps" ? 465 : 587)
        guard (1...65_535).contains(port) else { return nil }
        self.init(
            host: host, port: port, security: security, user: parts.user.flatMap { $0.isEmpty ? nil : $0 },
            password: parts.password, timeout: 20_000)
    }
}

extension ReadDatabase {
    /// Nil where nothing was sealed, or the log was healed from the topic, which never had it.
    func address(of channel: ChannelRow) throws -> ChannelAddress? {
        guard let seq = channel.sealedSeq, let bytes = try sealed(seq: seq) else { return nil }
        return try ContractCoding.decode(ChannelAddress.self, from: Data(bytes))
    }
}
