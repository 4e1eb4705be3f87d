public import OpsContracts

/// What may be asked of the ledger.
public enum ItemCommand: Sendable, Equatable {
    case register(ItemDraft)
    /// An empty or nil value empties the column.
    case correct([ItemField: String?], reason: String)
    case changeState(to: ItemState, reason: String)
    case recordPart(PartEntry)
    case recordFault(FaultEntry)
}

/// A new item as a form, an import or the start-up catalogue gives it: columns as text.
public struct ItemDraft: Sendable, Equatable {
    public var item: ItemID
    public var site: SiteCode
    public var state: ItemState
    public var values: [ItemField: String]
    /// Made at the edge: 8 random Crockford characters.
    public var label: String?

    public init(
        item: ItemID, site: SiteCode, state: ItemState = .inUse, values: [ItemField: String], label: String? = nil
    ) {
        self.item = item
        self.site = site
        self.state = state
        self.values = values
        self.label = label
    }
}

/// What a ticket says it replaced.
public struct PartEntry: Sendable, Equatable {
    public var ticket: TicketID
    public var part: String
    public var model: String
    public var oldSerial: SerialNumber?
    public var newSerial: SerialNumber
    public var at: Timestamp

    public init(
        ticket: TicketID, part: String, model: String, oldSerial: SerialNumber?, newSerial: SerialNumber, at: Timestamp
    ) {
        self.ticket = ticket
        self.part = part
        self.model = model
        self.oldSerial = oldSerial
        self.newSerial = newSerial
        self.at = at
    }
}

/// What a closed ticket says about its fault.
public struct FaultEntry: Sendable, Equatable {
    public var ticket: TicketID
    public var title: String
    public var openedAt: Timestamp
    public var closedAt: Timestamp?
    public var cause: String?

    public init(ticket: TicketID, title: String, openedAt: Timestamp, closedAt: Timestamp?, cause: String?) {
        self.ticket = ticket
        self.title = title
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.cause = cause
    }
}
