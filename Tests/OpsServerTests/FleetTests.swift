import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite
import OpsServer
import OpsTestSupport
import Testing

@Suite struct FleetTests {
    /// A service that counts registered sites of the directory and shows them.
    struct Sites: ReadModel {
        let name = "sites"
        let shape = 1
        let tables = ["site"]
        let schema = "CREATE TABLE {site}(code TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT"
        let families: Set<String> = ["office.site-registered"]
        func apply(_ fact: Fact, _ db: FoldDatabase) throws {
            let site = try fact.decode(SiteRegistered.self)
            try db.run("INSERT OR REPLACE INTO {site}(code, name) VALUES (?,?)", [site.site, site.name])
        }
    }

    static let compose: Compose = { host in
        let store = try host.open(
            StoreDefinition(service: .assets, models: [Sites(), host.directory], knownTypes: host.knownTypes))
        return ServiceModule(
            store: store,
            routes: [
                Route(.get, "/api/assets/v1/sites", .signedIn) { request in
                    let rows = try await store.read { db in
                        try db.rows("SELECT code FROM {site} ORDER BY code") { SiteCode($0.text(0)) }
                    }
                    return try .json(rows.filter { request.identity?.mayAct(at: $0) == true })
                }
            ])
    }

    @Test func `a fact of one service shows on another's route, within the reader's rights`() async throws {
        let fleet = try await TestFleet([(.assets, Self.compose)], standIns: [.office])
        try await fleet.state(
            [
                SiteRegistered(site: .xz, name: "北京西站", shortName: "西站", hasPosts: true),
                SiteRegistered(site: .qh, name: "清河站", shortName: "清河", hasPosts: true),
            ], as: .office, about: "sites")
        let all = try await fleet.client(as: "office", roles: [.office]).get("/api/assets/v1/sites")
        #expect(all.text == #"["QH","XZ"]"#)
        let own = try await fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz]).get("/api/assets/v1/sites")
        #expect(own.text == #"["XZ"]"#)
        #expect(try await fleet.anybody.get("/api/assets/v1/sites").status == 401)
        #expect(try await fleet.anybody.get("/health/ready").status == 200)
        let status = try await fleet.fleet.askAdmin(IncomingRequest(method: "GET", target: "/admin/verify"))
        #expect(String(decoding: status.bytes, as: UTF8.self).contains(#""integrity":"ok""#))
        await fleet.stop()
    }
}
