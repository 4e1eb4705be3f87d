import BillingDomain
import Foundation
import OpsConsole
import OpsContracts
import OpsServer

extension Viewer {
    /// Who looks, as their token says.
    init(_ request: Request, _ forms: FormGuard) {
        let identity = request.identity
        self.init(
            name: identity?.name ?? "", roles: identity?.roles.sorted() ?? [], sites: identity?.sites.sorted() ?? [],
            theme: Theme(cookie: request.cookies["ops_theme"]), token: forms.token(for: request))
    }
}

extension FormKeys {
    /// Of a form drawn now, about a thing seen in this version.
    init(_ request: Request, _ forms: FormGuard, version: Int64) {
        self.init(key: UUID().uuidString, token: forms.token(for: request), etag: ETag(version: version).text)
    }
}

extension OpsConsole.Page {
    func response(status: Int = 200) -> Response { .html(render(), status: status) }
}

extension Chip {
    init(_ stage: PaymentStage) {
        let shape: ChipState =
            switch stage {
            case .planned: .planned
            case .scored: .scored
            case .frozen: .deductionFixed
            case .fiscalApproved: ChipState(.step, "已批复", glyph: .half)
            case .approved: .approved
            case .awaitingFunds: .awaitingFunds
            case .paid: .paid
            }
        self.init(shape)
    }
}
