import Foundation
public import OpsContracts
public import OpsServer

// Where pages meet requests: the same few lines for all seven services.

extension Viewer {
    /// - Throws: `Problem` 401 for somebody who is not signed in; a browser is led to the sign-in page.
    public init(_ request: Request, _ forms: FormGuard) throws(Problem) {
        let identity = try request.requireIdentity()
        self.init(
            name: identity.name, roles: identity.roles.sorted(), sites: identity.sites.sorted(),
            theme: Theme(cookie: request.cookies[Theme.cookieName]), token: forms.token(for: request))
    }
}

extension Theme {
    public static let cookieName = "ops_theme"
}

extension FormKeys {
    /// For a form drawn now: a new key, the session's guard.
    public init(_ request: Request, _ forms: FormGuard, version: Int64? = nil) {
        self.init(
            key: UUID().uuidString.lowercased(), token: forms.token(for: request),
            etag: version.map { ETag(version: $0).text })
    }
}

extension Page {
    /// The page, or with `?part=key` only the part of that key, which the script puts in place of the old one.
    public func response(to request: Request, status: Int = 200) -> Response {
        if let key = request.query["part"] {
            guard let part = content.part(key) else { return Problem.notFound.response(to: request) }
            return answer(part.render(), to: request)
        }
        var page = marked(request.sample?.zh).telling(of: request.seen)
        if request.isBehind, page.flash == nil { page.flash = .catchingUp }
        return answer(page.render(), to: request, status)
    }

    /// A page that only shows may be kept by the browser, which asks each time whether it still holds. One with a form
    /// is not kept: its idempotency key is for one use. Nor is any where signing out could not clear it (docs/adr/0008).
    private func answer(_ html: String, to request: Request, _ status: Int = 200) -> Response {
        guard status == 200, !changesState, request.isSecure else {
            var response = Response.html(html, status: status)
            response.headers["Cache-Control"] = "private, no-store"
            return response
        }
        return .html(html, etag: ETag(hashing: html))
    }
}

extension HTML {
    /// The first element that carries `data-part="key"`, with everything in it.
    func part(_ key: String) -> HTML? {
        for node in nodes {
            guard case .element(_, let attributes, let content) = node else { continue }
            if attributes.contains(where: { $0.name == "data-part" && $0.value == key }) { return HTML(nodes: [node]) }
            if let found = content.part(key) { return found }
        }
        return nil
    }
}

extension ConsoleAssets {
    /// Style and script under the service's own prefix.
    public static func routes(of service: ServiceName) -> [Route] {
        all.map { file in
            Route(.get, path(file, of: service), .anyone) { _ in
                var response = Response(type: file.contentType, Data(file.bytes))
                response.headers["Cache-Control"] = file.cacheControl
                return response
            }
        }
    }
}

/// Problems as pages, for people; machines get problem documents.
public enum ErrorPages {
    /// - Parameter forms: the fleet's, for the forms of the navigation.
    public static func response(_ problem: Problem, _ request: Request, _ forms: FormGuard? = nil) -> Response {
        let service = ServiceName(rawValue: request.segments?.first ?? "") ?? .office
        let viewer = forms.flatMap { try? Viewer(request, $0) }
        let home = viewer.map { Navigation(for: $0).landing } ?? Paths.signIn
        let page = Page(problem.title.zh, service: service, viewer: viewer, failed: true) {
            p { problem.detail.zh }
            p { link(home, viewer == nil ? "登录" : "回到首页", .class("btn")) }
        }
        return page.response(to: request, status: problem.status)
    }
}
