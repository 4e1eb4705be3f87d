/// A thing, system, room or line entered the ledger. Read by tickets, inspections and the office.
public struct ItemRegistered: FactContract {
    public static let type: FactType = "assets.item-registered.v1"

    public var item: ItemID
    public var site: SiteCode
    /// The part of the site in its own words: `指挥中心`.
    public var subSite: String?
    public var name: String
    public var category: ItemCategory
    /// Nil where the contract gives none; never 0 or 1 for unknown (reading A15).
    public var quantity: Int?
    /// The measure word: 台, 块, 套.
    public var unit: String
    public var clause: String?
    public var orgUnit: UnitID?
    public var place: String?
    public var brand: String?
    public var model: String?
    public var serial: SerialNumber?
    public var hardware: String?
    public var software: String?
    public var madeOn: Day?
    public var warrantyTo: Day?
    public var warrantyVendor: String?
    public var network: String?
    public var xinchuang: Bool?
    /// The 8 random Crockford characters of the QR label.
    public var label: String?
    public var state: ItemState

    public init(
        item: ItemID, site: SiteCode, subSite: String? = nil, name: String, category: ItemCategory,
        quantity: Int? = nil, unit: String, clause: String? = nil, orgUnit: UnitID? = nil, place: String? = nil,
        brand: String? = nil, model: String? = nil, serial: SerialNumber? = nil, hardware: String? = nil,
        software: String? = nil, madeOn: Day? = nil, warrantyTo: Day? = nil, warrantyVendor: String? = nil,
        network: String? = nil, xinchuang: Bool? = nil, label: String? = nil, state: ItemState
    ) {
        self.item = item
        self.site = site
        self.subSite = subSite
        self.name = name
        self.category = category
        self.quantity = quantity
        self.unit = unit
        self.clause = clause
        self.orgUnit = orgUnit
        self.place = place
        self.brand = brand
        self.model = model
        self.serial = serial
        self.hardware = hardware
        self.software = software
        self.madeOn = madeOn
        self.warrantyTo = warrantyTo
        self.warrantyVendor = warrantyVendor
        self.network = network
        self.xinchuang = xinchuang
        self.label = label
        self.state = state
    }
}

/// Columns of an item were wrong or have changed; both values stay on record.
public struct ItemCorrected: FactContract {
    public static let type: FactType = "assets.item-corrected.v1"

    /// One column before and after, as text: days `2026-02-13`, numbers in digits, flags `true`/`false`.
    public struct Change: Codable, Sendable, Equatable {
        public var field: ItemField
        /// Nil where the column was empty.
        public var old: String?
        /// Nil where the column was emptied.
        public var new: String?

        public init(field: ItemField, old: String?, new: String?) {
            self.field = field
            self.old = old
            self.new = new
        }
    }

    public var item: ItemID
    public var site: SiteCode
    public var changes: [Change]
    public var reason: String

    public init(item: ItemID, site: SiteCode, changes: [Change], reason: String) {
        self.item = item
        self.site = site
        self.changes = changes
        self.reason = reason
    }
}

/// An item moved on in its life: 在用 → 维修.
public struct ItemStateChanged: FactContract {
    public static let type: FactType = "assets.item-state-changed.v1"

    public var item: ItemID
    public var site: SiteCode
    public var from: ItemState
    public var to: ItemState
    public var reason: String
    public var at: Timestamp

    public init(item: ItemID, site: SiteCode, from: ItemState, to: ItemState, reason: String, at: Timestamp) {
        self.item = item
        self.site = site
        self.from = from
        self.to = to
        self.reason = reason
        self.at = at
    }
}

/// A ticket replaced a part of the item (R31, R49).
public struct PartRecorded: FactContract {
    public static let type: FactType = "assets.part-recorded.v1"

    public var item: ItemID
    public var site: SiteCode
    public var ticket: TicketID
    /// What was replaced, in words: `接收卡`.
    public var part: String
    public var model: String
    public var oldSerial: SerialNumber?
    public var newSerial: SerialNumber
    /// When it was replaced, not when the ledger learnt of it.
    public var at: Timestamp

    public init(
        item: ItemID, site: SiteCode, ticket: TicketID, part: String, model: String, oldSerial: SerialNumber?,
        newSerial: SerialNumber, at: Timestamp
    ) {
        self.item = item
        self.site = site
        self.ticket = ticket
        self.part = part
        self.model = model
        self.oldSerial = oldSerial
        self.newSerial = newSerial
        self.at = at
    }
}

/// A closed ticket entered the item's fault history.
public struct FaultRecorded: FactContract {
    public static let type: FactType = "assets.fault-recorded.v1"

    public var item: ItemID
    public var site: SiteCode
    public var ticket: TicketID
    public var title: String
    public var openedAt: Timestamp
    public var closedAt: Timestamp?
    public var cause: String?

    public init(
        item: ItemID, site: SiteCode, ticket: TicketID, title: String, openedAt: Timestamp, closedAt: Timestamp?,
        cause: String?
    ) {
        self.item = item
        self.site = site
        self.ticket = ticket
        self.title = title
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.cause = cause
    }
}

/// Every fact the assets service states.
public enum AssetsContracts {
    public static let all: [any FactContract.Type] = [
        ItemRegistered.self, ItemCorrected.self, ItemStateChanged.self, PartRecorded.self, FaultRecorded.self,
    ]
}
