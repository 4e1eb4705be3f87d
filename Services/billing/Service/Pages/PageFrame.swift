import BillingDomain
import OpsConsole

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
