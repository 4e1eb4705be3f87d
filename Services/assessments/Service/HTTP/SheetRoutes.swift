import AssessmentsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// The API of score sheets: `/api/assessments/v1/sheets`.
struct SheetRoutes: Sendable {
    private static let base = "/api/assessments/v1/sheets"
    private static let one = base + "/{site}/{month}"
    let desk: AssessmentsDesk

    var all: [Route] {
        [
            Route(.get, Self.base, AssessmentsRights.readers, SheetDocs.list, perform: list),
            Route(.get, Self.one, AssessmentsRights.readers, SheetDocs.one) { try Self.json(try await desk.file($0)) },
            verb("score", SheetDocs.score) { try await desk.score($0, try $0.json(), answer: Self.json) },
            verb("publish", SheetDocs.publish) { try await desk.publish($0, answer: Self.json) },
            verb("freeze", SheetDocs.freeze) { try await desk.freeze($0, answer: Self.json) },
            verb("reopen", SheetDocs.reopen, perform: reopen),
            verb("evidence", SheetDocs.propose) { try await desk.propose($0, try $0.json(), answer: Self.json) },
            verb("evidence/{evidence}/rule", SheetDocs.rule) {
                try await desk.ruleEvidence($0, try $0.parameter("evidence"), try $0.json(), answer: Self.json)
            },
            verb("object", SheetDocs.object, access: AssessmentsRights.objectors) {
                try await desk.object($0, try $0.json(), answer: Self.json)
            },
            verb("objections/{objection}/rule", SheetDocs.answer) {
                try await desk.ruleObjection(
                    $0, try Self.number($0), try $0.json(), answer: Self.json)
            },
        ]
    }

    private func verb(
        _ verb: String, _ doc: RouteDoc, access: Access = AssessmentsRights.judges, perform: @escaping Route.Perform
    ) -> Route {
        Route(.post, "\(Self.one)/\(verb)", access, doc, perform: perform)
    }

    private static let json: AssessmentsDesk.Answer = { try Response.json(SheetView($0), etag: $0.version) }

    static func number(_ request: Request) throws -> Int {
        guard let number = Int(try request.parameter("objection")), number > 0 else { throw Problem.notFound }
        return number
    }

    private func reopen(_ request: Request) async throws -> Response {
        try await desk.reopen(request, try request.json(), answer: Self.json)
    }

    /// A year of sheets at most, those of the caller's sites.
    private func list(_ request: Request) async throws -> Response {
        let identity = try request.requireIdentity()
        let now = YearMonth(desk.clock.now().day)
        let first = try Self.month(request, "from") ?? YearMonth(year: now.year, month: 1) ?? now
        let last = try Self.month(request, "to") ?? now
        guard first <= last, (last.year - first.year) * 12 + last.month - first.month < 12 else {
            throw Problem.malformed(zh: "一次最多看12个月。", en: "At most twelve months at a time.", field: "from")
        }
        let rows = try await desk.store.read { try SheetRow.between(first, last, $0) }
        return try Response.json(Paged(rows.filter { identity.mayAct(at: $0.site) }))
    }

    private static func month(_ request: Request, _ name: String) throws(Problem) -> YearMonth? {
        guard let text = request.query.text(name) else { return nil }
        guard let month = YearMonth(text) else {
            throw .malformed(zh: "月份应写成2026-02。", en: "\(name) must be a month such as 2026-02.", field: name)
        }
        return month
    }
}

extension AssessmentsDesk {
    func ruleEvidence(
        _ request: Request, _ id: EvidenceID, _ input: RulingInput, answer: @escaping Answer
    ) async throws -> Response {
        let by = try request.requireIdentity().account
        return try await act(request) { _, _ in
            .rule(id, upheld: input.upheld, reason: input.reason, by: by)
        } answer: {
            try answer($0)
        }
    }

    func object(_ request: Request, _ input: ObjectionInput, answer: @escaping Answer) async throws -> Response {
        let by = try request.requireIdentity().account
        return try await act(request) { _, _ in
            .object(evidence: input.evidence, text: input.text, by: by)
        } answer: {
            try answer($0)
        }
    }

    func ruleObjection(
        _ request: Request, _ number: Int, _ input: AnswerInput, answer: @escaping Answer
    ) async throws -> Response {
        let by = try request.requireIdentity().account
        return try await act(request) { _, _ in
            .ruleObjection(number, granted: input.granted, reason: input.reason, by: by)
        } answer: {
            try answer($0)
        }
    }

    func reopen(_ request: Request, _ input: ReasonInput, answer: @escaping Answer) async throws -> Response {
        let by = try request.requireIdentity().account
        return try await act(request) { _, _ in
            .reopen(reason: input.reason, by: by)
        } answer: {
            try answer($0)
        }
    }
}
