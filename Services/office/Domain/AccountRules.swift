public import OpsContracts
public import OpsDomain

extension Account {
    static func check(_ profile: Profile) throws(Rejection) {
        guard (1...40).contains(profile.name.count) else {
            throw .invalid(
                "name", zh: "姓名应为1到40个字，现在是\(profile.name.count)个。", en: "A name has 1 to 40 characters.")
        }
        guard !profile.roles.isEmpty else {
            throw .invalid("roles", zh: "至少选一个角色。", en: "Choose at least one role.")
        }
        if let unknown = profile.roles.first(where: { !Role.all.contains($0) }) {
            throw .invalid("roles", zh: "没有“\(unknown)”这个角色。", en: "There is no role \(unknown).")
        }
        guard Set(profile.roles).count == profile.roles.count, Set(profile.sites).count == profile.sites.count else {
            throw .invalid("roles", zh: "角色和站区各选一次。", en: "Name each role and each site once.")
        }
        // A wall hangs in a public room: whoever stands before it must not be able to do anything.
        guard !profile.roles.contains(.wall) || profile.roles.count == 1 else {
            throw .invalid("roles", zh: "“大屏”不能和其他角色同用一个账号。", en: "A wall account has no other role.")
        }
        guard profile.post == nil || profile.roles.contains(.engineer) else {
            throw .invalid("post", zh: "只有驻场工程师有岗位。", en: "Only an engineer has a post.")
        }
        for (field, id) in [("post", profile.post?.rawValue), ("unit", profile.unit?.rawValue)] {
            guard id.map({ PostID(rawValue: $0) != nil }) ?? true else {
                throw .invalid(field, zh: "编号应为1到64个字母、数字或 . _ -。", en: "An id has 1 to 64 letters, digits or . _ -.")
            }
        }
        for role in [Role.engineer, .siteLead] where profile.roles.contains(role) && profile.sites.isEmpty {
            throw .invalid("sites", zh: "“\(role.nameZH)”至少选一个站区。", en: "This role needs at least one site.")
        }
    }
}

/// What a password must be: length, not recipes (NIST SP 800-63B).
public enum PasswordRule {
    public static let length = 10...128

    public static func check(_ password: String, for account: AccountID) throws(Rejection) {
        guard length.contains(password.count) else {
            throw .invalid(
                "password", zh: "密码应为10到128个字符，现在是\(password.count)个。", en: "A password has 10 to 128 characters.")
        }
        guard !password.lowercased().contains(account.rawValue.lowercased()) else {
            throw .invalid("password", zh: "密码不能含有账号。", en: "A password must not contain the account's name.")
        }
        guard Set(password).count >= 5 else {
            throw .invalid("password", zh: "密码至少要有5个不同的字符。", en: "Use at least 5 different characters.")
        }
    }
}

extension Rejection {
    static let noSuchAccount = Rejection(
        .missing, "not-found", zh: "没有找到这个账号，或你的账号不能查看。", en: "No such account, or not yours to see.")

    static func accountClosed(_ id: AccountID) -> Rejection {
        Rejection(
            .conflict, "account-closed", zh: "账号“\(id)”已停用，不能再改。请另开账号。", en: "Account \(id) is closed for good.")
    }

    static func accountExists(_ id: AccountID) -> Rejection {
        Rejection(.conflict, "account-exists", zh: "账号“\(id)”已经有了。换一个账号名。", en: "Account \(id) exists already.")
    }
}
