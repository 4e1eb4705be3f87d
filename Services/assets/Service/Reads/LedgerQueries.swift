import AssetsDomain
import OpsContracts
import OpsMessaging
import OpsSQLite

/// A line of the ledger: what lists show and the API returns.
struct ItemRow: Codable, Sendable, Equatable {
    var item: ItemID
    var site: SiteCode
    var name: String
    var category: ItemCategory
    var state: ItemState
    var subSite: String?
    var place: String?
    /// Absent where the contract gives none.
    var quantity: Int?
    var unit: String
    var model: String?
    var serial: SerialNumber?
    var warrantyTo: String?
    var label: String?
    /// Mandatory columns that are still empty.
    var missing: Int
    /// Closed faults on record.
    var faults: Int
    var version: Int64
    /// Every column that is filled in.
    var fields: [ItemField: String]

    static let columns = "item, site, category, state, label, missing, faults, version, fields"

    init(_ row: borrowing Row) throws {
        item = ItemID(row.text(0))
        site = SiteCode(row.text(1))
        category = ItemCategory(rawValue: row.text(2))
        state = ItemState(rawValue: row.text(3))
        label = row.optionalText(4)
        missing = row.int(5)
        faults = row.int(6)
        version = row.int(7)
        fields = try ContractCoding.decode([ItemField: String].self, from: row.blobOfText(8))
        name = fields[.name] ?? ""
        subSite = fields[.subSite]
        place = fields[.place]
        quantity = fields[.quantity].flatMap { Int($0) }
        unit = fields[.unit] ?? ""
        model = fields[.model]
        serial = fields[.serial].map(SerialNumber.init(rawValue:))
        warrantyTo = fields[.warrantyTo]
    }
}

/// What of the ledger is wanted.
struct LedgerFilter: Sendable, Equatable {
    /// Nil is every site the reader may see.
    var site: SiteCode?
    /// The reader's sites; empty means all.
    var allowed: Set<SiteCode> = []
    var category: ItemCategory?
    var state: ItemState?
    var words: String?
    /// Only items with empty mandatory columns.
    var incomplete = false
}

extension ReadDatabase {
    /// Items after `cursor`, site by site in contract order and by their numbers there, at most `limit` + 1 so that the
    /// caller knows of a next page.
    func ledger(_ filter: LedgerFilter, after cursor: String?, limit: Int) throws -> [ItemRow] {
        let places = try filter.site.map { [$0] } ?? (filter.allowed.isEmpty ? ledgerSites() : filter.allowed.sorted())
        // Items never move, so the site of the last one read is where the next page begins.
        let last = try cursor.flatMap { try ledgerItem(ItemID($0))?.site }
        guard let begin = last ?? places.first else { return [] }
        let (clauses, values) = Self.wanted(filter)
        let condition = (clauses + ["site = ?", "item > ?"]).joined(separator: " AND ")
        var found: [ItemRow] = []
        for place in places.drop(while: { $0 < begin }) where found.count <= limit {
            let sql = "SELECT \(ItemRow.columns) FROM {ledger} WHERE \(condition) ORDER BY item LIMIT ?"
            let from: [any SQLConvertible] = [place, place == begin ? cursor ?? "" : "", limit + 1 - found.count]
            found += try rows(sql, values + from) { try ItemRow($0) }
        }
        return found
    }

    /// The sites that have items, in contract order, from their figures: asking the ledger for sites beside the nine would
    /// walk all of it.
    private func ledgerSites() throws -> [SiteCode] {
        try rows("SELECT site FROM {ledgerFigure}") { SiteCode($0.text(0)) }.sorted()
    }

    /// What the filter asks of an item besides its site.
    private static func wanted(_ filter: LedgerFilter) -> ([String], [any SQLConvertible]) {
        var (clauses, values) = LedgerSearch.clauses(filter.words ?? "")
        if let category = filter.category {
            clauses.append("category = ?")
            values.append(category.rawValue)
        }
        if let state = filter.state {
            clauses.append("state = ?")
            values.append(state.rawValue)
        }
        if filter.incomplete { clauses.append("missing > 0") }
        return (clauses, values)
    }

    func ledgerItem(_ item: ItemID) throws -> ItemRow? {
        try first("SELECT \(ItemRow.columns) FROM {ledger} WHERE item = ?", [item]) { try ItemRow($0) }
    }

    func ledgerItem(label: String) throws -> ItemRow? {
        try first("SELECT \(ItemRow.columns) FROM {ledger} WHERE label = ?", [label]) { try ItemRow($0) }
    }

    /// The highest number that begins with `prefix`: `XZ-LED-0007`.
    func lastItem(prefix: String) throws -> ItemID? {
        try first(
            "SELECT item FROM {ledger} WHERE item >= ? AND item < ? ORDER BY item DESC LIMIT 1",
            [prefix + "0000", prefix + "9999~"]
        ) { ItemID($0.text(0)) }
    }

    /// How complete each site's ledger is, in contract order.
    func completeness(_ allowed: Set<SiteCode>) throws -> [SiteCompleteness] {
        try rows("SELECT site, items, mandatory, missing FROM {ledgerFigure}") { row in
            SiteCompleteness(
                site: SiteCode(row.text(0)), items: row.int(1), mandatory: row.int(2), empty: row.int(3))
        }.filter { allowed.isEmpty || allowed.contains($0.site) }.sorted { $0.site < $1.site }
    }
}

/// One site's figure for K5 of the score sheet.
struct SiteCompleteness: Codable, Sendable, Equatable {
    var site: SiteCode
    var items: Int
    /// Mandatory columns over all items, and those of them that are empty.
    var mandatory: Int
    var empty: Int
    /// Basis points.
    var emptyRate: BasisPoints

    init(site: SiteCode, items: Int, mandatory: Int, empty: Int) {
        self.site = site
        self.items = items
        self.mandatory = mandatory
        self.empty = empty
        var figure = Completeness()
        figure.add(mandatory: mandatory, empty: empty)
        emptyRate = figure.emptyRate
    }
}
