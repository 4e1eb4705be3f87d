import InspectionsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// What people do with rounds, findings and plans: the API and the pages both come here.
struct InspectionDesk: Sendable {
    let store: Store
    let clock: any OpsClock
    let forms: FormGuard
    let photos: BlobStore

    static let readerRoles: Set<Role> = [.engineer, .siteLead, .office, .supplier, .expert]
    static let readers: Access = .roles(readerRoles)
    /// Who walks rounds and reports findings.
    static let workerRoles: Set<Role> = [.engineer, .siteLead]
    static let workers: Access = .roles(workerRoles)
    /// Who releases a round, passes a retest, changes a plan.
    static let leads: Access = .roles([.siteLead, .office])

    typealias Answer<ID> = @Sendable (ID, Int64, ReadDatabase) throws -> Response
}

// Rounds
extension InspectionDesk {
    func start(_ request: Request, _ id: RoundID, _ answer: @escaping Answer<RoundID>) async throws -> Response {
        let person = try request.requireIdentity().account
        return try await change(request, id, answer) { _, _ in .start(by: person) }
    }

    /// What was found abnormal becomes findings in the same transaction.
    func complete(
        _ request: Request, _ id: RoundID, _ readings: [Reading], _ answer: @escaping Answer<RoundID>
    ) async throws -> Response {
        let person = try request.requireIdentity().account
        return try await change(request, id, answer) { _, db in
            try requirePhotos(of: readings.map { ($0.code, $0.photo) }, id, request, db)
            return .complete(by: person, readings)
        }
    }

    /// A picture was brought by whoever names it, or came with an answer that the round keeps.
    private func requirePhotos(
        of answers: [(code: String, photo: String?)], _ id: RoundID, _ request: Request, _ db: ReadDatabase
    ) throws {
        let kept = try db.draftAnswers(of: id)
        for (code, photo) in answers {
            guard let photo, !kept.contains(where: { $0.code == code && $0.photo == photo }) else { continue }
            try photos.require([photo], by: request.actor, field: code, db)
        }
    }

    /// Keeps one answer of an open round; the whole is handed in with `complete`.
    func keep(_ request: Request, _ id: RoundID, _ answer: DraftAnswer) async throws -> Response {
        try await store.respond(to: request) { tx in
            guard let round = try tx.state(Round.self, id) else { throw Problem.notFound }
            try request.require(round.planned.site)
            switch round.status {
            case .planned, .started:
                try requirePhotos(of: [(answer.code, answer.photo)], id, request, tx.reads)
                try tx.keep(answer, of: id)
            case .completed, .missed, .skipped: throw Rejection.roundOver
            }
            return .noContent
        }
    }

    func skip(
        _ request: Request, _ id: RoundID, reason: String, _ answer: @escaping Answer<RoundID>
    ) async throws -> Response {
        let approver = try request.requireIdentity().account
        return try await change(request, id, answer) { _, _ in .skip(reason: reason, approver: approver) }
    }

    private func change(
        _ request: Request, _ id: RoundID, _ answer: @escaping Answer<RoundID>,
        _ command: @escaping @Sendable (Round, ReadDatabase) throws -> RoundCommand
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            guard let round = try tx.state(Round.self, id) else { throw Problem.notFound }
            try request.require(round.planned.site)
            let outcome = try tx.execute(
                Round.self, id, try command(round, tx.reads), site: round.planned.site, ifMatch: ifMatch)
            for fact in outcome.facts where fact.type == RoundCompleted.type {
                let completed = try fact.decode(RoundCompleted.self)
                for draft in completed.findings(planned: round.planned) {
                    try tx.execute(Finding.self, draft.finding, .raise(draft), site: draft.site)
                }
                try tx.dropDraftAnswers(of: id)
            }
            return try answer(id, outcome.version, tx.reads)
        }
    }
}

extension Rejection {
    static let roundOver = Rejection(
        .conflict, "round-over", zh: "此巡检已结束，没有收下。看到的问题请另报隐患。", en: "The round is over.")
}

/// A finding as somebody reports it.
struct NewFinding: Codable, Sendable {
    var site: SiteCode
    var item: ItemID?
    var title: String
    var detail: String
    var severity: FindingSeverity
    /// It wants a ticket.
    var fault: Bool
}

// Findings
extension InspectionDesk {
    /// The number is the next of site and day: `QH-20260213-F001`.
    func raise(_ request: Request, _ new: NewFinding, _ answer: @escaping Answer<FindingID>) async throws -> Response {
        let person = try request.require(new.site).account
        let now = clock.now()
        return try await store.respond(to: request) { tx in
            try tx.reads.requireKnown(new.site)
            let day = now.day.description.filter { $0 != "-" }
            let prefix = "\(new.site)-\(day)-F"
            let last = try tx.reads.lastFinding(prefix: prefix).flatMap { Int($0.rawValue.dropFirst(prefix.count)) }
            let digits = String((last ?? 0) + 1)
            let id = FindingID(prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits)
            let draft = FindingDraft(
                finding: id, site: new.site, item: new.item, title: new.title, detail: new.detail,
                severity: new.severity, fault: new.fault, by: person)
            let outcome = try tx.execute(Finding.self, id, .raise(draft), site: new.site)
            return try answer(id, outcome.version, tx.reads)
        }
    }

    func rectify(
        _ request: Request, _ id: FindingID, measure: String, _ answer: @escaping Answer<FindingID>
    ) async throws -> Response {
        let person = try request.requireIdentity().account
        return try await change(request, id, .rectify(measure: measure, by: person), answer)
    }

    /// - Parameter reason: why the retest was not passed; nil where it was.
    func retest(
        _ request: Request, _ id: FindingID, failed reason: String?, _ answer: @escaping Answer<FindingID>
    ) async throws -> Response {
        let person = try request.requireIdentity().account
        let command: FindingCommand = reason.map { .failRetest(reason: $0, by: person) } ?? .passRetest(by: person)
        return try await change(request, id, command, answer)
    }

    private func change(
        _ request: Request, _ id: FindingID, _ command: FindingCommand, _ answer: @escaping Answer<FindingID>
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            guard let finding = try tx.state(Finding.self, id) else { throw Problem.notFound }
            try request.require(finding.site)
            let outcome = try tx.execute(Finding.self, id, command, site: finding.site, ifMatch: ifMatch)
            return try answer(id, outcome.version, tx.reads)
        }
    }
}

// Plans
extension InspectionDesk {
    func publish(
        _ request: Request, _ plan: PlanPublished, _ answer: @escaping Answer<PlanID>
    ) async throws -> Response {
        try request.require(plan.site)
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            try tx.reads.requireKnown(plan.site)
            if let before = try tx.state(Plan.self, plan.plan) { try request.require(before.published.site) }
            let outcome = try tx.execute(Plan.self, plan.plan, .publish(plan), site: plan.site, ifMatch: ifMatch)
            return try answer(plan.plan, outcome.version, tx.reads)
        }
    }

    func setActive(
        _ request: Request, _ id: PlanID, _ active: Bool, _ answer: @escaping Answer<PlanID>
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            guard let plan = try tx.state(Plan.self, id) else { throw Problem.notFound }
            try request.require(plan.published.site)
            let outcome = try tx.execute(
                Plan.self, id, .setActive(active), site: plan.published.site, ifMatch: ifMatch)
            return try answer(id, outcome.version, tx.reads)
        }
    }
}

// What the reader may see
extension InspectionDesk {
    func round(_ request: Request, _ id: RoundID) async throws -> RoundRow {
        guard let row = try await store.read({ try $0.round(id) }) else { throw Problem.notFound }
        try request.require(row.site)
        return row
    }

    func finding(_ request: Request, _ id: FindingID) async throws -> FindingRow {
        guard let row = try await store.read({ try $0.finding(id) }) else { throw Problem.notFound }
        try request.require(row.site)
        return row
    }

    func plan(_ request: Request, _ id: PlanID) async throws -> PlanPublished {
        guard let plan = try await store.read({ try $0.plan(id) }) else { throw Problem.notFound }
        try request.require(plan.site)
        return plan
    }
}

extension Request {
    /// `?site=XZ`, checked against the reader's rights; nil for all of theirs.
    /// - Throws: `Problem` 404 for a site that is not the reader's.
    func chosenSite() throws(Problem) -> SiteCode? {
        guard let code = query.text("site") else { return nil }
        guard let site = SiteCode(rawValue: code) else { throw .notFound }
        try require(site)
        return site
    }
}
