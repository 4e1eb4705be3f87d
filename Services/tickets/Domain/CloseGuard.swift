import OpsContracts
import OpsDomain

/// The headings a fault record needs before it is closed (R49).
public enum FaultRecordField: String, CaseIterable, Sendable {
    case level, cause, process, result, partModel, newSerial

    /// The contract's own headings, word for word.
    public var zh: String {
        switch self {
        case .level: "故障等级"
        case .cause: "原因"
        case .process: "处理过程"
        case .result: "处理结果"
        case .partModel: "维修更换部件型号"
        case .newSerial: "序列号"
        }
    }
}

public enum CloseGuard {
    /// What a ticket still lacks; a request that is no fault needs its result alone, and its part where one was changed.
    public static func missing(_ ticket: Ticket) -> [FaultRecordField] {
        FaultRecordField.allCases.filter { field in
            switch field {
            case .level: ticket.kind == .incident && ticket.unverified.contains(.priority)
            case .cause: ticket.kind == .incident && ticket.resolution?.cause == nil
            case .process: ticket.kind == .incident && ticket.logEntries == 0
            case .result: ticket.resolution == nil
            case .partModel, .newSerial: ticket.resolution?.partReplaced == true && ticket.partsReplaced == 0
            }
        }
    }

    static func rejection(_ missing: [FaultRecordField]) -> Rejection {
        Rejection(
            .conflict, "close-incomplete", zh: "关闭前还缺：\(missing.map(\.zh).joined(separator: "、"))。",
            en: "Missing before closing: \(missing.map(\.rawValue).joined(separator: ", ")).",
            field: missing.first?.rawValue)
    }
}
