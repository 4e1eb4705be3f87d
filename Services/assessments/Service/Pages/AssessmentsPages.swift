import AssessmentsDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// `/assessments/…`: the screens.
struct AssessmentsPages: Sendable {
    private static let sheet = "/assessments/sheets/{site}/{month}"
    let desk: AssessmentsDesk

    var all: [Route] {
        [
            Route(.get, "/assessments/", AssessmentsRights.readers) { try await GridPage(desk: desk).show($0) },
            Route(.get, "/assessments/staffing", AssessmentsRights.readers) {
                try await StaffingPage(desk: desk).show($0)
            },
            Route(.get, "/assessments/roster", AssessmentsRights.readers) { try await RosterPage(desk: desk).show($0) },
            Route(
                .post, "/assessments/roster/{site}/{day}/{shift}/agree", AssessmentsRights.duty, needsKey: true
            ) { try await RosterPage(desk: desk).agree($0) },
            Route(.get, Self.sheet, AssessmentsRights.readers) { try await SheetPage(desk: desk).show($0) },
            Route(.get, Self.sheet + "/print", AssessmentsRights.readers) {
                try await SheetPrintPage(desk: desk).show($0)
            },
            Route(
                .post, "\(Self.sheet)/evidence/{evidence}/uphold", AssessmentsRights.judges, needsKey: true,
                perform: uphold),
        ] + SheetVerb.allCases.flatMap(verb)
    }

    private func verb(_ verb: SheetVerb) -> [Route] {
        let page = SheetFormPage(desk: desk, verb: verb)
        let path = "\(Self.sheet)/\(verb.rawValue)"
        return [
            Route(.get, path, .roles(verb.roles)) { try await page.show($0) },
            Route(.post, path, .roles(verb.roles), needsKey: true) { try await page.submit($0) },
        ]
    }

    private func uphold(_ request: Request) async throws -> Response {
        try await desk.ruleEvidence(
            request, try request.parameter("evidence"), RulingInput(upheld: true, reason: nil)
        ) { .redirect303(to: Paths.sheet($0.key.site, $0.key.month)) }
    }
}
