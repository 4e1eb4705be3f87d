import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// The API of posts, duty and score rules: `/api/assessments/v1`.
struct StaffRoutes: Sendable {
    private static let base = "/api/assessments/v1"
    let desk: AssessmentsDesk

    var all: [Route] {
        [
            Route(.get, "\(Self.base)/posts", AssessmentsRights.readers, StaffDocs.posts, perform: posts),
            Route(.post, "\(Self.base)/posts", AssessmentsRights.staffing, StaffDocs.define) {
                try await desk.definePost($0, try Self.post($0)) { try Response.json($0, status: 201) }
            },
            Route(.post, "\(Self.base)/posts/{post}/fill", AssessmentsRights.staffing, StaffDocs.fill) {
                try await desk.fillPost($0, try $0.parameter("post"), try $0.json()) { try Response.json($0) }
            },
            Route(.post, "\(Self.base)/posts/{post}/vacate", AssessmentsRights.staffing, StaffDocs.vacate) {
                try await desk.vacatePost($0, try $0.parameter("post"), try $0.json()) { try Response.json($0) }
            },
            Route(.get, "\(Self.base)/duty", AssessmentsRights.readers, StaffDocs.duty, perform: duty),
            Route(.post, "\(Self.base)/duty", AssessmentsRights.duty, StaffDocs.propose) { request in
                let input: DutyInput = try request.json()
                return try await desk.proposeDuty(request, input) { try Response.json(RosterView(input, $0)) }
            },
            Route(.post, "\(Self.base)/duty/{site}/{day}/{shift}/agree", AssessmentsRights.duty, StaffDocs.agree) {
                request in
                let (site, day, shift) = try Self.shift(request)
                return try await desk.agreeDuty(request, site, day, shift) {
                    try Response.json(RosterView(site: site, day: day, shift: shift, $0))
                }
            },
            Route(.get, "\(Self.base)/rules", AssessmentsRights.readers, StaffDocs.rules) { _ in
                try Response.json(try await desk.store.read { try CurrentRules.read($0) })
            },
            Route(.post, "\(Self.base)/rules", AssessmentsRights.rules, StaffDocs.publish) {
                try await desk.publishRules($0, try $0.json()) { try Response.json($0) }
            },
        ]
    }

    private func posts(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let rows = try await desk.store.read { try PostRow.all($0) }
        return try Response.json(Paged(rows.filter { identity.mayAct(at: $0.site) }))
    }

    /// A week from today, unless other days are asked for.
    private func duty(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let today = desk.clock.now().day
        let first = try Self.day(request, "from") ?? today
        let last = try Self.day(request, "to") ?? first.adding(days: 6)
        guard first <= last, last.ordinal - first.ordinal <= 31 else {
            throw Problem.malformed(zh: "一次最多看31天。", en: "At most 31 days at a time.", field: "from")
        }
        let rows = try await desk.store.read { try DutyRow.between(first, last, $0) }
        return try Response.json(Paged(rows.filter { identity.mayAct(at: $0.site) }))
    }

    private static func day(_ request: Request, _ name: String) throws(Problem) -> Day? {
        guard let text = request.query.text(name) else { return nil }
        guard let day = Day(text) else {
            throw .malformed(zh: "日期应写成2026-02-13。", en: "\(name) must be a day such as 2026-02-13.", field: name)
        }
        return day
    }

    /// Identifiers in a body are checked like those in a path.
    private static func post(_ request: Request) throws -> PostDefined {
        let fact: PostDefined = try request.json()
        _ = try fact.post.checked("post")
        return fact
    }

    static func shift(_ request: Request) throws -> (SiteCode, Day, DutyShift) {
        let site: SiteCode = try request.parameter("site")
        guard let day = Day(try request.parameter("day")) else { throw Problem.notFound }
        return (site, day, DutyShift(rawValue: try request.parameter("shift")))
    }
}

/// One shift after a command.
struct RosterView: Encodable, Sendable {
    var site: SiteCode
    var day: Day
    var shift: DutyShift
    var proposed: DutyProposed?
    var agreed: DutyAgreed?

    init(site: SiteCode, day: Day, shift: DutyShift, _ roster: Roster) {
        self.site = site
        self.day = day
        self.shift = shift
        proposed = roster.proposed[shift]
        agreed = roster.agreed[shift]
    }

    init(_ input: DutyInput, _ roster: Roster) {
        self.init(site: input.site, day: input.day, shift: input.shift, roster)
    }
}
