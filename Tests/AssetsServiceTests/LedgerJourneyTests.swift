import AssetsService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// The ledger over HTTP, with the tickets service played by a stand-in.
@Suite struct LedgerJourneyTests {
    static let ticket = TicketID("XZ-20260213-0007")
    static let led = ItemID("XZ-LED1")
    static let now = Timestamp(1_770_969_000_000)

    private func fleet() async throws -> TestFleet {
        let fleet = try await TestFleet([(.assets, composeAssets)], standIns: [.tickets, .office], at: Self.now)
        try await AssetsStartUp.load(try fleet.store(.assets), now: Self.now)
        return fleet
    }

    private func engineer(_ fleet: TestFleet) -> TestClient {
        fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
    }

    static let partReplaced = PartReplaced(
        ticket: ticket, site: .xz, item: led, part: "接收卡", model: "MRV432", oldSerial: "看不清",
        newSerial: "NV2025120418", by: Actor(rawValue: "account/xz-1"), at: now)

    static func closed(_ kind: TicketKind = .incident) -> TicketClosed {
        TicketClosed(
            ticket: ticket, site: .xz, kind: kind, item: led, title: "指挥中心LED大屏黑屏", priority: .p2,
            cause: FaultCause(category: .hardware, text: "接收卡损坏"), result: "更换接收卡", partReplaced: true,
            openedAt: now, resolvedAt: now, auto: false, by: Actor(rawValue: "account/xz-1"), at: now)
    }

    @Test func `start-up fills the ledger once, and each reader sees their own sites`() async throws {
        let fleet = try await fleet()
        try await AssetsStartUp.load(try fleet.store(.assets), now: Self.now)
        #expect(await (try fleet.store(.assets)).head().seq == 124)
        let all = try await fleet.client(as: "office", roles: [.office]).get("/api/assets/v1/items?limit=200")
        #expect((try all.json()["items"] as? [Any])?.count == 124)
        let own = try await engineer(fleet).get("/api/assets/v1/items?limit=200")
        #expect((try own.json()["items"] as? [Any])?.count == 19)
        #expect(try await engineer(fleet).get("/api/assets/v1/items/QH-ROOM").status == 404)
        #expect(try await engineer(fleet).get("/api/assets/v1/items?site=QH").status == 404)
        await fleet.stop()
    }

    @Test func `pages of the list join to the whole, and words are found by their characters`() async throws {
        let fleet = try await fleet()
        let client = engineer(fleet)
        var (numbers, cursor): ([String], String?) = ([], nil)
        repeat {
            let query = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await client.get("/api/assets/v1/items?limit=7\(query)").json()
            numbers += (page["items"] as? [[String: Any]] ?? []).compactMap { $0["item"] as? String }
            cursor = page["next"] as? String
        } while cursor != nil
        #expect(numbers.count == 19)
        #expect(numbers == numbers.sorted())
        #expect(try await items(client, "q=%E5%A4%A7%E5%B1%8F") == ["XZ-LED1", "XZ-LED2", "XZ-LED3"])
        #expect(try await items(client, "q=%E6%8C%87%E6%8C%A5%E4%B8%AD%E5%BF%83led") == ["XZ-LED1"])
        #expect(try await items(client, "category=ROOM") == ["XZ-RM1", "XZ-RM2", "XZ-RM3"])
        for query in ["cursor=zz", "limit=0", "limit=x", "state=melted", "incomplete=2"] {
            #expect(try await client.get("/api/assets/v1/items?\(query)").status == 400, "\(query)")
        }
        await fleet.stop()
    }

    @Test func `a ticket's part and fault reach the item, once`() async throws {
        let fleet = try await fleet()
        for _ in 1...2 {
            try await fleet.state([Self.partReplaced, Self.closed()], as: .tickets, about: "ticket")
        }
        let history = try await engineer(fleet).get("/api/assets/v1/items/XZ-LED1/history").json()
        let types = (history["items"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
        #expect(
            types == ["assets.fault-recorded.v1", "assets.part-recorded.v1", "assets.item-registered.v1"])
        let card = try await engineer(fleet).get("/api/assets/v1/items/XZ-LED1").json()
        #expect(card["faults"] as? Int == 1)
        #expect(card["quantity"] as? Int == 2)
        await fleet.stop()
    }

    @Test func `a ticket about an unknown item, or one that was no fault, changes nothing`() async throws {
        let fleet = try await fleet()
        var unknown = Self.partReplaced
        unknown.item = ItemID("XZ-NOTHERE")
        try await fleet.state([unknown, Self.closed(.serviceRequest)], as: .tickets, about: "ticket")
        #expect(await (try fleet.store(.assets)).head().seq == 124)
        await fleet.stop()
    }

    @Test func `a correction keeps both values, and a stale one is refused`() async throws {
        let fleet = try await fleet()
        let client = engineer(fleet)
        let path = "/api/assets/v1/items/XZ-LED1/correct"
        let body = #"{"fields":{"model":"TXP1.2","serial":"看不清"},"reason":"现场铭牌核对"}"#
        let answer = try await client.post(path, body, key: "k1", ifMatch: 1)
        #expect(answer.status == 200)
        #expect(try answer.json()["model"] as? String == "TXP1.2")
        #expect(try await client.post(path, body, key: "k1", ifMatch: 1).status == 200)
        #expect(try await client.post(path, body, key: "k2", ifMatch: 1).status == 412)
        let history = try await client.get("/api/assets/v1/items/XZ-LED1/history").text
        #expect(history.contains("看不清"))
        #expect(try await client.post(path, #"{"fields":{"model":"B"},"reason":""}"#).status == 422)
        #expect(try await client.post(path, #"{"fields":{"colour":"B"},"reason":"x"}"#).status == 422)
        let foreign = fleet.client(as: "qh-1", roles: [.engineer], sites: [.qh])
        #expect(try await foreign.post(path, body).status == 404)
        let expert = fleet.client(as: "expert", roles: [.expert])
        #expect(try await expert.post(path, body).status == 403)
        await fleet.stop()
    }

    @Test func `a new item takes the next number of site and category`() async throws {
        let fleet = try await fleet()
        let client = engineer(fleet)
        let body = #"{"site":"XZ","fields":{"name":"办公电脑","category":"TERM","unit":"台"}}"#
        let first = try await client.post("/api/assets/v1/items", body)
        #expect(first.status == 201)
        #expect(try first.json()["item"] as? String == "XZ-TERM-0001")
        #expect(try await client.post("/api/assets/v1/items", body).json()["item"] as? String == "XZ-TERM-0002")
        let label = try #require(try first.json()["label"] as? String)
        let scanned = try await client.get("/assets/q/\(label)", accept: "text/html")
        #expect(scanned.status == 303)
        let state = #"{"state":"retired","reason":"坏了"}"#
        let refused = try await client.post("/api/assets/v1/items/XZ-TERM-0001/change-state", state)
        #expect(refused.status == 409)
        await fleet.stop()
    }

    @Test func `completeness counts empty mandatory columns and follows every correction`() async throws {
        let fleet = try await fleet()
        let client = engineer(fleet)
        let path = "/api/assets/v1/completeness"
        let before = try #require((try await client.get(path).json()["items"] as? [[String: Any]])?.first)
        #expect(before["site"] as? String == "XZ")
        #expect(before["items"] as? Int == 19)
        let body = #"{"fields":{"model":"TXP1.2","serial":"无"},"reason":"核对"}"#
        #expect(try await client.post("/api/assets/v1/items/XZ-LED1/correct", body).status == 200)
        let after = try #require((try await client.get(path).json()["items"] as? [[String: Any]])?.first)
        #expect(after["mandatory"] as? Int == before["mandatory"] as? Int)
        #expect((after["empty"] as? Int ?? 0) + 2 == before["empty"] as? Int)
        await fleet.stop()
    }

    private func items(_ client: TestClient, _ query: String) async throws -> [String] {
        let page = try await client.get("/api/assets/v1/items?\(query)").json()
        return (page["items"] as? [[String: Any]] ?? []).compactMap { $0["item"] as? String }
    }
}
