public import OpsContracts

/// The addresses of the pages that exist, so that a link across services is checked by the compiler.
///
/// `known` lists them as patterns; a test holds that the navigation leads nowhere else.
public enum Paths {
    public static let overview = "/office/"
    public static let signIn = "/office/sign-in"
    public static let signOut = "/office/sign-out"
    public static let me = "/office/me"
    public static let accounts = "/office/accounts"
    public static let audit = "/office/audit"
    public static let system = "/office/system"
    public static let gallery = "/office/gallery"
    public static let wall = "/office/wall"
    public static let search = "/office/search"
    public static let today = "/tickets/today"
    public static let queue = "/tickets/"
    public static let newTicket = "/tickets/new"
    public static let publicReport = "/tickets/report"
    /// What the reader has reported.
    public static let reports = queue + "?view=reported"
    public static let board = "/tickets/board"
    public static let myRounds = "/inspections/today"
    public static let assessments = "/assessments/"
    public static let staffing = "/assessments/staffing"
    public static let roster = "/assessments/roster"
    public static let billing = "/billing/"
    public static let deliveries = "/notify/"
    public static let ledger = "/assets/"

    public static func site(_ code: SiteCode) -> String { "/office/sites/\(code)" }
    public static func ticket(_ id: TicketID) -> String { "/tickets/\(id)" }
    /// A command of a ticket: `/tickets/XZ-20260213-0007/accept`.
    public static func ticket(_ id: TicketID, _ verb: String) -> String { "/tickets/\(id)/\(verb)" }
    public static func item(_ id: ItemID) -> String { "/assets/\(id)" }
    public static func round(_ id: RoundID) -> String { "/inspections/rounds/\(id)" }
    public static func finding(_ id: FindingID) -> String { "/inspections/findings/\(id)" }
    public static func sheet(_ site: SiteCode, _ month: YearMonth) -> String { "/assessments/sheets/\(site)/\(month)" }
    /// A command of a sheet: `/assessments/sheets/XZ/2026-02/score`.
    public static func sheet(_ site: SiteCode, _ month: YearMonth, _ verb: String) -> String {
        "\(sheet(site, month))/\(verb)"
    }
    public static func contract(_ id: ContractID) -> String { "/billing/contracts/\(id)" }
    /// - Parameter quarter: `2026-q2`.
    public static func quarter(_ quarter: String) -> String { "/billing/quarters/\(quarter)" }
    public static func delivery(_ id: DeliveryID) -> String { "/notify/deliveries/\(id)" }

    /// Patterns of all pages there are; `*` is one segment.
    public static let known = [
        overview, signIn, me, accounts, audit, system, gallery, wall, search, "/office/sites/*", today, queue,
        newTicket,
        publicReport, "/tickets/*", "/tickets/*/*", ledger, "/assets/*", "/assets/*/*", myRounds, "/inspections/",
        "/inspections/rounds/*", "/inspections/rounds/*/*", "/inspections/findings", "/inspections/findings/*",
        "/inspections/findings/*/*", "/inspections/plans", "/inspections/plans/*", assessments,
        "/assessments/sheets/*/*", "/assessments/sheets/*/*/*", staffing, roster, billing, "/billing/contracts/*",
        "/billing/quarters/*", "/billing/quarters/*/*", deliveries,
        "/notify/deliveries/*", "/notify/deliveries/*/*", "/notify/dead", "/notify/channels", "/notify/channels/*",
        "/notify/channels/*/*", "/notify/rules",
    ]

    /// - Returns: whether a page answers at this address; the query is ignored.
    public static func isKnown(_ address: String) -> Bool {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return known.contains { pattern in
            let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
            return wanted.count == parts.count
                && zip(wanted, parts).allSatisfy { $0 == $1 || ($0 == "*" && !$1.isEmpty) }
        }
    }
}
