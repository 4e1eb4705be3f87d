import OpsConsole
import OpsContracts
import OpsServer

/// `/inspections/…`: rounds, findings and plans for people.
struct InspectionPages: Sendable {
    let desk: InspectionDesk

    static let all = "/inspections/"
    static let findings = "/inspections/findings"
    static let newFinding = "/inspections/findings/new"
    static let plans = "/inspections/plans"
    static func plan(_ id: PlanID) -> String { "/inspections/plans/\(id)" }

    var all: [Route] { rounds + findings + plans }

    private var rounds: [Route] {
        let page = RoundPage(desk: desk)
        let (readers, workers, leads) = (InspectionDesk.readers, InspectionDesk.workers, InspectionDesk.leads)
        return [
            Route(.get, Paths.myRounds, readers) { try await TodayPage(desk: desk).show($0) },
            Route(.get, "/inspections/live", readers) { try RoundsLive(desk: desk).stream($0) },
            Route(.get, "/inspections/rounds/{round}/print", readers) { try await RoundPrintPage(desk: desk).show($0) },
            Route(.get, Self.all, readers) { try await RoundListPage(desk: desk).show($0) },
            Route(.get, "/inspections/rounds/{round}", readers) { try await page.show($0) },
            Route(.post, "/inspections/rounds/{round}/start", workers, needsKey: true) { try await page.start($0) },
            Route(.post, "/inspections/rounds/{round}/answers", workers, needsKey: true) { try await page.keep($0) },
            Route(
                .post, "/inspections/rounds/{round}/complete", workers, bodyLimit: BlobStore.formLimit, needsKey: true
            ) { try await page.complete($0) },
            Route(.get, "/inspections/rounds/{round}/skip", leads) { try await SkipPage(desk: desk).show($0) },
            Route(.post, "/inspections/rounds/{round}/skip", leads, needsKey: true) {
                try await SkipPage(desk: desk).submit($0)
            },
        ]
    }

    private var findings: [Route] {
        let (readers, workers, leads) = (InspectionDesk.readers, InspectionDesk.workers, InspectionDesk.leads)
        let (list, page, forms) = (
            FindingListPage(desk: desk), FindingPage(desk: desk), FindingForms(desk: desk)
        )
        return [
            Route(.get, Self.findings, readers) { try await list.show($0) },
            Route(.get, Self.newFinding, workers) { try await RaisePage(desk: desk).show($0) },
            Route(.post, Self.newFinding, workers, needsKey: true) { try await RaisePage(desk: desk).submit($0) },
            Route(.get, "/inspections/findings/{finding}", readers) { try await page.show($0) },
            Route(.get, "/inspections/findings/{finding}/rectify", workers) { try await forms.show($0, .rectify) },
            Route(.post, "/inspections/findings/{finding}/rectify", workers, needsKey: true) {
                try await forms.submit($0, .rectify)
            },
            Route(.get, "/inspections/findings/{finding}/retest", leads) { try await forms.show($0, .retest) },
            Route(.post, "/inspections/findings/{finding}/retest", leads, needsKey: true) {
                try await forms.submit($0, .retest)
            },
        ]
    }

    private var plans: [Route] {
        let (list, page) = (PlanListPage(desk: desk), PlanPage(desk: desk))
        return [
            Route(.get, Self.plans, InspectionDesk.readers) { try await list.show($0) },
            Route(.get, "/inspections/plans/{plan}", InspectionDesk.readers) { try await page.show($0) },
            Route(.post, "/inspections/plans/{plan}/set-active", InspectionDesk.leads, needsKey: true) {
                try await page.setActive($0)
            },
        ]
    }
}
