import BillingDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// The API: `/api/billing/v1`.
struct BillingRoutes: Sendable {
    private static let base = "/api/billing/v1"
    private static let contract = base + "/contracts/{contract}"
    private static let quarter = base + "/quarters/{quarter}"
    let desk: BillingDesk

    var all: [Route] { contracts + payments }

    private var contracts: [Route] {
        [
            Route(.get, "\(Self.base)/contracts", BillingRights.readers, BillingDocs.contracts) { _ in
                try Response.json(Paged(try await desk.contracts()))
            },
            Route(.post, "\(Self.base)/contracts", BillingRights.finance, BillingDocs.sign) {
                try await desk.sign($0, try $0.json()) {
                    try Response.json(YearView($0), status: 201, etag: $0.version)
                }
            },
            Route(.get, Self.contract, BillingRights.readers, BillingDocs.contract) {
                try Self.year(try await desk.file(try $0.parameter("contract")))
            },
            Route(.get, "\(Self.contract)/forecast", BillingRights.readers, BillingDocs.forecast) {
                try Response.json(ForecastView(try await desk.file(try $0.parameter("contract"))))
            },
            Route(.post, "\(Self.contract)/fines", BillingRights.fines, BillingDocs.fine) {
                try await desk.impose($0, try $0.parameter("contract"), try $0.json(), answer: Self.year)
            },
            Route(.post, "\(Self.contract)/fines/{fine}/withdraw", BillingRights.fines, BillingDocs.withdraw) {
                try await desk.withdraw(
                    $0, try $0.parameter("contract"), try $0.parameter("fine"), try $0.json(), answer: Self.year)
            },
        ]
    }

    private var payments: [Route] {
        [
            Route(.get, Self.quarter, BillingRights.readers, BillingDocs.quarter) { request in
                let quarter = try BillingDesk.quarter(request)
                let file = try await desk.file(BillingDesk.contract(quarter))
                return try Self.answer(quarter)(file)
            },
            gate("freeze-deduction", BillingDocs.freeze) { request, quarter in
                try await desk.gate(request, quarter, answer: Self.answer(quarter)) { _ in .freezeDeduction(quarter) }
            },
            gate("issue", BillingDocs.issue) { request, quarter in
                try await desk.issue(request, quarter, answer: Self.answer(quarter))
            },
            gate("fiscal-approve", BillingDocs.fiscal) { request, quarter in
                let input: FiscalInput = try request.json()
                return try await desk.gate(request, quarter, answer: Self.answer(quarter)) {
                    .approveFiscally(quarter, document: input.document, on: input.approvedOn, by: $0)
                }
            },
            gate("approve", BillingDocs.approve) { request, quarter in
                try await desk.gate(request, quarter, answer: Self.answer(quarter)) { .approve(quarter, by: $0) }
            },
            gate("await-funds", BillingDocs.funds) { request, quarter in
                let input: ReasonInput = try request.json()
                return try await desk.gate(request, quarter, answer: Self.answer(quarter)) {
                    .awaitFunds(quarter, reason: input.reason, document: input.document, by: $0)
                }
            },
            gate("pay", BillingDocs.pay) { request, quarter in
                let input: PayInput = try request.json()
                return try await desk.gate(request, quarter, answer: Self.answer(quarter)) {
                    .pay(
                        quarter, amount: input.amount, on: input.paidOn, fundsArrivedOn: input.fundsArrivedOn, by: $0)
                }
            },
        ]
    }

    private func gate(
        _ verb: String, _ doc: RouteDoc, _ perform: @escaping @Sendable (Request, Quarter) async throws -> Response
    ) -> Route {
        Route(.post, "\(Self.quarter)/\(verb)", BillingRights.finance, doc) { request in
            try await perform(request, try BillingDesk.quarter(request))
        }
    }

    private static let year: BillingDesk.Answer = { try Response.json(YearView($0), etag: $0.version) }

    private static func answer(_ quarter: Quarter) -> BillingDesk.Answer {
        { try Response.json(QuarterView($0, quarter), etag: $0.version) }
    }
}
