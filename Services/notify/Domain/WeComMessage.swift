public import Foundation
import OpsContracts

/// A message for a 企业微信 group bot, in `markdown`: the form that has colours and can name people.
public enum WeComMessage {
    /// UTF-8 bytes of `markdown.content` (requirements §5.1).
    public static let limit = 4096
    /// Kept free in each part for its mark, `（2/3）`.
    static let reserve = 64

    /// - Parameters:
    ///   - base: the console's address without a slash at the end.
    ///   - mentions: user ids within 企业微信.
    public static func markdown(
        _ notice: Notice, base: String, mentions: [String] = [], resend: Bool = false
    ) -> String {
        let colour = notice.priority?.isMajor == true || notice.kind == .targetBreached ? "warning" : "info"
        var lines = [#"<font color="\#(colour)">\#(escaped(notice.headline(resend: resend)))</font>"#]
        if let title = notice.title { lines.append("**\(escaped(title))**") }
        lines += notice.lines.map { "> \($0.label)：\(escaped($0.value))" }
        lines.append("[打开](\(base)\(notice.path))")
        if !mentions.isEmpty { lines.append(mentions.map { "<@\(escaped($0))>" }.joined()) }
        return lines.joined(separator: "\n")
    }

    /// Parts of at most `limit` bytes that break between lines, or inside a line between characters; more than one are
    /// numbered. Nothing is lost: without the marks the parts' lines are the text's.
    public static func split(_ text: String, limit: Int = limit) -> [String] {
        guard text.utf8.count > limit else { return [text] }
        let room = max(limit - reserve, 4)
        var parts: [String] = []
        var part = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).flatMap({ pieces($0, room) }) {
            let longer = part.isEmpty ? line : part + "\n" + line
            if longer.utf8.count <= room {
                part = longer
            } else {
                parts.append(part)
                part = line
            }
        }
        parts.append(part)
        return parts.enumerated().map { "\($1)\n（\($0 + 1)/\(parts.count)）" }
    }

    /// A line in pieces of at most `room` bytes. A single character that is longer (marks piled on marks) is cut between
    /// its scalars.
    private static func pieces(_ line: Substring, _ room: Int) -> [String] {
        guard line.utf8.count > room else { return [String(line)] }
        var pieces: [String] = []
        var piece = ""
        for character in line {
            for atom in character.utf8.count > room ? character.unicodeScalars.map(String.init) : [String(character)] {
                if piece.utf8.count + atom.utf8.count > room {
                    pieces.append(piece)
                    piece = ""
                }
                piece += atom
            }
        }
        pieces.append(piece)
        return pieces
    }

    /// The markup has no escapes, so what could act as markup becomes its full-width twin: nobody's fault report calls
    /// `<@all>`.
    static func escaped(_ text: String) -> String {
        String(
            text.map { character -> Character in
                switch character {
                case "<": "＜"
                case ">": "＞"
                case "[": "［"
                case "]": "］"
                case "*": "＊"
                case "`": "＇"
                case _ where character.isNewline: " "
                default: character
                }
            })
    }

    /// The request's body.
    public static func body(_ content: String) throws -> Data {
        struct Body: Encodable {
            struct Markdown: Encodable { var content: String }
            var msgtype = "markdown"
            var markdown: Markdown
        }
        return try ContractCoding.encode(Body(markdown: .init(content: content)))
    }
}
