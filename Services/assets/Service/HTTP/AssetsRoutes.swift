import AssetsDomain
import OpsContracts
import OpsMessaging
import OpsServer

/// `/api/assets/v1`: the ledger for programs.
struct AssetsRoutes: Sendable {
    let desk: LedgerDesk

    var all: [Route] { [list, register, item, history, correct, changeState, completeness] }

    private var list: Route {
        Route(
            .get, "/api/assets/v1/items", LedgerDesk.readers,
            RouteDoc(
                "listItems", "The ledger in the contract's order of sites, then by number", tags: ["ledger"],
                response: .page(of: AssetsSchema.item), parameters: AssetsSchema.filters + [.cursor, .limit])
        ) { request in
            let limit = try request.number("limit", in: 1...200, default: 50)
            let (filter, cursor) = (try LedgerFilter(request), try request.cursor(String.self))
            var rows = try await desk.store.read { try $0.ledger(filter, after: cursor, limit: limit) }
            let next = rows.count > limit ? try Cursor.encode(rows[limit - 1].item.rawValue) : nil
            rows = Array(rows.prefix(limit))
            return try .json(Paged(rows, next: next))
        }
    }

    private var register: Route {
        Route(
            .post, "/api/assets/v1/items", LedgerDesk.writers,
            RouteDoc(
                "registerItem", "Enters an item into the ledger", tags: ["ledger"], request: AssetsSchema.newItem,
                response: AssetsSchema.item, status: 201)
        ) { request in
            let draft = try request.json(NewItem.self)
            return try await desk.register(request, draft) { id, version, db in
                var response = try Self.document(id, version, db, status: 201)
                response.headers["Location"] = "/api/assets/v1/items/\(id)"
                return response
            }
        }
    }

    private var item: Route {
        Route(
            .get, "/api/assets/v1/items/{item}", LedgerDesk.readers,
            RouteDoc("getItem", "One item with every column", tags: ["ledger"], response: AssetsSchema.item)
        ) { request in
            let row = try await desk.item(request, try request.parameter("item"))
            return try .json(row, etag: row.version)
        }
    }

    private var history: Route {
        Route(
            .get, "/api/assets/v1/items/{item}/history", LedgerDesk.readers,
            RouteDoc(
                "getItemHistory", "Everything that happened to an item, newest first", tags: ["ledger"],
                response: .page(of: AssetsSchema.entry))
        ) { request in
            let row = try await desk.item(request, try request.parameter("item"))
            return try .json(Paged(try await desk.store.read { try $0.history(of: row.item) }))
        }
    }

    private struct Correction: Decodable {
        var fields: [String: String?]
        var reason: String
    }

    private var correct: Route {
        Route(
            .post, "/api/assets/v1/items/{item}/correct", LedgerDesk.writers,
            RouteDoc(
                "correctItem", "Corrects columns; both values stay on record", tags: ["ledger"],
                request: AssetsSchema.correction, response: AssetsSchema.item)
        ) { request in
            let correction = try request.json(Correction.self)
            let changes = Dictionary(
                uniqueKeysWithValues: correction.fields.map { (ItemField(rawValue: $0.key), $0.value) })
            let id: ItemID = try request.parameter("item")
            return try await desk.correct(request, id, changes, reason: correction.reason) {
                try Self.document($0, $1, $2)
            }
        }
    }

    private struct StateChange: Decodable {
        var state: ItemState
        var reason: String
    }

    private var changeState: Route {
        Route(
            .post, "/api/assets/v1/items/{item}/change-state", LedgerDesk.writers,
            RouteDoc(
                "changeItemState", "Moves an item on in its life", tags: ["ledger"],
                request: AssetsSchema.stateChange, response: AssetsSchema.item)
        ) { request in
            let change = try request.json(StateChange.self)
            let id: ItemID = try request.parameter("item")
            return try await desk.changeState(request, id, to: change.state, reason: change.reason) {
                try Self.document($0, $1, $2)
            }
        }
    }

    private var completeness: Route {
        Route(
            .get, "/api/assets/v1/completeness", LedgerDesk.readers,
            RouteDoc(
                "getCompleteness", "How many mandatory columns are empty, by site", tags: ["ledger"],
                response: .page(of: AssetsSchema.completeness))
        ) { request in
            let allowed = try request.requireIdentity().sites
            return try .json(Paged(try await desk.store.read { try $0.completeness(allowed) }))
        }
    }

    private static func document(
        _ id: ItemID, _ version: Int64, _ db: ReadDatabase, status: Int = 200
    ) throws -> Response {
        guard let row = try db.ledgerItem(id) else { throw Problem.ledgerBuilding }
        return try .json(row, status: status, etag: version)
    }
}

extension Problem {
    static let ledgerBuilding = Problem.unavailable(
        zh: "台账正在整理，请稍后再看。", en: "The ledger is being built; ask again in a moment.")
}

extension LedgerFilter {
    /// `?site=XZ&category=LED&state=in-use&q=大屏&incomplete=1`.
    /// - Throws: `Problem` 404 for a site that is not the reader's.
    init(_ request: Request) throws(Problem) {
        self.init()
        let identity = try request.requireIdentity()
        allowed = identity.sites
        if let code = request.query.text("site") {
            guard let site = SiteCode(rawValue: code) else { throw .notFound }
            try request.require(site)
            self.site = site
        }
        category = request.query.text("category").map { ItemCategory(rawValue: $0) }
        if let code = request.query.text("state") {
            let state = ItemState(rawValue: code)
            guard ItemState.all.contains(state) else {
                throw .malformed(zh: "设备状态没有“\(code.prefix(40))”。", en: "No such item state.", field: "state")
            }
            self.state = state
        }
        words = request.query.text("q").map { String($0.prefix(60)) }
        if let flag = request.query.text("incomplete") {
            guard flag == "1" else {
                throw .malformed(zh: "incomplete 只能是 1。", en: "incomplete can only be 1.", field: "incomplete")
            }
            incomplete = true
        }
    }
}
