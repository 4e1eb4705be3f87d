public import Foundation

/// A mail as it goes over the wire (RFC 5322, 2047): UTF-8 text in Base64, CRLF, no line above 78.
public struct MailMessage: Equatable, Sendable {
    public var from: String
    public var to: [String]
    public var subject: String
    public var text: String
    /// The same for every attempt, so that a mail program shows a repeated one once.
    public var id: String
    public var date: Date

    public init(from: String, to: [String], subject: String, text: String, id: String, date: Date) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
        self.date = date
    }

    /// Nil where an address or the id could smuggle a header in.
    public var wire: Data? {
        guard !to.isEmpty, ([from, id] + to).allSatisfy(Self.isPlain) else { return nil }
        let head = [
            "From: <\(from)>", "To: \(to.map { "<\($0)>" }.joined(separator: ",\r\n "))",
            "Subject: \(Self.encodedWords(subject))", "Date: \(Self.rfc5322(date))", "Message-ID: <\(id)>",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
            "Auto-Submitted: auto-generated",
        ]
        let crlf = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\r\n")
        let base64 = Data(crlf.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn])
        let body = base64.split(whereSeparator: \.isNewline).joined(separator: "\r\n")
        return Data((head.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n").utf8)
    }

    /// An address of `local@domain` without anything that ends a header or an envelope.
    public static func isPlain(_ address: String) -> Bool {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && address.utf8.count <= 254
            && address.utf8.allSatisfy { $0 > 32 && $0 < 127 && !Array("<>,;:\\\"()[]".utf8).contains($0) }
    }

    /// Encoded words of at most 75 characters that break between characters, folded (RFC 2047).
    static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for character in text where !character.isNewline {
            if word.utf8.count + character.utf8.count > 45 {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        words.append(word)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func rfc5322(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3600)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: date)
    }
}
