import Foundation
import OpsContracts
import OpsCrypto

extension Request {
    /// The body as JSON.
    /// - Throws: `Problem` 415 for another media type, 400 for broken JSON, 422 naming a field of the wrong shape.
    public func json<T: Decodable>(_ type: T.Type = T.self) throws(Problem) -> T {
        guard mediaType == "application/json" else { throw .unsupportedMediaType("application/json") }
        do {
            return try ContractCoding.decode(type, from: body)
        } catch let error as DecodingError {
            throw Problem(error, in: body)
        } catch {
            throw .malformed(zh: "内容不是合法的 JSON。", en: "The body is not valid JSON.")
        }
    }

    /// The body as the fields of a form; files stand in `uploads`.
    /// - Throws: `Problem` 415 for another media type, 400 for broken escapes.
    public func form() throws(Problem) -> Fields {
        if let multipart { return multipart.fields }
        guard mediaType == "application/x-www-form-urlencoded" else {
            throw .unsupportedMediaType("application/x-www-form-urlencoded")
        }
        guard let text = String(validating: body, as: UTF8.self), let fields = Fields.parse(text) else {
            throw .malformed(zh: "表单不能读取，请刷新页面再提交。", en: "The form cannot be read.")
        }
        return fields
    }

    /// A value of the route's pattern.
    /// - Throws: `Problem` 404 where it is no such identifier: what has an impossible name does not exist.
    public func parameter<T: RawRepresentable>(_ name: String, as type: T.Type = T.self) throws(Problem) -> T
    where T.RawValue == String {
        guard let text = parameters[name], let value = T(rawValue: text) else { throw .notFound }
        return value
    }

    /// A value of the route's pattern as it is.
    public func parameter(_ name: String) throws(Problem) -> String {
        guard let text = parameters[name] else { throw .notFound }
        return text
    }

    /// A whole number of the query.
    /// - Throws: `Problem` 400 naming the parameter where it is none or out of range.
    public func number(_ name: String, in range: ClosedRange<Int>, default missing: Int) throws(Problem) -> Int {
        guard let text = query.text(name) else { return missing }
        guard let number = Int(text), range.contains(number) else {
            throw .malformed(
                zh: "“\(name)”应为 \(range.lowerBound)～\(range.upperBound) 的整数，现在是“\(text.prefix(40))”。",
                en: "\(name) must be an integer from \(range.lowerBound) to \(range.upperBound).", field: name)
        }
        return number
    }
}

/// One page of a list, and where the next one begins.
public struct Paged<Item: Encodable & Sendable>: Encodable, Sendable {
    public var items: [Item]
    /// An opaque cursor to be sent as `?cursor=`; nil on the last page.
    public var next: String?

    public init(_ items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// An opaque position in a list: JSON in base64url, so that clients neither read nor build it.
public enum Cursor {
    public static func encode(_ position: some Encodable) throws -> String {
        Base64URL.encode(try ContractCoding.encode(position))
    }
}

extension Request {
    /// The position of `?cursor=`; nil on the first page.
    /// - Throws: `Problem` 400 where it is none of ours.
    public func cursor<T: Decodable>(_ type: T.Type = T.self) throws(Problem) -> T? {
        guard let text = query.text("cursor") else { return nil }
        guard text.utf8.count <= 1_024, let data = Base64URL.decode(text),
            let position = try? ContractCoding.decode(type, from: data)
        else {
            throw .malformed(
                zh: "翻页位置已失效，请从第一页开始。", en: "The cursor is not valid; start from the first page.", field: "cursor")
        }
        return position
    }
}
