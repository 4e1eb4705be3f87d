public import OpsContracts

/// A thing of the ledger (台账) as far as its next command depends on it.
public struct Item: Codable, Sendable, Equatable {
    public var id: ItemID
    public var site: SiteCode
    public var state: ItemState
    /// What the columns say, as text; an empty column has no entry.
    public var values: [ItemField: String]
    /// What tickets replaced, so that telling it twice records it once.
    public var parts: Set<PartReplacement>
    /// The closed tickets of its fault history.
    public var faults: Set<ClosedFault>

    public init(
        id: ItemID, site: SiteCode, state: ItemState, values: [ItemField: String], parts: Set<PartReplacement> = [],
        faults: Set<ClosedFault> = []
    ) {
        self.id = id
        self.site = site
        self.state = state
        self.values = values
        self.parts = parts
        self.faults = faults
    }

    public var category: ItemCategory { ItemCategory(rawValue: values[.category] ?? "") }
    public var serial: SerialNumber? { values[.serial].map(SerialNumber.init(rawValue:)) }

    /// One replacement: a ticket may replace two power modules, but not the same one twice.
    public struct PartReplacement: Codable, Hashable, Sendable {
        public var ticket: TicketID
        public var part: String
        public var newSerial: SerialNumber

        public init(ticket: TicketID, part: String, newSerial: SerialNumber) {
            self.ticket = ticket
            self.part = part
            self.newSerial = newSerial
        }
    }

    /// One closing of one ticket: a ticket reopened and closed again enters the history anew.
    public struct ClosedFault: Codable, Hashable, Sendable {
        public var ticket: TicketID
        public var closedAt: Timestamp?

        public init(ticket: TicketID, closedAt: Timestamp?) {
            self.ticket = ticket
            self.closedAt = closedAt
        }
    }
}
