import Foundation
import OpsContracts

/// Why a request was not served (RFC 9457), in words for the person who made it.
public struct Problem: Error, Sendable, Equatable {
    public var status: Int
    /// A stable slug, the last part of the problem's `type`.
    public var code: String
    /// What kind of trouble, the same for every problem of this code.
    public var title: Words
    /// What is wrong here, then what to do.
    public var detail: Words
    /// The input it speaks of, by its JSON name.
    public var field: String?
    /// What to read out on the phone; the log holds the rest under the same number.
    public var number: String?
    public var headers: Headers

    public init(
        _ status: Int, _ code: String, title: Words? = nil, zh: String, en: String, field: String? = nil,
        number: String? = nil, headers: Headers = Headers()
    ) {
        self.status = status
        self.code = code
        self.title = title ?? Self.title(status)
        detail = Words(zh: zh, en: en)
        self.field = field
        self.number = number
        self.headers = headers
    }

    /// The URI that names the kind of problem.
    public var type: String { "https://stationops.example/problems/\(code)" }

    /// `application/problem+json` in the reader's language.
    public func response(to request: Request) -> Response {
        let document = Document(
            type: type, title: request.language(title), status: status, detail: request.language(detail),
            instance: request.path, code: code, field: field, number: number, correlation: request.correlation)
        var response = Response(
            status: status, type: "application/problem+json", (try? ContractCoding.encode(document)) ?? Data())
        for header in headers.fields { response.headers.add(header.name, header.value) }
        response.headers["Content-Language"] = request.language == .zh ? "zh-CN" : "en"
        return response
    }

    private struct Document: Encodable {
        var type: String
        var title: String
        var status: Int
        var detail: String
        var instance: String
        var code: String
        var field: String?
        var number: String?
        var correlation: String
    }

    private static func title(_ status: Int) -> Words {
        switch status {
        case 400: Words(zh: "请求有误", en: "Bad request")
        case 401: Words(zh: "需要登录", en: "Sign-in needed")
        case 403: Words(zh: "没有权限", en: "Not allowed")
        case 404: Words(zh: "没有找到", en: "Not found")
        case 405: Words(zh: "不支持这种操作", en: "Method not allowed")
        case 409: Words(zh: "现在不能这样做", en: "Not possible now")
        case 412: Words(zh: "内容已被改动", en: "Changed meanwhile")
        case 413: Words(zh: "内容太大", en: "Too large")
        case 415: Words(zh: "格式不支持", en: "Unsupported media type")
        case 422: Words(zh: "内容需要修改", en: "Input to be corrected")
        case 428: Words(zh: "缺少版本", en: "Version needed")
        case 429: Words(zh: "请求太多", en: "Too many requests")
        case 503: Words(zh: "暂时不能服务", en: "Not available now")
        default: Words(zh: "系统出错", en: "Server error")
        }
    }
}
