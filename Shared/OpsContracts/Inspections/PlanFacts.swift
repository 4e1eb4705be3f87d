/// One line of a plan's checklist.
public struct CheckItem: Codable, Sendable, Equatable {
    /// Unique within the plan, stable across its versions: `TEMP`.
    public var code: String
    public var text: String
    /// Present where a number is to be read: `℃`.
    public var unit: String?
    /// Limits are inclusive; a number outside them is abnormal.
    public var low: DecimalReading?
    public var high: DecimalReading?

    public init(
        code: String, text: String, unit: String? = nil, low: DecimalReading? = nil, high: DecimalReading? = nil
    ) {
        self.code = code
        self.text = text
        self.unit = unit
        self.low = low
        self.high = high
    }
}

/// A plan, or a new version of one, is in force.
public struct PlanPublished: FactContract {
    public static let type: FactType = "inspections.plan-published.v1"

    public var plan: PlanID
    /// 1, 2, 3 …
    public var version: Int
    public var site: SiteCode
    public var name: String
    public var category: ItemCategory
    public var frequency: PlanFrequency
    /// Local wall-clock time `HH:MM`; nil is the start of the day.
    public var windowFrom: String?
    /// Local wall-clock time the round is due: `12:00`.
    public var windowTo: String
    public var items: [CheckItem]
    /// The ledger item it looks at, where it is one.
    public var item: ItemID?
    public var basis: Basis
    /// The clause behind a contractual plan: `4(3)`.
    public var clause: String?
    public var mode: PlanMode
    /// False where the site switched the plan off; rounds already planned stay.
    public var active: Bool

    public init(
        plan: PlanID, version: Int, site: SiteCode, name: String, category: ItemCategory, frequency: PlanFrequency,
        windowFrom: String? = nil, windowTo: String, items: [CheckItem], item: ItemID? = nil, basis: Basis,
        clause: String? = nil, mode: PlanMode, active: Bool
    ) {
        self.plan = plan
        self.version = version
        self.site = site
        self.name = name
        self.category = category
        self.frequency = frequency
        self.windowFrom = windowFrom
        self.windowTo = windowTo
        self.items = items
        self.item = item
        self.basis = basis
        self.clause = clause
        self.mode = mode
        self.active = active
    }
}
