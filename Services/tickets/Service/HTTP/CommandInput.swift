import Foundation
import OpsContracts
import OpsDomain
import OpsServer

/// What a command was given: a flat JSON object, or the fields of a form. One reader for both, so that a page and the
/// API can never differ in what they accept.
struct CommandInput: Sendable {
    private enum Value: Sendable, Decodable {
        case text(String)
        case integer(Int64)
        case flag(Bool)
        case list([String])
        /// From a form, where everything is text.
        case typed(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let integer = try? container.decode(Int64.self) {
                self = .integer(integer)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .list(try container.decode([String].self))
            }
        }
    }

    private var values: [String: Value]
    /// As they came, to fill the form in again.
    private(set) var fields: Fields

    /// - Throws: `Problem` 400, 415 or 422.
    init(_ request: Request) throws {
        if request.mediaType == "application/json" {
            values = try request.json([String: Value?].self).compactMapValues(\.self)
            fields = Fields()
        } else {
            fields = try request.form()
            values = Dictionary(fields.all.map { ($0.name, .typed($0.value)) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Adds pictures that came as files to those whose digests came.
    mutating func add(photos: [String]) {
        guard !photos.isEmpty else { return }
        fields = Fields(fields.all.map { ($0.name, $0.value) } + photos.map { ("photos", $0) })
    }

    /// Trimmed; nil where nothing was given.
    func text(_ name: String, limit: Int = 4000) throws(Rejection) -> String? {
        let raw: String
        switch values[name] {
        case nil: return nil
        case .text(let text), .typed(let text): raw = text
        case .integer, .flag, .list: throw wrong(name, "文字", "text")
        }
        let trimmed = raw.trimmed
        // Characters are counted only where there may be too many: none has less than a byte.
        guard trimmed.utf8.count <= limit || trimmed.count <= limit else {
            throw .invalid(name, zh: "最多\(limit)字，现在\(trimmed.count)字。", en: "At most \(limit) characters in \(name).")
        }
        guard !trimmed.unicodeScalars.contains(where: { $0.value == 0 }) else { throw wrong(name, "文字", "text") }
        return trimmed.isEmpty ? nil : trimmed
    }

    func required(_ name: String, _ zh: String, limit: Int = 4000) throws(Rejection) -> String {
        guard let text = try text(name, limit: limit) else {
            throw .invalid(name, zh: "填写\(zh)。", en: "Fill in \(name).")
        }
        return text
    }

    func flag(_ name: String) throws(Rejection) -> Bool {
        switch values[name] {
        case nil: return false
        case .flag(let flag): return flag
        case .typed(let text): return ["on", "true", "1", "yes"].contains(text)
        case .text, .integer, .list: throw wrong(name, "是或否", "true or false")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(Rejection) -> Int64? {
        let number: Int64
        switch values[name] {
        case nil: return nil
        case .integer(let value): number = value
        case .typed(let text) where text.isEmpty: return nil
        case .typed(let text):
            guard let value = Int64(text) else { throw wrong(name, "整数", "an integer") }
            number = value
        case .text, .flag, .list: throw wrong(name, "整数", "an integer")
        }
        guard range.contains(number) else {
            throw .invalid(
                name, zh: "应为\(range.lowerBound)到\(range.upperBound)，现在是\(number)。",
                en: "\(name) runs from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// UTC milliseconds, or from a form the stations' wall clock `2026-02-13T17:00`.
    func moment(_ name: String) throws(Rejection) -> Timestamp? {
        switch values[name] {
        case .typed(let text) where !text.isEmpty:
            guard let local = LocalTime(text) else { throw wrong(name, "时间，如 2026-02-13 17:00", "a local time") }
            return Timestamp(local)
        default: return try integer(name, in: 0...253_402_000_000_000).map { Timestamp($0) }
        }
    }

    func code<C: ContractCode>(_ name: String, _ known: [C]) throws(Rejection) -> C? {
        guard let text = try text(name, limit: 40) else { return nil }
        guard let code = known.first(where: { $0.rawValue == text }) else {
            throw .invalid(
                name, zh: "可选：\(known.map(\.zh).joined(separator: "、"))。",
                en: "One of \(known.map(\.rawValue).joined(separator: ", ")).")
        }
        return code
    }

    func requiredCode<C: ContractCode>(_ name: String, _ zh: String, _ known: [C]) throws(Rejection) -> C {
        guard let code = try code(name, known) else { throw .invalid(name, zh: "选择\(zh)。", en: "Choose \(name).") }
        return code
    }

    func id<Kind>(_ name: String, _ kind: Identifier<Kind>.Type = Identifier<Kind>.self) throws(Rejection)
        -> Identifier<Kind>?
    {
        guard let text = try text(name, limit: 64) else { return nil }
        guard let id = Identifier<Kind>(rawValue: text) else {
            throw .invalid(name, zh: "编号只能有字母、数字、点、横线和下划线。", en: "\(name) is not an identifier.")
        }
        return id
    }

    /// Hex SHA-256 digests, each once; a form has a field for each.
    func digests(_ name: String) throws(Rejection) -> [String] {
        var list: [String] = []
        switch values[name] {
        case .list(let texts): list = texts
        case nil, .typed:
            list = fields.values(name).flatMap { $0.split { $0 == " " || $0 == "," } }.map(String.init)
        case .text, .flag, .integer: throw wrong(name, "照片摘要列表", "a list of digests")
        }
        guard list.count <= 20, list.allSatisfy({ $0.count == 64 && $0.allSatisfy(\.isHexDigit) }) else {
            throw .invalid(name, zh: "照片最多20张，每张一个SHA-256摘要。", en: "At most 20 SHA-256 digests.")
        }
        var seen: Set<String> = []
        return list.map { $0.lowercased() }.filter { seen.insert($0).inserted }
    }

    private func wrong(_ name: String, _ zh: String, _ en: String) -> Rejection {
        .invalid(name, zh: "应为\(zh)。", en: "\(name) must be \(en).")
    }
}
