/// One column of the ledger (R55 and requirements section 3.7). An open set: a newer ledger may know more.
public struct ItemField: ContractCode, CodingKeyRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let name = Self(rawValue: "name")
    public static let category = Self(rawValue: "category")
    public static let subSite = Self(rawValue: "subSite")
    public static let orgUnit = Self(rawValue: "orgUnit")
    public static let place = Self(rawValue: "place")
    public static let quantity = Self(rawValue: "quantity")
    public static let unit = Self(rawValue: "unit")
    public static let clause = Self(rawValue: "clause")
    public static let brand = Self(rawValue: "brand")
    public static let model = Self(rawValue: "model")
    public static let serial = Self(rawValue: "serial")
    public static let hardware = Self(rawValue: "hardware")
    public static let software = Self(rawValue: "software")
    /// 出厂日期.
    public static let madeOn = Self(rawValue: "madeOn")
    public static let warrantyTo = Self(rawValue: "warrantyTo")
    public static let warrantyVendor = Self(rawValue: "warrantyVendor")
    public static let network = Self(rawValue: "network")
    /// 信创: domestic, secure and reliable (reading A17).
    public static let xinchuang = Self(rawValue: "xinchuang")

    /// Every column, in the order of forms and cards.
    public static let all: [ItemField] = [
        .name, .category, .subSite, .orgUnit, .place, .quantity, .unit, .brand, .model, .serial, .hardware, .software,
        .madeOn, .warrantyTo, .warrantyVendor, .network, .xinchuang, .clause,
    ]

    /// The heading, word for word as R55 prescribes where it does.
    public var zh: String { Self.names[self] ?? rawValue }

    private static let names: [ItemField: String] = [
        .name: "设备名称", .category: "类别", .subSite: "位置", .orgUnit: "机构", .place: "安装地点", .quantity: "数量",
        .unit: "计量单位", .clause: "合同条款", .brand: "品牌", .model: "型号", .serial: "序列号", .hardware: "硬件配置",
        .software: "软件版本", .madeOn: "出厂日期", .warrantyTo: "质保信息", .warrantyVendor: "质保单位",
        .network: "网络类型", .xinchuang: "信创",
    ]
}
