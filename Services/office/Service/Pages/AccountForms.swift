import OfficeDomain
import OpsConsole
import OpsContracts
import OpsCrypto
import OpsDomain
import OpsMessaging
import OpsServer

/// An account's profile as it stands in a form.
struct AccountForm {
    var account = ""
    var name = ""
    var roles: [Role] = []
    var sites: [SiteCode] = []
    var post = ""
    var unit = ""

    init() {}

    init(_ row: AccountRow) {
        (account, name, roles, sites) = (row.account.rawValue, row.name, row.roles, row.sites)
        (post, unit) = (row.post?.rawValue ?? "", row.unit?.rawValue ?? "")
    }

    init(_ form: Fields) {
        account = form.text("account") ?? ""
        name = form.text("name") ?? ""
        roles = form.values("roles").map { Role($0) }
        sites = form.values("sites").compactMap { SiteCode(rawValue: $0) }
        post = form.text("post")?.uppercased() ?? ""
        unit = form.text("unit") ?? ""
    }

    var profile: Account.Profile {
        Account.Profile(
            name: name, roles: roles, sites: sites, post: PostID(rawValue: post), unit: UnitID(rawValue: unit))
    }
}

/// What an administrator may do to an account after being asked once more.
enum AccountStep {
    case close, revoke

    var verb: String {
        switch self {
        case .close: "停用"
        case .revoke: "登录失效"
        }
    }

    var path: String {
        switch self {
        case .close: "close"
        case .revoke: "revoke"
        }
    }

    var consequence: String {
        switch self {
        case .close: "此人不能再登录，正在使用的登录立即失效。账号不能恢复。"
        case .revoke: "此人在所有设备上的登录立即失效，可以重新登录。"
        }
    }
}

extension OfficePages {
    func profilePage(
        _ request: Request, _ entered: AccountForm, _ errors: [FieldError], of row: AccountRow? = nil
    ) throws -> Response {
        let viewer = try Viewer(request, forms)
        let back = row.map { "\(Paths.accounts)/\($0.account)" } ?? Paths.accounts
        let (title, verb) = row == nil ? ("开通账号", "开通") : ("更正账号", "更正")
        return Page(
            PageHead(title, back: NamedLink("返回", back)), service: .office, viewer: viewer, path: Paths.accounts,
            failed: !errors.isEmpty
        ) {
            CommandForm(
                row == nil ? "\(Paths.accounts)/new" : "\(back)/change",
                FormKeys(request, forms, version: row?.version), verb: verb, back: NamedLink("返回", back), errors: errors
            ) {
                if row == nil {
                    Field.text(
                        "account", "账号", entered.account, hint: "小写字母、数字或 . _ -", error: errors["account"], max: 32)
                }
                Field.text("name", "姓名", entered.name, error: errors["name"], max: 40)
                Field.checks(
                    "roles", "角色", Role.all.map { Choice($0.rawValue, $0.nameZH) },
                    chosen: Set(entered.roles.map(\.rawValue)), error: errors["roles"])
                Field.checks(
                    "sites", "站区", SiteCode.contractOrder.map { Choice($0.rawValue, $0.shortNameZH) },
                    chosen: Set(entered.sites.map(\.rawValue)), hint: "不选为全部", error: errors["sites"], optional: true)
                Field.text("post", "岗位", entered.post, hint: "如 XZ-1", error: errors["post"], optional: true, max: 16)
                Field.text("unit", "机构", entered.unit, error: errors["unit"], optional: true, max: 64)
                if row == nil {
                    Field.text(
                        "password", "初始密码", kind: .newPassword, hint: "10到128个字符；首次登录后由本人修改",
                        error: errors["password"], max: 128)
                }
            }
        }.response(to: request, status: errors.isEmpty ? 200 : 422)
    }

    func confirm(_ request: Request, _ step: AccountStep, _ errors: [FieldError] = []) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let row = try await accountRow(request)
        let back = "\(Paths.accounts)/\(row.account)"
        return Page(
            PageHead(step.verb, back: NamedLink("返回", back)), service: .office, viewer: viewer, path: Paths.accounts,
            failed: !errors.isEmpty
        ) {
            ErrorSummary(errors)
            ConfirmStep(
                "\(back)/\(step.path)", FormKeys(request, forms, version: row.version), verb: step.verb, back: back,
                [("账号", HTML("\(row.name)（\(row.account)）")), ("结果", HTML(step.consequence))]
            ) {
                Field.text("reason", "原因", error: errors["reason"], optional: true, max: 200)
            }
        }.response(to: request, status: errors.isEmpty ? 200 : 422)
    }

    func perform(_ request: Request, _ step: AccountStep) async throws -> Response {
        let id = try request.parameter("account", as: AccountID.self)
        let reason = try request.form().text("reason").map { String($0.prefix(200)) }
        let expected = try request.expectedVersion()
        do throws(any Error) {
            return try await store.respond(to: request) { tx in
                switch step {
                case .close:
                    _ = try OfficeDesk.closeAccount(id, reason: reason, by: request.actor, ifMatch: expected, tx)
                case .revoke: _ = try OfficeDesk.revokeTokens(of: id, reason: reason, ifMatch: expected, tx)
                }
                return .redirect303(to: "\(Paths.accounts)/\(id)")
            }
        } catch let rejection as Rejection {
            return try await confirm(request, step, [FieldError(rejection.field, rejection.zh)])
        }
    }

    func passwordForm(_ request: Request, _ errors: [FieldError]) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let row = try await accountRow(request)
        let back = "\(Paths.accounts)/\(row.account)"
        return Page(
            PageHead("改密码", back: NamedLink("返回", back)), service: .office, viewer: viewer, path: Paths.accounts,
            failed: !errors.isEmpty
        ) {
            p { "为\(row.name)设一个临时密码。正在使用的登录立即失效，锁定也随之解除。" }
            CommandForm(
                "\(back)/password", FormKeys(request, forms), verb: "改密码", back: NamedLink("返回", back), errors: errors
            ) {
                Field.text(
                    "password", "临时密码", kind: .newPassword, hint: "10到128个字符", error: errors["password"], max: 128)
            }
        }.response(to: request, status: errors.isEmpty ? 200 : 422)
    }

    func resetPassword(_ request: Request) async throws -> Response {
        let id = try request.parameter("account", as: AccountID.self)
        let password = try request.form()["password"] ?? ""
        do throws(any Error) {
            try PasswordRule.check(password, for: id)
            let hash = try await signIn.hasher.hash(password)
            return try await store.respond(to: request) { tx in
                _ = try OfficeDesk.setPassword(of: id, hash, temporary: true, tx)
                return .redirect303(to: "\(Paths.accounts)/\(id)")
            }
        } catch let rejection as Rejection {
            return try await passwordForm(request, [FieldError(rejection.field, rejection.zh)])
        }
    }
}
