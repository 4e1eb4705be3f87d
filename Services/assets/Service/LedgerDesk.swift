import AssetsDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// What people do to the ledger: the API and the pages both come here.
struct LedgerDesk: Sendable {
    let store: Store
    let clock: any OpsClock
    let forms: FormGuard

    /// Who may read the ledger, and who may change it.
    static let readers: Access = .roles([.engineer, .siteLead, .office, .supplier, .expert, .finance, .admin])
    static let writers: Access = .roles([.engineer, .siteLead, .office])

    /// How a change is answered: a document for the API, a redirect for a form.
    typealias Answer = @Sendable (ItemID, Int64, ReadDatabase) throws -> Response

    /// - Parameter item: nil takes the next number of site and category: `XZ-PC-0007`.
    func register(_ request: Request, _ draft: NewItem, _ answer: @escaping Answer) async throws -> Response {
        try request.require(draft.site)
        return try await store.respond(to: request) { tx in
            try tx.reads.requireKnown(draft.site)
            let id = try draft.item ?? Self.nextNumber(draft, tx)
            let item = ItemDraft(
                item: id, site: draft.site, state: draft.state ?? .inUse, values: draft.columns,
                label: Self.label())
            let outcome = try tx.execute(Item.self, id, .register(item), site: draft.site)
            return try answer(id, outcome.version, tx.reads)
        }
    }

    func correct(
        _ request: Request, _ id: ItemID, _ changes: [ItemField: String?], reason: String, _ answer: @escaping Answer
    ) async throws -> Response {
        try await change(request, id, .correct(changes, reason: reason), answer)
    }

    func changeState(
        _ request: Request, _ id: ItemID, to state: ItemState, reason: String, _ answer: @escaping Answer
    ) async throws -> Response {
        try await change(request, id, .changeState(to: state, reason: reason), answer)
    }

    private func change(
        _ request: Request, _ id: ItemID, _ command: ItemCommand, _ answer: @escaping Answer
    ) async throws -> Response {
        let ifMatch = try request.expectedVersion()
        return try await store.respond(to: request) { tx in
            guard let item = try tx.state(Item.self, id) else { throw Problem.notFound }
            try request.require(item.site)
            let outcome = try tx.execute(Item.self, id, command, site: item.site, ifMatch: ifMatch)
            return try answer(id, outcome.version, tx.reads)
        }
    }

    /// The item, where the reader may see it.
    /// - Throws: `Problem` 404.
    func item(_ request: Request, _ id: ItemID) async throws -> ItemRow {
        guard let row = try await store.read({ try $0.ledgerItem(id) }) else { throw Problem.notFound }
        try request.require(row.site)
        return row
    }

    private static func nextNumber(_ draft: NewItem, _ tx: WriteTransaction) throws -> ItemID {
        let category = draft.columns[.category] ?? ""
        guard ItemCategory.catalogue.contains(ItemCategory(rawValue: category)) else {
            throw Rejection.invalid("category", zh: "选择设备的类别。", en: "Choose a category.")
        }
        let prefix = "\(draft.site)-\(category)-"
        let last = try tx.reads.lastItem(prefix: prefix).flatMap { Int($0.rawValue.dropFirst(prefix.count)) } ?? 0
        let digits = String(last + 1)
        return ItemID(prefix + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }

    /// 8 characters of Crockford's base 32: no letter that reads like a digit.
    private static func label() -> String {
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return String((0..<8).map { _ in letters[Int.random(in: letters.indices)] })
    }
}

/// An item to be registered, as the API takes it.
struct NewItem: Codable, Sendable {
    /// Nil takes the next number.
    var item: ItemID?
    var site: SiteCode
    var state: ItemState?
    /// Columns by name; days as `2026-02-13`.
    var fields: [String: String]

    var columns: [ItemField: String] {
        Dictionary(uniqueKeysWithValues: fields.map { (ItemField(rawValue: $0.key), $0.value) })
    }
}
