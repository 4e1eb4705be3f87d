public import Foundation
import OpsCrypto

/// A mail as text: RFC 5322 with RFC 2047 words and a base64 body, CRLF throughout, lines of at most 76 characters.
public struct MailMessage: Sendable, Equatable {
    public struct Address: Sendable, Equatable {
        public var name: String?
        public var mailbox: String

        /// - Returns: nil where the mailbox is none: only visible ASCII, one @, nothing that ends a line or an address.
        public init?(_ mailbox: String, name: String? = nil) {
            let halves = mailbox.split(separator: "@", omittingEmptySubsequences: false)
            let isPlain = mailbox.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>(),;:\\\"[]".utf8.contains($0) }
            guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }), isPlain, mailbox.utf8.count <= 254 else {
                return nil
            }
            self.mailbox = mailbox
            self.name = name
        }
    }

    public var from: Address
    public var to: [Address]
    public var subject: String
    public var text: String
    /// Stable over retries, so that a reader's mailbox shows a repeated mail once.
    public var id: String
    /// Seconds since 1970, UTC.
    public var sentAt: Int64

    /// - Parameter id: What identifies the delivery; any text.
    public init(from: Address, to: [Address], subject: String, text: String, id: String, sentAt: Int64) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
        self.sentAt = sentAt
    }

    /// `<…@domain of the sender>`.
    public var messageID: String {
        let domain = from.mailbox.split(separator: "@").last.map(String.init) ?? "localhost"
        return "<\(SHA256.hex(id).prefix(32))@\(domain)>"
    }

    public var encoded: Data {
        let lines = [
            "Date: " + Self.date(sentAt), "From: " + Self.field(from),
            "To: " + to.map(Self.field).joined(separator: ",\r\n "), "Subject: " + Self.words(subject),
            "Message-ID: " + messageID, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated", "",
        ]
        let crlf = text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
        let body = Data(crlf.utf8).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Data((lines.joined(separator: "\r\n") + "\r\n" + body + "\r\n").utf8)
    }

    private static func field(_ address: Address) -> String {
        guard let name = address.name, !name.isEmpty else { return address.mailbox }
        return words(name) + " <\(address.mailbox)>"
    }

    /// Encoded words, none of which splits a character (RFC 2047 §5); short, so that the first line holds its name too.
    private static func words(_ text: String) -> String {
        let line = text.map { $0.isNewline ? " " : $0 }
        var pieces: [String] = [""]
        for character in line {
            if (pieces[pieces.count - 1] + String(character)).utf8.count > 39 { pieces.append("") }
            pieces[pieces.count - 1].append(character)
        }
        return pieces.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// In UTC: `Fri, 13 Feb 2026 08:31:09 +0000`.
    private static func date(_ seconds: Int64) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let date = Date(timeIntervalSince1970: Double(seconds))
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [parts.hour, parts.minute, parts.second].map { two($0 ?? 0) }.joined(separator: ":")
        return
            "\(days[((parts.weekday ?? 1) - 1) % 7]), \(two(parts.day ?? 1)) \(months[((parts.month ?? 1) - 1) % 12]) "
            + "\(parts.year ?? 1970) \(clock) +0000"
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
