import OpsConsole
import OpsContracts
import OpsDomain
import OpsServer

extension Chip {
    init(_ status: RoundStatus) {
        let shape: ChipState =
            switch status {
            case .planned: .pending
            case .started: .running
            case .completed: .completed
            case .late: ChipState(.done, "超期完成")
            case .missed: .overdue
            case .skipped: .skipped
            default: ChipState(unknown: status.rawValue)
            }
        self.init(shape)
    }

    init(_ status: FindingStatus) {
        let shape: ChipState =
            switch status {
            case .raised: .toRectify
            case .ticketed, .reworking: .rectifying
            case .rectified: .toRetest
            case .cleared: .cleared
            default: ChipState(unknown: status.rawValue)
            }
        self.init(shape)
    }
}

/// Runs a form's command; what is wrong with the input, or not possible now, comes back above the form.
func submitting(
    _ command: () async throws -> Response, refused: ([FieldError]) async throws -> Response
) async throws -> Response {
    do {
        return try await command()
    } catch let rejection as Rejection where rejection.kind == .invalid || rejection.kind == .conflict {
        return try await refused([FieldError(rejection.field, rejection.zh)])
    }
}
