public import Foundation
import OpsContracts

/// What goes back.
public struct Response: Sendable {
    public enum Body: Sendable {
        case bytes(Data)
        /// Sent chunk by chunk as they come; ends with the stream, or when the reader is gone. A producer that may be
        /// faster than a reader gives its stream a bounded buffer.
        case stream(AsyncStream<Data>)
    }

    public var status: Int
    public var headers: Headers
    public var body: Body

    public init(status: Int = 200, headers: Headers = Headers(), body: Body = .bytes(Data())) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public init(status: Int = 200, type: String, _ bytes: Data) {
        self.init(status: status, headers: ["Content-Type": type], body: .bytes(bytes))
    }

    /// The bytes; empty for a stream.
    public var bytes: Data {
        if case .bytes(let data) = body { data } else { Data() }
    }

    /// - Parameter etag: The version of what is shown; becomes `"7"`.
    public static func json(_ value: some Encodable, status: Int = 200, etag: Int64? = nil) throws -> Response {
        var response = Response(status: status, type: "application/json", try ContractCoding.encode(value))
        if let etag { response.headers["ETag"] = ETag(version: etag).text }
        return response
    }

    public static func html(_ page: String, status: Int = 200, etag: ETag? = nil) -> Response {
        var response = Response(status: status, type: "text/html; charset=utf-8", Data(page.utf8))
        if let etag { response.headers["ETag"] = etag.text }
        return response
    }

    public static func text(_ text: String, status: Int = 200) -> Response {
        Response(status: status, type: "text/plain; charset=utf-8", Data(text.utf8))
    }

    /// After a form was accepted: the browser fetches the next page with GET, so that a reload does not send it again.
    /// - Parameter path: Within this console; anything else becomes `/`.
    public static func redirect303(to path: String) -> Response {
        Response(status: 303, headers: ["Location": isLocal(path) ? path : "/"])
    }

    public static let noContent = Response(status: 204)

    /// A table for Excel: UTF-8 with byte order mark, one line per row.
    /// - Parameter name: The file's name, without `.csv`; may be Chinese.
    public static func csv(_ rows: [[String]], name: String) -> Response {
        var response = Response(type: "text/csv; charset=utf-8", CSV.encode(rows))
        response.headers["Content-Disposition"] = "attachment; filename*=UTF-8''\(PercentCoding.encode(name + ".csv"))"
        return response
    }

    /// Whether a path leads to a page of this console and to no other host, however a browser may read it.
    public static func isLocal(_ path: String) -> Bool {
        path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("\\")
            && path.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}

/// Comma-separated values (RFC 4180) as Excel reads them.
public enum CSV {
    public static func encode(_ rows: [[String]]) -> Data {
        Data("\u{FEFF}".utf8) + Data(rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    /// A text that Excel would run as a formula gets an apostrophe before it; a number stays a number.
    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false && Double(text) == nil
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { "\",\r\n".contains($0) || $0 == "\r\n" }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
