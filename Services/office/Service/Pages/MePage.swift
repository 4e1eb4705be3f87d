import OfficeDomain
import OpsConsole
import OpsContracts
import OpsCrypto
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    static let passwordPath = "/office/me/password"

    var meRoutes: [Route] {
        [
            Route(.get, Paths.me, .firstPassword, perform: me),
            Route(.post, "/office/me/theme", .firstPassword, needsKey: false, perform: chooseTheme),
            Route(.get, Self.passwordPath, .firstPassword) { try passwordPage($0, errors: []) },
            Route(
                .post, Self.passwordPath, .firstPassword, bodyLimit: 16 << 10, needsKey: true, perform: changePassword),
        ]
    }

    private func me(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let identity = try request.requireIdentity()
        let account = try await store.read { try $0.account(identity.account) }
        let (keys, navigation) = (FormKeys(request, forms), Navigation(for: viewer))
        let flash = request.query["done"] == "password" ? Flash("密码已修改，其他设备上的登录已失效。") : nil
        return Page("我的", service: .office, viewer: viewer, path: Paths.me, flash: flash) {
            Card {
                FactList([
                    ("姓名", HTML(identity.name)), ("账号", HTML(identity.account.rawValue)),
                    ("角色", HTML(viewer.roles.map(\.nameZH).joined(separator: "、"))),
                    ("站区", HTML(Self.names(of: viewer.sites))),
                    ("岗位", Format.orNone(account?.post?.rawValue)),
                ])
            }
            if viewer.roles.isEmpty { Self.firstPasswordNote }
            Card("可以打开") {
                div(.class("cluster")) {
                    (navigation.desktop.filter { $0.path != Paths.me } + navigation.more).map { entry in
                        link(entry.path, entry.name, .class("btn"))
                    }
                }
            }
            Card("显示") {
                CommandForm("/office/me/theme", keys, verb: "保存") {
                    Field.radios(
                        "theme", "主题", Theme.allCases.map { Choice($0.rawValue, $0.nameZH) },
                        chosen: viewer.theme.rawValue, across: true)
                }
            }
            div(.class("cluster")) {
                link(Self.passwordPath, "修改密码", .class("btn"))
                form(.method(.post), .action(Paths.signOut)) {
                    keys
                    button(.class("btn"), .type("submit")) { "退出" }
                }
            }
        }.response(to: request)
    }

    static func names(of sites: [SiteCode]) -> String {
        sites.isEmpty ? "全部" : sites.map(\.shortNameZH).joined(separator: "、")
    }

    private func chooseTheme(_ request: Request) async throws -> Response {
        let theme = Theme(cookie: try request.form()["theme"])
        var response = Response.redirect303(to: Paths.me)
        response.headers["Set-Cookie"] =
            "\(Theme.cookieName)=\(theme.rawValue); Path=/; SameSite=Lax; Max-Age=31536000" + (secure ? "; Secure" : "")
        return response
    }

    private func changePassword(_ request: Request) async throws -> Response {
        let form = try request.form()
        let identity = try request.requireIdentity()
        let (current, new) = (form["current"] ?? "", form["new"] ?? "")
        do throws(any Error) {
            guard new == form["again"] else {
                throw Rejection.invalid("again", zh: "两次填写的新密码不一样。", en: "The two differ.")
            }
            let (account, hash) = try await signIn.replacing(current, by: new, of: identity.account)
            var response = try await store.respond(to: request) { tx in
                _ = try OfficeDesk.setPassword(of: account.account, hash, temporary: false, tx)
                return .redirect303(to: "\(Paths.me)?done=password")
            }
            // The change ended all sessions, this one too: go on with a new one.
            response.headers["Set-Cookie"] = SessionCookie.set(
                try await sessions.open(for: account).token, secure: secure)
            return response
        } catch let rejection as Rejection {
            return try passwordPage(request, errors: [FieldError(rejection.field, rejection.zh)])
        }
    }

    private static var firstPasswordNote: StateNote { .notNow("现在的密码是初始密码。先修改密码，再做别的。") }

    private func passwordPage(_ request: Request, errors: [FieldError]) throws -> Response {
        let viewer = try Viewer(request, forms)
        return Page(
            PageHead("修改密码", back: NamedLink("我的", Paths.me)), service: .office, viewer: viewer, path: Paths.me,
            failed: !errors.isEmpty
        ) {
            if viewer.roles.isEmpty { Self.firstPasswordNote }
            CommandForm(Self.passwordPath, FormKeys(request, forms), verb: "修改", errors: errors) {
                Field.text("current", "现在的密码", kind: .password, error: errors["current"], max: 128)
                Field.text(
                    "new", "新密码", kind: .newPassword, hint: "10到128个字符，不含账号", error: errors["password"], max: 128)
                Field.text("again", "再填一次新密码", kind: .newPassword, error: errors["again"], max: 128)
            }
        }.response(to: request, status: errors.isEmpty ? 200 : 422)
    }
}
