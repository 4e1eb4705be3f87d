import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// Posts, duty and score rules.
extension AssessmentsDesk {
    func definePost(
        _ request: Request, _ fact: PostDefined, answer: @escaping @Sendable (PostRow) throws -> Response
    ) async throws -> Response {
        try request.require(fact.site)
        return try await post(request, fact.post, .define(fact), site: fact.site, answer: answer)
    }

    func fillPost(
        _ request: Request, _ id: PostID, _ input: FillInput,
        answer: @escaping @Sendable (PostRow) throws -> Response
    ) async throws -> Response {
        let command = PostCommand.fill(
            account: try input.account.checked("account"), name: input.name, from: input.from)
        return try await post(request, id, command, site: nil, answer: answer)
    }

    func vacatePost(
        _ request: Request, _ id: PostID, _ input: VacateInput,
        answer: @escaping @Sendable (PostRow) throws -> Response
    ) async throws -> Response {
        try await post(request, id, .vacate(until: input.until, reason: input.reason), site: nil, answer: answer)
    }

    private func post(
        _ request: Request, _ id: PostID, _ command: PostCommand, site: SiteCode?,
        answer: @escaping @Sendable (PostRow) throws -> Response
    ) async throws -> Response {
        let identity = try request.requireIdentity()
        let version = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            if let site { try tx.reads.requireKnown(site) }
            let held = try tx.state(PostDecider.self, id)
            guard let site = site ?? held?.defined.site, identity.mayAct(at: site) else {
                throw Rejection.missing("岗位", id.rawValue)
            }
            let outcome = try tx.execute(PostDecider.self, id, command, site: site, ifMatch: version)
            guard let post = outcome.state else { throw Rejection.missing("岗位", id.rawValue) }
            return try answer(
                PostRow(
                    post: id, site: post.defined.site, role: post.defined.role, account: post.holder?.account,
                    name: post.holder?.name, since: post.holder?.from))
        }
    }

    func proposeDuty(
        _ request: Request, _ input: DutyInput, answer: @escaping @Sendable (Roster) throws -> Response
    ) async throws -> Response {
        let identity = try request.require(input.site)
        let fact = DutyProposed(
            site: input.site, day: input.day, shift: input.shift, post: try input.post?.checked("post"),
            account: try input.account.checked("account"), party: AssessmentsRights.party(identity),
            by: identity.account)
        return try await roster(request, input.site, input.day, .propose(fact), answer)
    }

    func agreeDuty(
        _ request: Request, _ site: SiteCode, _ day: Day, _ shift: DutyShift,
        answer: @escaping @Sendable (Roster) throws -> Response
    ) async throws -> Response {
        let identity = try request.require(site)
        let command = RosterCommand.agree(
            shift, party: AssessmentsRights.party(identity), by: identity.account, phoneMasked: nil)
        return try await roster(request, site, day, command, answer)
    }

    private func roster(
        _ request: Request, _ site: SiteCode, _ day: Day, _ command: RosterCommand,
        _ answer: @escaping @Sendable (Roster) throws -> Response
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            try tx.reads.requireKnown(site)
            let outcome = try tx.execute(
                RosterDecider.self, "\(site)-\(day)", command, site: site, ifMatch: ifMatch)
            return try answer(outcome.state ?? Roster())
        }
    }

    func publishRules(
        _ request: Request, _ rules: ScoreRulesPublished,
        answer: @escaping @Sendable (ScoreRulesPublished) throws -> Response
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            let outcome = try tx.execute(
                ScoreRulesDecider.self, CurrentRules.id, .publish(rules), site: nil, ifMatch: ifMatch)
            return try answer(outcome.state ?? rules)
        }
    }
}
