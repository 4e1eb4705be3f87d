import Foundation
import OpsContracts
public import OpsDomain

/// The problems the edge itself finds.
extension Problem {
    public static let notFound = Problem(
        404, "not-found", zh: "没有找到，或你的账号不能查看。", en: "No such thing, or not yours to see.")

    public static func malformed(zh: String, en: String, field: String? = nil) -> Problem {
        Problem(400, "malformed", zh: zh, en: en, field: field)
    }

    static func methodNotAllowed(_ allowed: [Method]) -> Problem {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(
            405, "method-not-allowed", zh: "这个地址只接受：\(list)。", en: "This address takes only: \(list).",
            headers: ["Allow": list])
    }

    static func tooLarge(_ limit: Int) -> Problem {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit >> 10) KiB"
        return Problem(
            413, "too-large", zh: "内容太大，最多 \(size)。请删减后重试。", en: "The body may have at most \(size).")
    }

    static func unsupportedMediaType(_ expected: String) -> Problem {
        Problem(
            415, "unsupported-media-type", zh: "内容格式应为 \(expected)。",
            en: "The body must be \(expected), said in Content-Type.")
    }

    public static let signInNeeded = Problem(
        401, "sign-in-needed", zh: "请先登录。", en: "Sign in first.",
        headers: ["WWW-Authenticate": "Bearer realm=\"stationops\""])

    static let notSameOrigin = Problem(
        403, "not-same-origin", zh: "没有保存：请求不是从本系统的页面发出的。请回到页面，刷新后再提交。",
        en: "Not done: the request did not come from a page of this system. Reload the page and submit again.")

    /// What was seen is no longer what is there.
    public static func stale(current: Int64) -> Problem {
        Problem(
            412, "changed-meanwhile", zh: "你打开后，内容已被他人改动。请核对现在的内容再提交。",
            en: "It was changed after you opened it. Check what is there now and submit again.",
            headers: ["ETag": ETag(version: current).text])
    }

    public static func unavailable(zh: String, en: String, retryAfter seconds: Int = 5) -> Problem {
        Problem(503, "unavailable", zh: zh, en: en, headers: ["Retry-After": String(seconds)])
    }

    static func unexpected(number: String) -> Problem {
        Problem(
            500, "unexpected", zh: "抱歉，系统出错，没有保存。请稍后再试；打电话时请报编号 \(number)。",
            en: "Something went wrong and nothing was saved. Try again later; on the phone, give the number \(number).",
            number: number)
    }

    public init(_ rejection: Rejection) {
        let status =
            switch rejection.kind {
            case .invalid: 422
            case .forbidden: 403
            case .missing: 404
            case .conflict: 409
            }
        self.init(status, Self.slug(rejection.code), zh: rejection.zh, en: rejection.en, field: rejection.field)
    }

    /// A code that a field's name went into, where that name was the caller's own, must still make a stable address.
    private static func slug(_ code: String) -> String {
        let isSlug =
            code.utf8.count <= 60
            && code.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        return isSlug ? code : "invalid-field"
    }

    /// Broken JSON is 400; JSON of another shape is 422 and names the field and what is expected there.
    init(_ error: DecodingError, in body: Data) {
        switch error {
        case .typeMismatch(let type, let context):
            self = .wrongShape(context.codingPath, expected: Self.word(type))
        case .valueNotFound(let type, let context):
            self = .wrongShape(context.codingPath, expected: Self.word(type))
        case .keyNotFound(let key, let context):
            let field = Self.field(context.codingPath + [key])
            self.init(
                422, "missing-field", zh: "缺少“\(field)”。", en: "The field \(field) is missing.", field: field)
        case .dataCorrupted(let context):
            let field = Self.field(context.codingPath)
            guard !field.isEmpty else {
                self = Self.unreadable(body)
                return
            }
            self.init(
                422, "invalid-field", zh: "“\(field)”的值不合要求。", en: "The value of \(field) is not acceptable.",
                field: field)
        @unknown default:
            self = .malformed(zh: "内容不能读取。", en: "The body cannot be read.")
        }
    }

    /// Foundation names no place for a number that does not fit its type (1.5 for an integer).
    private static func unreadable(_ body: Data) -> Problem {
        guard (try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)) != nil else {
            return .malformed(zh: "内容不是合法的 JSON。", en: "The body is not valid JSON.")
        }
        return Problem(
            422, "invalid-number", zh: "内容里有一个数值不合要求：应为整数，且不能太大。",
            en: "A number in the body does not fit: it must be an integer and not too large.")
    }

    private static func wrongShape(_ path: [any CodingKey], expected: Words) -> Problem {
        let field = field(path)
        let (zh, en) = field.isEmpty ? ("内容", "The body") : ("“\(field)”", "The field \(field)")
        return Problem(
            422, "wrong-type", zh: "\(zh)应为\(expected.zh)。", en: "\(en) must be \(expected.en).",
            field: field.isEmpty ? nil : field)
    }

    /// The way to a member, such as `readings[3].value`; cut where the names are the caller's own and endless.
    private static func field(_ path: [any CodingKey]) -> String {
        let whole = path.prefix(20).reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                let name = key.stringValue.prefix(64)
                text += text.isEmpty ? name : "." + name
            }
        }
        return String(whole.prefix(200))
    }

    private static func word(_ type: any Any.Type) -> Words {
        switch type {
        case is String.Type: Words(zh: "文字", en: "a string")
        case is Bool.Type: Words(zh: "true 或 false", en: "true or false")
        case is Int.Type, is Int64.Type, is Int32.Type, is UInt64.Type, is UInt.Type: Words(zh: "整数", en: "an integer")
        case is Double.Type, is Float.Type: Words(zh: "数字", en: "a number")
        case is [Any].Type: Words(zh: "列表", en: "an array")
        default: Words(zh: "对象", en: "an object")
        }
    }
}
