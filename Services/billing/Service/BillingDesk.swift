import BillingDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// The service's face: every command and query of API and pages goes through here.
struct BillingDesk: Sendable {
    typealias Answer = @Sendable (YearFile) throws -> Response

    let store: Store
    let clock: any OpsClock
    let forms: FormGuard

    /// - Throws: `Problem` 404 where the year has no contract.
    func file(_ id: ContractID) async throws -> YearFile {
        guard let file = try await store.read({ try YearFile(id, $0) }) else { throw Problem.notFound }
        return file
    }

    func contracts() async throws -> [ContractRow] { try await store.read { try ContractRow.all($0) } }

    func sign(_ request: Request, _ input: SignInput, answer: @escaping Answer) async throws -> Response {
        let contract = input.contract
        return try await act(request, contract.contract, answer) { _ in .sign(contract) }
    }

    /// Does one command to a contract year, once per Idempotency-Key.
    func act(
        _ request: Request, _ id: ContractID, _ answer: @escaping Answer,
        command: @escaping @Sendable (WriteTransaction) throws -> ContractCommand
    ) async throws -> Response {
        let version = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            try tx.execute(ContractDecider.self, id, try command(tx), site: nil, ifMatch: version)
            guard let file = try YearFile(id, tx.reads) else { throw Problem.notFound }
            return try answer(file)
        }
    }

    func impose(
        _ request: Request, _ id: ContractID, _ input: FineInput, answer: @escaping Answer
    ) async throws -> Response {
        let by = try request.requireIdentity().account
        if let evidence = input.evidence, EvidenceID(rawValue: evidence.rawValue) == nil {
            throw Rejection.invalid("evidence", zh: "证据编号只能有字母、数字、点、横线和下划线。", en: "evidence is no identifier.")
        }
        return try await act(request, id, answer) { tx in
            let used = try tx.state(ContractDecider.self, id)?.usedFines.count ?? 0
            return .imposeFine(
                FineImposed(
                    contract: id, fine: FineID("\(id)-f\(used + 1)"), quarter: input.quarter, site: input.site,
                    amount: input.amount, reason: input.reason, evidence: input.evidence, decidedBy: by))
        }
    }

    func withdraw(
        _ request: Request, _ id: ContractID, _ fine: FineID, _ input: ReasonInput, answer: @escaping Answer
    ) async throws -> Response {
        let by = try request.requireIdentity().account
        return try await act(request, id, answer) { _ in .withdrawFine(fine, reason: input.reason, by: by) }
    }

    /// Issues the statement of a payment; the calendar gives its due day, the log head what it stands on.
    func issue(_ request: Request, _ quarter: Quarter, answer: @escaping Answer) async throws -> Response {
        try await act(request, Self.contract(quarter), answer) { tx in
            .issueStatement(
                quarter, calendar: try tx.reads.workCalendar(),
                heads: try tx.reads.position(of: ServiceName.assessments.topic).map {
                    [SourceHead(topic: ServiceName.assessments.topic, seq: $0.seq, hash: $0.hash)]
                } ?? [])
        }
    }

    func gate(
        _ request: Request, _ quarter: Quarter, answer: @escaping Answer,
        _ command: @escaping @Sendable (AccountID) -> ContractCommand
    ) async throws -> Response {
        let by = try request.requireIdentity().account
        return try await act(request, Self.contract(quarter), answer) { _ in command(by) }
    }

    /// One contract a year, named after it.
    static func contract(_ quarter: Quarter) -> ContractID { ContractID(String(quarter.year)) }

    static func quarter(_ request: Request) throws(Problem) -> Quarter {
        guard let quarter = Quarter(try request.parameter("quarter")) else { throw .notFound }
        return quarter
    }
}
