import Foundation

/// What every response gets on its way out.
enum Finish {
    /// console.md, section 6, word for word.
    static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        + "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func apply(to response: inout Response, for request: Request, route: Route?) {
        if let etag = response.headers["ETag"], response.status == 200, request.method?.changesState == false,
            request.hasCopy(of: etag)
        {
            response.status = 304
            response.body = .bytes(Data())
            response.headers["Content-Type"] = nil
        }
        set("Content-Security-Policy", contentSecurityPolicy, on: &response)
        set("X-Content-Type-Options", "nosniff", on: &response)
        set("Referrer-Policy", "same-origin", on: &response)
        set("X-Correlation-ID", request.correlation, on: &response)
        if let sample = request.sample { set(SampleData.header, sample.headerValue, on: &response) }
        set("Cache-Control", caching(response, request), on: &response)
    }

    /// What somebody signed in saw stays in no cache; with an ETag the browser may keep it but asks each time.
    private static func caching(_ response: Response, _ request: Request) -> String {
        guard response.status < 400, response.headers["ETag"] != nil else { return "no-store" }
        return request.identity == nil ? "no-cache" : "private, no-cache"
    }

    private static func set(_ name: String, _ value: String, on response: inout Response) {
        if response.headers[name] == nil { response.headers[name] = value }
    }
}

/// A page for an error where nobody has given a better one.
enum ErrorPage {
    static func plain(_ problem: Problem, _ request: Request) -> Response {
        let language = request.language == .zh ? "zh-CN" : "en"
        let title = escape(request.language(problem.title))
        let detail = escape(request.language(problem.detail))
        var response = Response.html(
            "<!doctype html><html lang=\"\(language)\"><meta charset=\"utf-8\"><title>\(title)</title>"
                + "<main><h1>\(title)</h1><p>\(detail)</p><p><a href=\"/\">首页</a></p></main></html>",
            status: problem.status)
        for header in problem.headers.fields { response.headers.add(header.name, header.value) }
        return response
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
