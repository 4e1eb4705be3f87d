import OpsConsole
import OpsContracts
import OpsDomain
import OpsServer

extension Chip {
    init(_ state: ItemState) {
        let shape: ChipState =
            switch state {
            case .inUse: .inUse
            case .spare: .spare
            case .sealed: .sealed
            case .repair: .repair
            case .toRetire: .toRetire
            case .retired: .retired
            case .handedOver: .handedOver
            default: ChipState(unknown: state.rawValue)
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
