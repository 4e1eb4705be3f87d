public import OpsContracts

/// Who looks at the page. What they may not see is left out by the service before it gets here.
public struct Viewer: Sendable, Equatable {
    public var name: String
    public var roles: [Role]
    /// The sites they are responsible for; empty means all.
    public var sites: [SiteCode]
    public var theme: Theme
    /// The forgery guard of their session, for every form's `_token`.
    public var token: String

    public init(name: String, roles: [Role], sites: [SiteCode] = [], theme: Theme = .system, token: String = "") {
        self.name = name
        self.roles = roles
        self.sites = sites
        self.theme = theme
        self.token = token
    }
}

/// Chosen in 我的, kept in the cookie `ops_theme`; the server writes it so that nothing flashes.
public enum Theme: String, CaseIterable, Sendable {
    case system, light, dark

    public init(cookie: String?) { self = cookie.flatMap(Theme.init(rawValue:)) ?? .system }

    public var nameZH: String {
        switch self {
        case .system: "跟随系统"
        case .light: "浅色"
        case .dark: "深色"
        }
    }
}
