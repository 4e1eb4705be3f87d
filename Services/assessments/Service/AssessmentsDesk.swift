import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// The service's face: every command and query of API and pages goes through here.
struct AssessmentsDesk: Sendable {
    typealias Answer = @Sendable (SheetFile) throws -> Response

    let store: Store
    let clock: any OpsClock
    let forms: FormGuard

    /// A sheet with what stands around it, whether or not anything has happened to it.
    /// - Throws: `Problem` 404 for a foreign site or an impossible month.
    func file(_ request: Request) async throws -> SheetFile {
        let key = try key(request)
        return try await store.read { db in
            try Self.require(key.site, db)
            return try SheetFile(key, db)
        }
    }

    /// Does one command to the sheet of the request's path, once per Idempotency-Key.
    /// - Parameter command: made inside the transaction, from the rules and calendar as they stand there.
    func act(
        _ request: Request, _ command: @escaping @Sendable (SheetKey, WriteTransaction) throws -> SheetCommand,
        answer: @escaping Answer
    ) async throws -> Response {
        let key = try key(request)
        let version = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            try Self.require(key.site, tx.reads)
            try tx.execute(SheetDecider.self, key, try command(key, tx), site: key.site, ifMatch: version)
            return try answer(try SheetFile(key, tx.reads))
        }
    }

    func score(_ request: Request, _ input: ScoreInput, answer: @escaping Answer) async throws -> Response {
        let by = try request.requireIdentity().account
        return try await act(request) { key, tx in
            .score(
                key, try CurrentRules.read(tx), hasPosts: try PostRow.hasPosts(key.site, tx.reads), veto: input.veto,
                vetoReason: input.vetoReason, by: by)
        } answer: {
            try answer($0)
        }
    }

    func publish(_ request: Request, answer: @escaping Answer) async throws -> Response {
        let by = try request.requireIdentity().account
        let now = clock.now()
        return try await act(request) { _, tx in
            guard let timetable = try tx.reads.workCalendar().map(SheetTimetable.init),
                let until = try? timetable.objectionUntil(publishedAt: now)
            else {
                throw Rejection(
                    .conflict, "calendar-missing", zh: "异议期算不出来：今年的工作日历未导入。请管委会导入日历后再发布。",
                    en: "The window cannot be computed: the working calendar is not loaded.")
            }
            return .publish(objectionUntil: until, by: by)
        } answer: {
            try answer($0)
        }
    }

    func freeze(_ request: Request, answer: @escaping Answer) async throws -> Response {
        try await act(request) { key, tx in
            try Freezing.command(key, tx)
        } answer: {
            try answer($0)
        }
    }

    /// What a person saw and no other service tells: attendance, ledger samples, complaints.
    func propose(_ request: Request, _ input: EvidenceInput, answer: @escaping Answer) async throws -> Response {
        let id = EvidenceID("m-" + (try request.context(at: clock.now()).command.suffix(16)))
        return try await act(request) { key, tx in
            let rules = try CurrentRules.read(tx)
            guard let (item, rule) = rules.rule(input.rule) else {
                throw Rejection.invalid("rule", zh: "评分规则里没有这一项。", en: "The rules know no \(input.rule).")
            }
            guard !input.note.isEmpty, input.note.count <= 200 else {
                throw Rejection.invalid("note", zh: "写明发生了什么，最多200字。", en: "Say what happened.")
            }
            let fact = EvidenceProposed(
                sheet: key.id, evidence: id, site: key.site, month: key.month, item: item, tenths: rule.tenths,
                emptiesItem: rule.emptiesItem, rule: rule.event, basis: .contractual, cause: nil, note: input.note,
                occurredAt: Timestamp(startOf: input.day))
            return .propose(fact, besideOnly: false)
        } answer: {
            try answer($0)
        }
    }

    /// A sheet belongs to a site of the contract, or to one that has posts.
    private static func require(_ site: SiteCode, _ db: ReadDatabase) throws {
        guard try SiteCode.contractOrder.contains(site) || PostRow.hasPosts(site, db) else { throw Problem.notFound }
    }

    private func key(_ request: Request) throws -> SheetKey {
        let site: SiteCode = try request.parameter("site")
        guard let month = YearMonth(try request.parameter("month")) else { throw Problem.notFound }
        try request.require(site)
        return SheetKey(site: site, month: month)
    }
}

/// What a freeze needs to know, for a person's and for the clock's.
enum Freezing {
    static func command(_ key: SheetKey, _ tx: WriteTransaction) throws -> SheetCommand {
        let timetable = try tx.reads.workCalendar().map(SheetTimetable.init)
        // Without the calendar the eighth working day is not known, so only an undisputed sheet may freeze.
        let regular = (try? timetable?.freeze(key.month)) ?? Timestamp(.max)
        return .freeze(
            regular: regular, hasPosts: try PostRow.hasPosts(key.site, tx.reads),
            heads: try UpstreamHeads.read(tx.reads))
    }
}
