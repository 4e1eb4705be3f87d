public import Foundation
import Glibc

/// A file that came with a form.
public struct Upload: Sendable, Equatable {
    /// The field's name.
    public var name: String
    public var data: Data
}

/// A form with files (`multipart/form-data`, RFC 7578), taken apart in one pass over a body the edge has bounded.
///
/// What a file calls itself, by name or by type, is not even read: only its bytes are judged, by whoever keeps it.
struct MultipartForm: Sendable {
    static let maxParts = 200
    static let maxHeadBytes = 4 << 10
    /// Of all fields that are no files, as for a form without files.
    static let maxFieldBytes = 256 << 10

    private(set) var fields = Fields()
    private(set) var uploads: [Upload] = []

    /// - Throws: `Problem` 400 for what no browser sends.
    init(_ body: Data, contentType: String) throws(Problem) {
        guard let boundary = Self.boundary(contentType), let parts = Self.parts(body, boundary) else {
            throw .brokenMultipart
        }
        var pairs: [(String, String)] = []
        var room = Self.maxFieldBytes
        for part in parts {
            guard let (head, content) = Self.halves(part), let disposition = Disposition(head) else {
                throw .brokenMultipart
            }
            if disposition.isFile {
                uploads.append(Upload(name: disposition.name, data: Data(content)))
                continue
            }
            room -= content.count
            guard room >= 0, let text = String(validating: content, as: UTF8.self), !text.utf8.contains(0) else {
                throw .brokenMultipart
            }
            pairs.append((disposition.name, text))
        }
        fields = Fields(pairs)
    }

    /// 1 to 70 characters that need no escape in a header (RFC 2046).
    static func boundary(_ contentType: String) -> String? {
        for parameter in contentType.split(separator: ";").dropFirst() {
            let halves = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, halves[0].trimmingCharacters(in: .whitespaces).lowercased() == "boundary" else {
                continue
            }
            var value = halves[1].trimmingCharacters(in: .whitespaces)
            if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 {
                value = String(value.dropFirst().dropLast())
            }
            let isGood = (1...70).contains(value.utf8.count) && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isGood && !value.contains("\"") ? value : nil
        }
        return nil
    }

    /// What stands between the boundaries; nil where the last one is missing or there are too many.
    private static func parts(_ body: Data, _ boundary: String) -> [Data]? {
        // A line break of its own lets the first boundary be found like all others.
        let bytes = Data("\r\n".utf8) + body
        let mark = Array("\r\n--\(boundary)".utf8)
        guard var start = find(mark, in: bytes, from: bytes.startIndex) else { return nil }
        var parts: [Data] = []
        while true {
            var from = start + mark.count
            let rest = bytes[from...]
            if rest.starts(with: "--".utf8) { return parts }
            // Transport padding: white space after a boundary is legal, and nobody sends it.
            guard rest.starts(with: "\r\n".utf8), parts.count < maxParts else { return nil }
            from += 2
            // An empty part shares its line break with the next boundary.
            guard let end = find(mark, in: bytes, from: from - 2) else { return nil }
            parts.append(end < from ? Data() : bytes[from..<end])
            start = end
        }
    }

    /// Looks only where a carriage return stands, so that time grows with the body and not with its square.
    private static func find(_ mark: [UInt8], in bytes: Data, from: Int) -> Int? {
        bytes.withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress else { return nil }
            var at = from
            while at + mark.count <= buffer.count {
                guard let hit = memchr(base + at, 0x0D, buffer.count - at) else { return nil }
                at = UnsafeRawPointer(hit) - base
                guard at + mark.count <= buffer.count else { return nil }
                if memcmp(hit, mark, mark.count) == 0 { return at }
                at += 1
            }
            return nil
        }
    }

    private static func halves(_ part: Data) -> (head: String, content: Data)? {
        let limit = part.prefix(maxHeadBytes + 4)
        guard let gap = limit.range(of: Data("\r\n\r\n".utf8)),
            let head = String(validating: part[part.startIndex..<gap.lowerBound], as: UTF8.self)
        else { return nil }
        return (head, part[gap.upperBound...])
    }
}

/// `Content-Disposition: form-data; name="photo"; filename="…"`.
private struct Disposition {
    var name = ""
    var isFile = false

    init?(_ head: String) {
        let lines = head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("content-disposition:") }
        guard lines.count == 1, let line = lines.first else { return nil }
        var rest = line.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
        guard rest.lowercased().hasPrefix("form-data") else { return nil }
        rest = rest.dropFirst("form-data".count)
        var names: [String] = []
        while let parameter = Self.next(&rest) {
            switch parameter.name {
            case "name": names.append(parameter.value)
            case "filename", "filename*": isFile = true
            default: break
            }
        }
        // Two names would let two readers see two forms.
        guard names.count == 1, let name = names.first, (1...200).contains(name.utf8.count),
            !name.unicodeScalars.contains(where: { $0.value < 0x20 })
        else { return nil }
        self.name = name
    }

    /// Browsers write quotes in names as %22 and never escape with a backslash.
    private static func next(_ rest: inout Substring) -> (name: String, value: String)? {
        rest = rest.drop { $0 == " " || $0 == ";" || $0 == "\t" }
        guard let equals = rest.firstIndex(of: "=") else { return nil }
        let name = rest[..<equals].lowercased()
        rest = rest[rest.index(after: equals)...]
        if rest.first == "\"" {
            rest = rest.dropFirst()
            let value = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(value.count + 1)
            return (name, String(value))
        }
        let value = rest.prefix { $0 != ";" }
        rest = rest.dropFirst(value.count)
        return (name, value.trimmingCharacters(in: .whitespaces))
    }
}

extension Request {
    /// Files that came with a form; none where the body is no such form.
    public var uploads: [Upload] { multipart?.uploads ?? [] }
}

extension Problem {
    static let brokenMultipart = Problem.malformed(
        zh: "表单不能读取，请刷新页面再提交。", en: "The multipart form cannot be read.")
}
