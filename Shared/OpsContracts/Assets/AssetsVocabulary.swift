/// What a ledger item is, by the catalogue's code. An open set: tomorrow's category decodes today.
public struct ItemCategory: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let terminal = Self(rawValue: "TERM")
    public static let network = Self(rawValue: "NET")
    public static let room = Self(rawValue: "ROOM")
    public static let cable = Self(rawValue: "CABLE")
    public static let fire = Self(rawValue: "FIRE")
    public static let videoConference = Self(rawValue: "VC")
    public static let cctv = Self(rawValue: "CCTV")
    public static let led = Self(rawValue: "LED")
    public static let platform = Self(rawValue: "PLT")
    public static let dispatch = Self(rawValue: "DISP")
    public static let audioVideo = Self(rawValue: "AV")
    public static let radio = Self(rawValue: "RADIO")
    public static let alarm = Self(rawValue: "ALM")
    public static let broadcast = Self(rawValue: "BCAST")
    public static let temperature = Self(rawValue: "TEMP")
    public static let power = Self(rawValue: "PWR")
    public static let access = Self(rawValue: "ACS")
    public static let telephone = Self(rawValue: "TEL")
    public static let software = Self(rawValue: "SOFT")
    public static let security = Self(rawValue: "SEC")
    public static let database = Self(rawValue: "DB")
    public static let server = Self(rawValue: "SRV")
    public static let bodyCamera = Self(rawValue: "BODY")
    public static let storage = Self(rawValue: "STO")
    public static let attendance = Self(rawValue: "ATT")
    public static let vehicle = Self(rawValue: "VEH")
    public static let placeholder = Self(rawValue: "NEW")

    /// Every category of the contract's catalogue, in its order.
    public static let catalogue: [ItemCategory] = [
        .terminal, .network, .room, .cable, .fire, .videoConference, .cctv, .led, .platform, .dispatch, .audioVideo,
        .radio, .alarm, .broadcast, .temperature, .power, .access, .telephone, .software, .security, .database,
        .server, .bodyCamera, .storage, .attendance, .vehicle, .placeholder,
    ]

    /// The word on screen; the code itself for a category this build does not know.
    public var zh: String { Self.names[self] ?? rawValue }

    private static let names: [ItemCategory: String] = [
        .terminal: "终端", .network: "网络", .room: "机房", .cable: "布线光缆", .fire: "消防",
        .videoConference: "视频会议", .cctv: "监控", .led: "大屏", .platform: "业务平台", .dispatch: "指挥调度",
        .audioVideo: "会议音视频", .radio: "电台", .alarm: "一键报警", .broadcast: "广播", .temperature: "测温",
        .power: "供电", .access: "门禁", .telephone: "电话", .software: "授权软件", .security: "安全设备",
        .database: "数据库", .server: "服务器", .bodyCamera: "执法记录", .storage: "存储", .attendance: "考勤",
        .vehicle: "车载", .placeholder: "待列装",
    ]
}

/// Where an item is in its life. An open set between services; what may follow what is the ledger's own rule.
public struct ItemState: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let inUse = Self(rawValue: "in-use")
    public static let spare = Self(rawValue: "spare")
    public static let sealed = Self(rawValue: "sealed")
    public static let repair = Self(rawValue: "repair")
    public static let toRetire = Self(rawValue: "to-retire")
    public static let retired = Self(rawValue: "retired")
    public static let handedOver = Self(rawValue: "handed-over")

    public static let all: [ItemState] = [.inUse, .spare, .sealed, .repair, .toRetire, .retired, .handedOver]

    public var zh: String {
        switch self {
        case .inUse: "在用"
        case .spare: "备用"
        case .sealed: "封存"
        case .repair: "维修"
        case .toRetire: "待报废"
        case .retired: "已报废"
        case .handedOver: "移交"
        default: rawValue
        }
    }
}

/// A serial number as the plate shows it, or the explicit word why there is none: `无` or `看不清` (R49, section 3.7).
///
/// JSON is the bare string. Absent means nobody has looked yet.
public struct SerialNumber: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The thing bears no number.
    public static let absent = Self(rawValue: "无")
    public static let illegible = Self(rawValue: "看不清")

    /// Whether it identifies one thing.
    public var isLegible: Bool { self != .absent && self != .illegible && !rawValue.isEmpty }
    public var description: String { rawValue }
}
