import AssessmentsDomain
import Foundation
import OpsConsole
import OpsContracts
import OpsDomain
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
    /// Of a form drawn now.
    /// - Parameter version: of the thing seen; nil where it does not exist yet.
    init(_ request: Request, _ forms: FormGuard, version: Int64? = nil) {
        let etag = version.flatMap { $0 == 0 ? nil : ETag(version: $0).text }
        self.init(key: UUID().uuidString, token: forms.token(for: request), etag: etag)
    }
}

extension OpsConsole.Page {
    func response(status: Int = 200) -> Response { .html(render(), status: status) }
}

extension Chip {
    init(_ status: Sheet.Status) {
        let shape: ChipState =
            switch status {
            case .draft: .draft
            case .scored: .scored
            case .published: .published
            case .disputed: .objected
            case .frozen: .frozen
            }
        self.init(shape)
    }
}

extension ChipState {
    /// The same by the word a list carries.
    static func sheet(_ status: String) -> ChipState {
        switch status {
        case "draft": .draft
        case "scored": .scored
        case "published": .published
        case "disputed": .objected
        case "frozen": .frozen
        default: ChipState(unknown: status)
        }
    }
}
