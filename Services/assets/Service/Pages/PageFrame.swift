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
