import OfficeDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    var signInRoutes: [Route] {
        [
            Route(.get, Paths.signIn, .anyone) { request in
                signInPage(request, account: "", next: request.query["next"], errors: [])
            },
            Route(.post, Paths.signIn, .anyone, bodyLimit: 16 << 10, needsKey: false, perform: enter),
            Route(.post, Paths.signOut, .anyone, needsKey: false) { _ in
                var response = Response.redirect303(to: Paths.signIn)
                response.headers["Set-Cookie"] = SessionCookie.clear(secure: secure)
                // What the browser kept, also for its back button, goes with the session.
                response.headers["Clear-Site-Data"] = "\"cache\""
                return response
            },
        ]
    }

    private func enter(_ request: Request) async throws -> Response {
        let form = try request.form()
        let (name, next) = (form.text("account") ?? "", form["next"])
        func refused(_ field: String, _ sentence: String, status: Int = 422) -> Response {
            signInPage(request, account: name, next: next, errors: [FieldError(field, sentence)], status: status)
        }
        guard let id = AccountID(rawValue: name.lowercased()), let password = form["password"], !password.isEmpty else {
            return refused("account", "填写账号和密码。")
        }
        switch try await signIn.check(id, password) {
        case .wrong: return refused("password", "账号或密码不对。")
        case .locked(let until):
            return refused("password", "密码错了5次，\(Format.clock(until)) 前不能登录。", status: 429)
        case .welcome(let account, let temporary):
            let session = try await sessions.open(for: account, temporary: temporary)
            let landing = Navigation(
                for: Viewer(name: account.name, roles: account.roles.sorted(), sites: account.sites.sorted())
            ).landing
            let target = next.flatMap { Response.isLocal($0) && $0 != "/" ? $0 : nil } ?? landing
            var response = Response.redirect303(to: temporary ? Self.passwordPath : target)
            response.headers["Set-Cookie"] = SessionCookie.set(session.token, secure: secure)
            response.headers["Cache-Control"] = "no-store"
            return response
        }
    }

    private func signInPage(
        _ request: Request, account: String, next: String?, errors: [FieldError], status: Int = 200
    ) -> Response {
        Page("登录", service: .office, viewer: nil, failed: !errors.isEmpty) {
            CommandForm(Paths.signIn, FormKeys(request, forms), verb: "登录", errors: errors) {
                if let next { input(.type("hidden"), .name("next"), .value(next)) }
                Field.text("account", "账号", account, kind: .user, error: errors["account"], max: 64)
                Field.text("password", "密码", kind: .password, error: errors["password"], max: 128)
            }
            p(.class("note")) { "报修不需要账号。" }
            p { link(Paths.publicReport, "报修", .class("btn")) }
        }.response(to: request, status: errors.isEmpty ? 200 : max(status, 422))
    }
}
