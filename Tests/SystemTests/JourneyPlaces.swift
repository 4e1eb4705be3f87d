import OpsContracts

/// Somebody at a page.
struct Place: Sendable {
    struct Person: Sendable, Equatable {
        var account: String
        var roles: [Role]
        var sites: [SiteCode] = []
    }

    var name: String
    /// Nil: not signed in.
    var person: Person?
    var path: String
}

extension SampleMonth {
    private static let engineer = Place.Person(account: "xz-1", roles: [.engineer], sites: [.xz])
    private static let lead = Place.Person(account: "xz-lead", roles: [.siteLead], sites: [.xz])
    private static let office = Place.Person(account: "office", roles: [.office])
    private static let finance = Place.Person(account: "finance", roles: [.finance])
    private static let expert = Place.Person(account: "expert", roles: [.expert])
    private static let reporter = Place.Person(account: "reporter", roles: [.reporter], sites: [.xz])
    private static let admin = Place.Person(account: "admin", roles: [.admin])

    private func ticket(_ name: String, _ verb: String = "") -> String {
        "/tickets/\(tickets[name] ?? name)" + (verb.isEmpty ? "" : "/\(verb)")
    }

    /// Every page of the journey, by the person whose job it is.
    var places: [Place] { publicPlaces + ticketPlaces + workPlaces + officePlaces + moneyPlaces + adminPlaces }

    private func at(_ person: Place.Person?, _ pages: [(String, String)]) -> [Place] {
        pages.map { Place(name: $0.0, person: person, path: $0.1) }
    }

    private var publicPlaces: [Place] {
        at(
            nil,
            [
                ("report", "/tickets/report"), ("report-done", ownReport), ("sign-in", "/office/sign-in"),
            ])
    }

    private var ticketPlaces: [Place] {
        at(
            Self.engineer,
            [
                ("today", "/tickets/today"), ("queue", "/tickets/"),
                ("queue-none", "/tickets/?view=major&state=late&site=CG"),
                ("new", "/tickets/new"), ("ticket-new", ticket("new")), ("ticket-late", ticket("late")),
                ("ticket-waiting", ticket("waiting")), ("ticket-expert", ticket("expert")),
                ("ticket-repaired", ticket("repaired")), ("ticket-hostile", ticket("hostile")),
                ("suspend", ticket("repaired", "suspend")), ("replace-part", ticket("repaired", "replace-part")),
                ("resolve", ticket("repaired", "resolve")), ("escalate", ticket("late", "escalate")),
                ("note", ticket("late", "note")), ("print", ticket("closed", "print")),
                ("policies", "/tickets/policies"), ("not-now", ticket("closed", "suspend")),
            ])
            + at(
                Self.lead,
                [
                    ("board", "/tickets/board"), ("ticket-resolved", ticket("resolved")),
                    ("close", ticket("repaired", "close")), ("cancel", ticket("new", "cancel")),
                    ("dispatch", ticket("late", "dispatch")), ("change-level", ticket("late", "change-level")),
                    ("ticket-closed", ticket("closed")), ("site-lead", "/office/sites/XZ"),
                ])
            + at(
                Self.expert, [("second-line", "/tickets/?view=second-line"), ("hand-back", ticket("expert", "return"))])
            + at(
                Self.reporter,
                [
                    ("reports", "/tickets/?view=reported"), ("ticket-reporter", ticket("resolved")),
                    ("confirm", ticket("resolved", "confirm")),
                ])
    }

    private var workPlaces: [Place] {
        at(
            Self.engineer,
            [
                ("rounds-today", "/inspections/today"), ("round", "/inspections/rounds/\(round)"),
                ("round-list", "/inspections/"), ("findings", "/inspections/findings"), ("finding", finding),
                ("rectify", finding + "/rectify"),
                ("raise", "/inspections/findings/new"), ("plans", "/inspections/plans"),
                ("plan", "/inspections/plans/XZ-RM1-D"), ("round-print", "/inspections/rounds/\(round)/print"),
                ("ledger", "/assets/"), ("item", "/assets/XZ-LED1"), ("item-bare", "/assets/XZ-SW"),
                ("correct", "/assets/XZ-LED1/correct"), ("change-state", "/assets/XZ-LED1/change-state"),
                ("register", "/assets/new"), ("item-print", "/assets/XZ-LED1/print"), ("ledger-print", "/assets/print"),
            ])
            + at(Self.lead, [("retest", finding + "/retest"), ("skip", "/inspections/rounds/XZ-RM2-D-20260413/skip")])
    }

    private var officePlaces: [Place] {
        at(
            Self.office,
            [
                ("overview", "/office/"), ("round-done", "/inspections/rounds/QH-ROOM-D-20260105"),
                ("queue-late", "/tickets/?state=late"), ("site", "/office/sites/XZ"), ("wall", "/office/wall"),
                ("me", "/office/me"),
                ("audit", "/office/audit"), ("system", "/office/system"), ("calendar", "/office/calendar"),
                ("declare", "/office/calendar/declare"), ("search", "/office/search?q=LED"),
                ("gallery", "/office/gallery"), ("deliveries", "/notify/"), ("dead", "/notify/dead"),
                ("channels", "/notify/channels"), ("rules", "/notify/rules"), ("password", "/office/me/password"),
            ])
    }

    private var moneyPlaces: [Place] {
        at(
            Self.lead,
            [
                ("sheet-draft", "/assessments/sheets/XZ/2026-04"), ("sheet-frozen", "/assessments/sheets/XZ/2026-01"),
                ("sheet-not-now", "/assessments/sheets/XZ/2026-04/score"),
                ("sheet-print", "/assessments/sheets/XZ/2026-01/print"),
                ("sheet-propose", "/assessments/sheets/XZ/2026-04/propose"),
            ])
            + at(
                Self.office,
                [
                    ("scores", "/assessments/"), ("sheet-published", "/assessments/sheets/BJZ/2026-03"),
                    ("sheet-objected", "/assessments/sheets/QH/2026-03"), ("staffing", "/assessments/staffing"),
                    ("roster", "/assessments/roster"),
                ])
            + at(
                Self.finance,
                [
                    ("year", "/billing/"), ("quarter-paid", "/billing/quarters/2026-q1"),
                    ("quarter-issued", "/billing/quarters/2026-q2"), ("quarter-ahead", "/billing/quarters/2026-q3"),
                    ("statement-print", "/billing/quarters/2026-q2/print"),
                    ("gate", "/billing/quarters/2026-q2/approve"), ("contract", "/billing/contracts/2026"),
                ])
    }

    private var adminPlaces: [Place] {
        at(
            Self.admin,
            [
                ("accounts", "/office/accounts"), ("account", "/office/accounts/xz-1"),
                ("account-new", "/office/accounts/new"), ("account-change", "/office/accounts/xz-1/change"),
                ("channel-new", "/notify/channels/new"), ("channel", "/notify/channels/wecom/configure"),
            ])
    }
}
