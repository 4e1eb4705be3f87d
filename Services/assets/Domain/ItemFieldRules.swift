public import OpsContracts
public import OpsDomain

extension ItemField {
    /// Columns an item cannot be without.
    public var isRequired: Bool { self == .name || self == .category || self == .unit }

    /// The text as the ledger keeps it: trimmed, nil where empty.
    /// - Throws: what is wrong with it, with the column as `field`.
    public func checked(_ text: String?) throws(Rejection) -> String? {
        let value = (text ?? "").trimmingEdges()
        guard !value.isEmpty else {
            if isRequired { throw .invalid(rawValue, zh: "填写\(zh)。", en: "Give the \(rawValue).") }
            return nil
        }
        guard value.count <= limit else {
            throw .invalid(
                rawValue, zh: "\(zh)最多\(limit)字，现在是\(value.count)字。", en: "\(rawValue): at most \(limit) characters.")
        }
        if let wanted = wanted(of: value) {
            throw .invalid(rawValue, zh: "\(zh)\(wanted)，现在是“\(value)”。", en: "\(rawValue) does not fit: \(value).")
        }
        return value
    }

    private var limit: Int { self == .hardware || self == .software ? 500 : 120 }

    /// What the column asks for; nil where the value fits.
    private func wanted(of value: String) -> String? {
        switch self {
        case .quantity:
            Int(value).map { (1...1_000_000).contains($0) } == true ? nil : "应为1到1000000的整数；不清楚就留空"
        case .madeOn, .warrantyTo: Day(value) == nil ? "应为日期，如2026-02-13" : nil
        case .xinchuang: ["true", "false"].contains(value) ? nil : "应为是或否"
        case .category: ItemCategory.catalogue.contains(ItemCategory(rawValue: value)) ? nil : "不在类别表中"
        case .orgUnit: UnitID(rawValue: value) == nil ? "应为机构编号" : nil
        default: nil
        }
    }
}

extension Item {
    /// The columns that count for completeness (R39, item K5 of the score sheet): the seven of R55 for equipment,
    /// fewer for what bears no type plate.
    public static func mandatoryFields(category: ItemCategory, unit: String?) -> [ItemField] {
        switch category {
        case .cable, .room, .placeholder: [.name, .subSite]
        case .software, .platform, .database: [.name, .software, .warrantyTo]
        case .network where unit == "条": [.name, .network]
        default: [.name, .model, .serial, .hardware, .software, .madeOn, .warrantyTo]
        }
    }

    /// The mandatory columns that are still empty; `无` and `看不清` fill a serial number.
    public var missingFields: [ItemField] {
        Self.mandatoryFields(category: category, unit: values[.unit]).filter { values[$0] == nil }
    }
}

/// How much of the mandatory columns is filled in, over any number of items.
public struct Completeness: Sendable, Equatable {
    public private(set) var mandatory = 0
    public private(set) var empty = 0

    public init() {}

    public mutating func add(mandatory: Int, empty: Int) {
        self.mandatory += mandatory
        self.empty += empty
    }

    public mutating func add(_ item: Item) {
        add(
            mandatory: Item.mandatoryFields(category: item.category, unit: item.values[.unit]).count,
            empty: item.missingFields.count)
    }

    /// Rounded up, so that one empty column never shows as none; 0 where nothing is mandatory.
    public var emptyRate: BasisPoints {
        BasisPoints(mandatory == 0 ? 0 : (empty * 10_000 + mandatory - 1) / mandatory)
    }
}

extension String {
    func trimmingEdges() -> String {
        let blank: (Character) -> Bool = { $0.isWhitespace || $0.isNewline }
        return String(drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
