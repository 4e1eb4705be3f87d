import AssessmentsService
import AssetsService
import BillingService
import InspectionsService
import NotifyService
import OfficeService
import OpsContracts
import OpsDomain
import OpsServer
import OpsTestSupport
import TicketsService

/// The seven services, as the all-in-one runs them.
let allServices: [(ServiceName, Compose)] = [
    (.office, composeOffice), (.assets, composeAssets), (.assessments, composeAssessments),
    (.tickets, composeTickets), (.inspections, composeInspections), (.billing, composeBilling),
    (.notify, composeNotify),
]

extension TestFleet {
    /// All seven with their start-up data, on a Monday morning of the contract's first month.
    static func all(at start: String = "2026-01-05 08:30:00", settings: [String: String] = [:]) async throws
        -> TestFleet
    {
        var settings = settings
        settings["OPS_DEMO"] = "1"
        let fleet = try await TestFleet(allServices, at: try OpsSystem.at(start), settings: settings)
        try await fleet.fleet.loadStartUpData()
        try await fleet.settle()
        return fleet
    }
}

enum OpsSystem {
    /// A moment in Asia/Shanghai: `at("2026-01-05 08:30:00")`.
    static func at(_ text: String) throws -> Timestamp {
        guard let local = LocalTime(text) else { throw Rejection.invalid("time", zh: text, en: text) }
        return LocalZone.shanghai.timestamp(local)
    }
}
