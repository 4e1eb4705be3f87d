import AssessmentsService
import AssetsService
import BillingService
import Foundation
import InspectionsService
import NotifyService
import OfficeService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Synchronization
import TicketsService

/// The seven services, as the all-in-one runs them.
let allServices: [(ServiceName, Compose)] = [
    (.office, composeOffice), (.assets, composeAssets), (.assessments, composeAssessments),
    (.tickets, composeTickets), (.inspections, composeInspections), (.billing, composeBilling),
    (.notify, composeNotify),
]

extension TestFleet {
    /// All seven with their start-up data, on a Monday morning of the contract's first month.
    static func all(
        at start: String = OpsSystem.firstMonday, settings: [String: String] = [:], bus: any EventBus = LocalBus(),
        authenticator: (any Authenticating)? = TestAuthenticator()
    ) async throws -> TestFleet {
        var settings = settings
        settings["OPS_DEMO"] = "1"
        let fleet = try await TestFleet(
            allServices, at: try OpsSystem.at(start), settings: settings, bus: bus, authenticator: authenticator)
        try await fleet.fleet.loadStartUpData()
        try await fleet.settle()
        return fleet
    }
}

/// Of every sample account, where OPS_DEMO=1.
let demoPassword = OfficeStartUp.demoPassword

enum OpsSystem {
    static let firstMonday = "2026-01-05 08:30:00"

    /// A moment in Asia/Shanghai: `at("2026-01-05 08:30:00")`.
    static func at(_ text: String) throws -> Timestamp {
        guard let local = LocalTime(text) else { throw Rejection.invalid("time", zh: text, en: text) }
        return LocalZone.shanghai.timestamp(local)
    }

    /// The way back.
    static func text(_ moment: Timestamp) -> String {
        let (local, digits) = (moment.local, { (number: Int) in String(format: "%02d", number) })
        return "\(local.day) \(digits(local.hour)):\(digits(local.minute)):\(digits(local.second))"
    }
}

/// 1, 2, 3 …
final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
