import AssessmentsService
import AssetsService
import BillingService
import InspectionsService
import NotifyService
import OfficeService
import OpsContracts
import OpsServer
import TicketsService

/// The seven services, in the order their start-up data builds on each other.
let allServices: [(ServiceName, Compose)] = [
    (.office, composeOffice), (.assets, composeAssets), (.assessments, composeAssessments),
    (.tickets, composeTickets), (.inspections, composeInspections), (.billing, composeBilling),
    (.notify, composeNotify),
]
