import OpsServer

/// `/billing/…`: the screens.
struct BillingPages: Sendable {
    private static let quarter = "/billing/quarters/{quarter}"
    let desk: BillingDesk

    var all: [Route] {
        [
            Route(.get, "/billing/", BillingRights.readers) { try await YearPage(desk: desk).show($0) },
            Route(.get, "/billing/contracts/{contract}", BillingRights.readers) {
                try await ContractPage(desk: desk).show($0)
            },
            Route(.get, Self.quarter + ".csv", BillingRights.readers) { try await QuarterPage(desk: desk).export($0) },
            Route(.get, Self.quarter, BillingRights.readers) { try await QuarterPage(desk: desk).show($0) },
            Route(.get, Self.quarter + "/print", BillingRights.readers) {
                try await StatementPrintPage(desk: desk).show($0)
            },
        ] + GateVerb.allCases.flatMap(gate)
    }

    private func gate(_ verb: GateVerb) -> [Route] {
        let page = GatePage(desk: desk, verb: verb)
        let path = "\(Self.quarter)/\(verb.rawValue)"
        return [
            Route(.get, path, .roles(verb.roles)) { try await page.show($0) },
            Route(.post, path, .roles(verb.roles), needsKey: true) { try await page.submit($0) },
        ]
    }
}
