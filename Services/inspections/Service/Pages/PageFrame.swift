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
