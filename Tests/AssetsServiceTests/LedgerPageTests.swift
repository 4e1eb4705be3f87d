import AssetsService
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct LedgerPageTests {
    private func fleet() async throws -> TestFleet {
        let fleet = try await TestFleet([(.assets, composeAssets)], standIns: [.tickets, .office])
        try await AssetsStartUp.load(try fleet.store(.assets), now: fleet.clock.now())
        return fleet
    }

    @Test func `every page of the ledger answers, and shows what the contract does not state as such`() async throws {
        let fleet = try await fleet()
        let client = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        for path in [
            "/assets/", "/assets/?q=%E5%A4%A7%E5%B1%8F&site=XZ&category=LED&state=in-use&incomplete=1",
            "/assets/XZ-LED1",
            "/assets/XZ-LED1/correct", "/assets/XZ-LED1/change-state", "/assets/new", "/assets/print?site=XZ",
            "/assets/XZ-LED1/print",
        ] {
            let page = try await client.get(path, accept: "text/html")
            #expect(page.status == 200, "\(path)")
            #expect(page.text.contains("<!doctype html>"))
        }
        #expect(try await client.get("/assets/XZ-PC", accept: "text/html").text.contains("未提供"))
        #expect(try await client.get("/assets/ledger.csv").text.contains("XZ-LED1"))
        #expect(try await client.get("/assets/QH-ROOM", accept: "text/html").status == 404)
        await fleet.stop()
    }

    @Test func `the ledger runs in the contract's order of sites, page by page`() async throws {
        let fleet = try await fleet()
        let centre = fleet.client(as: "office", roles: [.office])
        var (items, sites, cursor): ([String], [String], String?) = ([], [], nil)
        repeat {
            let more = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await centre.get("/api/assets/v1/items?limit=30\(more)").json()
            for item in page["items"] as? [[String: Any]] ?? [] {
                items.append(try #require(item["item"] as? String))
                let site = try #require(item["site"] as? String)
                if sites.last != site { sites.append(site) }
            }
            cursor = page["next"] as? String
        } while cursor != nil
        #expect(sites == SiteCode.contractOrder.map(\.rawValue))
        #expect(Set(items).count == items.count && items.count > 100)
        await fleet.stop()
    }

    @Test func `the printed ledger bears the prescribed headings, word for word`() async throws {
        let fleet = try await fleet()
        let client = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        let page = try await client.get("/assets/XZ-LED1/print", accept: "text/html").text
        for heading in ["设备名称", "型号", "序列号", "硬件配置", "软件版本", "出厂日期", "质保信息"] {
            #expect(page.contains(">\(heading)</th>"))
        }
        await fleet.stop()
    }

    @Test func `a form corrects, and one that does not fit gives everything back`() async throws {
        let fleet = try await fleet()
        let client = fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        let fields = [
            ("name", "指挥中心LED大屏"), ("category", "LED"), ("unit", "块"), ("quantity", "2"), ("subSite", "指挥中心"),
            ("clause", "3(4)"), ("model", "TXP1.2"),
        ]
        let refused = try await client.submit("/assets/XZ-LED1/correct", fields + [("madeOn", "去年")])
        #expect(refused.status == 422)
        #expect(refused.text.contains("TXP1.2"))
        #expect(refused.text.contains("去年"))
        let done = try await client.submit("/assets/XZ-LED1/correct", fields + [("reason", "铭牌核对")])
        #expect(done.status == 303)
        #expect(done.headers["Location"]?.wholeMatch(of: /\/assets\/XZ-LED1\?seen=ops\.assets\.v1\.\d+/) != nil)
        let card = try await client.get("/assets/XZ-LED1", accept: "text/html").text
        #expect(card.contains("TXP1.2"))
        #expect(card.contains("铭牌核对"))
        let moved = try await client.submit(
            "/assets/XZ-LED1/change-state", [("state", "repair"), ("reason", "返厂")])
        #expect(moved.status == 303)
        let new = try await client.submit(
            "/assets/new", [("site", "XZ"), ("name", "打印机"), ("category", "TERM"), ("unit", "台")])
        #expect(new.headers["Location"]?.hasPrefix("/assets/XZ-TERM-0001?seen=ops.assets.v1.") == true)
        await fleet.stop()
    }
}
