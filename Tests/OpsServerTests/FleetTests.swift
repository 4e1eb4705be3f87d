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

    @Test func `a directory whose reader is ahead of its source is a mixture, and no process starts on it`()
        async throws
    {
        let fleet = try await TestFleet([(.assets, Self.compose)], standIns: [.office])
        try await fleet.state(
            [SiteRegistered(site: .xz, name: "北京西站", shortName: "西站", hasPosts: true)], as: .office, about: "sites")
        await fleet.stop()
        let emptyOffice: Compose = { host in
            let definition = StoreDefinition(service: .office, models: [], knownTypes: host.knownTypes)
            return ServiceModule(store: try host.open(definition), routes: [])
        }
        // The reader's store without its source's, then both.
        for (stores, error) in [
            (["assets"], FleetError.aheadOfSource(reader: .assets, source: .office, position: 1, head: 0)),
            (["assets", "office"], nil),
        ] {
            let folder = try TemporaryFolder()
            for file in try FileManager.default.contentsOfDirectory(atPath: fleet.folder.path)
            where stores.contains(where: { file.hasPrefix($0 + ".sqlite") }) {
                try FileManager.default.copyItem(atPath: fleet.folder.file(file), toPath: folder.file(file))
            }
            let again = try Fleet(
                [(.assets, Self.compose), (.office, emptyOffice)],
                options: Fleet.Options(
                    dataDirectory: folder.path, binding: .tcp(host: "127.0.0.1", port: 0), clock: fleet.clock,
                    bus: LocalBus(), isStepped: true))
            struct Started: Error {}
            let found = await #expect(throws: (any Error).self) { try await again.run { _ in throw Started() } }
            #expect(found as? FleetError == error)
        }
    }

    @Test func `a process that still loads its start-up data is not ready, and says why`() async throws {
        let (loaded, tell) = AsyncStream<Void>.makeStream()
        let slow: Compose = { host in
            var module = try Self.compose(host)
            module.startUp = { _ in for await _ in loaded { return } }
            return module
        }
        let fleet = try await TestFleet([(.assets, slow)], standIns: [.office])
        fleet.fleet.expectStartUpData()
        let loading = Task { try await fleet.fleet.loadStartUpData() }
        let early = try await fleet.anybody.get("/health/ready")
        #expect(early.status == 503)
        #expect(early.text.contains("the start-up data is not loaded yet"))
        tell.yield()
        try await loading.value
        #expect(try await eventually { try await fleet.anybody.get("/health/ready").status == 200 })
        await fleet.stop()
    }

    @Test func `a start that fails serves nothing any more when it says why`() async throws {
        struct Refused: Error {}
        let folder = try TemporaryFolder()
        let fleet = try Fleet(
            [(.assets, Self.compose)],
            options: Fleet.Options(
                dataDirectory: folder.path, binding: .tcp(host: "127.0.0.1", port: 0), clock: SystemClock(),
                bus: LocalBus(), adminSocket: folder.file("assets.sock"), isNew: true))
        await #expect(throws: Refused.self) { try await fleet.run { _ in throw Refused() } }
        #expect(fleet.port > 0)
        // Its port is free again, and its socket answers nobody.
        let next = try HTTPServer(try Edge([]), on: .tcp(host: "127.0.0.1", port: fleet.port))
        await next.stop()
        let socket = try HTTPServer(try Edge([]), on: .unix(path: folder.file("assets.sock")))
        await socket.stop()
    }

    @Test func `a simulated clock is moved over the socket, and a real one has no such thing`() async throws {
        let fleet = try await TestFleet([(.assets, Self.compose)], standIns: [.office])
        let noon = fleet.clock.now() + 3_600_000
        let moved = try await fleet.fleet.askAdmin(
            IncomingRequest(
                method: "POST", target: "/admin/clock", headers: ["Content-Type": "application/json"],
                body: Data(#"{"to":\#(noon.rawValue)}"#.utf8)))
        #expect(moved.status == 200 && fleet.clock.now() == noon)
        await fleet.stop()
        let real = try Fleet(
            [(.assets, Self.compose)],
            options: Fleet.Options(
                dataDirectory: try TemporaryFolder().path, binding: .tcp(host: "127.0.0.1", port: 0),
                clock: SystemClock(), bus: LocalBus()))
        let refused = try await real.askAdmin(IncomingRequest(method: "GET", target: "/admin/clock"))
        #expect(refused.status == 404)
    }

    @Test(arguments: [("+90m", 5_400_000), ("-90m", -5_400_000), ("+0m", 0)])
    func `a clock that is to be wrong is the machine's, so much ahead`(_ text: String, _ offset: Int64) throws {
        let options = try ServeOptions(environment: ["OPS_SIMULATE": text], port: 8080, bus: "local")
        #expect((options.clock as? OffsetClock)?.offset == offset)
    }

    @Test(arguments: ["yesterday", "2026-13-01 08:00:00", "+90", "90m", "+m", "+9999999m", "+-9m"])
    func `a start of the simulated clock that is no time is refused`(_ text: String) throws {
        #expect(throws: ConfigurationError.self) {
            try ServeOptions(environment: ["OPS_SIMULATE": text], port: 8080, bus: "local")
        }
        let options = try ServeOptions(
            environment: ["OPS_SIMULATE": "2026-01-05 08:00:00"], port: 8080, bus: "local")
        #expect((options.clock as? ManualClock)?.now() == Timestamp(1_767_571_200_000))
    }
}

@Suite struct ClockTests {
    @Test func `an offset clock shows its moment and goes on at the machine's speed`() async throws {
        let clock = OffsetClock(from: Timestamp(1_000_000))
        let first = clock.now()
        #expect((1_000_000...1_060_000).contains(first.rawValue))
        try await clock.wait(until: first + 20)
        #expect((first.rawValue + 20...first.rawValue + 60_000).contains(clock.now().rawValue))
    }
}
