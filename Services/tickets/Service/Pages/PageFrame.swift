import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import TicketsDomain

extension ChipState {
    init(_ stage: TicketStatus.Stage) {
        switch stage {
        case .new: self = .new
        case .accepted: self = .accepted
        case .dispatched: self = .dispatched
        case .arrived: self = .arrived
        case .working: self = .working
        case .pending: self = .suspended
        case .secondLine: self = .secondLine
        case .resolved: self = .resolved
        case .awaitingConfirmation: self = .awaitingConfirmation
        case .closed: self = .ticketClosed
        case .cancelled: self = .cancelled
        case .reopened: self = .reopened
        }
    }
}

/// Runs a form's command; what is wrong with the input, or not possible now, comes back as sentences.
/// - Parameter refusal: what was wrong already when the form was read.
func submitting(
    unless refusal: (any Error)?, _ command: () async throws -> Response,
    refused: (Int, [FieldError]) async throws -> Response
) async throws -> Response {
    do {
        if let refusal { throw refusal }
        return try await command()
    } catch let rejection as Rejection where rejection.kind == .invalid || rejection.kind == .conflict {
        return try await refused(422, [FieldError(rejection.field, rejection.zh)])
    } catch let rejection as Rejection where rejection.kind == .forbidden {
        return try await refused(403, [FieldError(nil, rejection.zh)])
    } catch StoreError.staleVersion {
        return try await refused(412, [FieldError(nil, "你打开后，此单已被他人改动。看过现在的内容再操作。")])
    }
}
