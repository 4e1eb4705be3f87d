import OfficeDomain
import OpsConsole
import OpsContracts
import OpsCrypto
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    var accountRoutes: [Route] {
        let one = "\(Paths.accounts)/{account}"
        return [
            Route(.get, Paths.accounts, Self.admins, perform: accounts),
            Route(.get, "\(Paths.accounts)/new", Self.admins) { request in
                try profilePage(request, AccountForm(), [])
            },
            Route(.post, "\(Paths.accounts)/new", Self.admins, needsKey: true, perform: openAccount),
            Route(.get, one, Self.admins, perform: account),
            Route(.get, "\(one)/change", Self.admins) { request in
                let row = try await accountRow(request)
                return try profilePage(request, AccountForm(row), [], of: row)
            },
            Route(.post, "\(one)/change", Self.admins, needsKey: true, perform: changeAccount),
            Route(.get, "\(one)/close", Self.admins) { try await confirm($0, .close) },
            Route(.post, "\(one)/close", Self.admins, needsKey: true) { try await perform($0, .close) },
            Route(.get, "\(one)/revoke", Self.admins) { try await confirm($0, .revoke) },
            Route(.post, "\(one)/revoke", Self.admins, needsKey: true) { try await perform($0, .revoke) },
            Route(.get, "\(one)/password", Self.admins) { try await passwordForm($0, []) },
            Route(.post, "\(one)/password", Self.admins, needsKey: true, perform: resetPassword),
        ]
    }

    func accountRow(_ request: Request) async throws -> AccountRow {
        let id = try request.parameter("account", as: AccountID.self)
        guard let row = try await store.read({ try $0.account(id) }) else { throw Problem.notFound }
        return row
    }

    private func accounts(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let after = try request.cursor(String.self) ?? ""
        let rows = try await store.read { try $0.accounts(after: after, limit: 51) }
        let next = rows.count > 50 ? try Cursor.encode(rows[49].account.rawValue) : nil
        let head = PageHead("账号", section: "管委会", actions: [.open("开通", "\(Paths.accounts)/new")])
        return Page(head, service: .office, viewer: viewer, path: Paths.accounts) {
            DataTable(
                "账号", [.text("账号"), .title("姓名"), .text("角色"), .text("站区"), .text("岗位"), .text("状态")],
                rows.prefix(50).map { row in
                    TableRow(
                        row.account.rawValue, path: "\(Paths.accounts)/\(row.account)",
                        [
                            HTML(row.name), HTML(row.roles.map(\.nameZH).joined(separator: "、")),
                            HTML(Self.names(of: row.sites)), Format.orNone(row.post?.rawValue),
                            HTML(row.closed ? "已停用" : "在用"),
                        ])
                }, empty: .empty("还没有账号。"))
            nav(.class("cluster"), .aria("label", "分页")) {
                if !after.isEmpty { link(Paths.accounts, "首页", .class("btn")) }
                if let next { link("\(Paths.accounts)?cursor=\(next)", "下一页", .class("btn")) }
            }
        }.response(to: request)
    }

    private func account(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let row = try await accountRow(request)
        let unit = try await store.read { try $0.units() }.first { $0.unit == row.unit }?.name
        let path = "\(Paths.accounts)/\(row.account)"
        let actions: [Action] =
            row.closed
            ? []
            : [
                .open("更正", "\(path)/change"), .open("改密码", "\(path)/password"), .open("登录失效", "\(path)/revoke"),
                .open("停用", "\(path)/close", grave: true),
            ]
        let head = PageHead(
            row.name, bar: row.account.rawValue, section: "账号", back: NamedLink("账号", Paths.accounts), actions: actions)
        return Page(head, service: .office, viewer: viewer, path: path) {
            Card {
                FactList([
                    ("角色", HTML(row.roles.map(\.nameZH).joined(separator: "、"))),
                    ("站区", HTML(Self.names(of: row.sites))), ("岗位", Format.orNone(row.post?.rawValue)),
                    ("机构", Format.orNone(unit ?? row.unit?.rawValue)), ("状态", HTML(row.closed ? "已停用" : "在用")),
                ])
            }
            if row.closed { StateNote.notNow("账号已停用，不能再改。请另开账号。") }
        }.response(to: request)
    }

    private func openAccount(_ request: Request) async throws -> Response {
        let form = try request.form()
        let entered = AccountForm(form)
        do throws(any Error) {
            guard let id = AccountID(rawValue: entered.account) else {
                throw Rejection.invalid("account", zh: "账号应为1到32个小写字母、数字或 . _ -。", en: "Not an account name.")
            }
            let password = form["password"] ?? ""
            try PasswordRule.check(password, for: id)
            let hash = try await signIn.hasher.hash(password)
            let profile = entered.profile
            return try await store.respond(to: request) { tx in
                _ = try OfficeDesk.openAccount(id, profile, password: hash, tx)
                return .redirect303(to: "\(Paths.accounts)/\(id)")
            }
        } catch let rejection as Rejection {
            return try profilePage(request, entered, [FieldError(rejection.field, rejection.zh)])
        }
    }

    private func changeAccount(_ request: Request) async throws -> Response {
        let row = try await accountRow(request)
        let entered = AccountForm(try request.form())
        do throws(any Error) {
            let (profile, expected) = (entered.profile, try request.expectedVersion())
            return try await store.respond(to: request) { tx in
                _ = try OfficeDesk.changeAccount(row.account, profile, by: request.actor, ifMatch: expected, tx)
                return .redirect303(to: "\(Paths.accounts)/\(row.account)")
            }
        } catch let rejection as Rejection {
            return try profilePage(request, entered, [FieldError(rejection.field, rejection.zh)], of: row)
        }
    }
}
