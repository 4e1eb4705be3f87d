import AssessmentsDomain
import OpsConsole

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
