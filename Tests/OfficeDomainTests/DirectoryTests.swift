import OfficeDomain
import OpsContracts
import OpsDomain
import Testing

private let now = Timestamp(1_770_969_600_000)
private let xz = SiteRegistered(site: .xz, name: "北京西站", shortName: "西站", hasPosts: true)

@Suite struct DirectoryTests {
    @Test func `registering the same site again says nothing new`() throws {
        let site = SiteEntry.fold(nil, try SiteEntry.decide(.register(xz), nil, at: now))
        #expect(try SiteEntry.decide(.register(xz), site, at: now) == [])
        var renamed = xz
        renamed.shortName = "西客站"
        #expect(try SiteEntry.decide(.register(renamed), site, at: now) == [.registered(renamed)])
    }

    @Test func `only a registered site has an owner`() {
        let owner = SiteOwnerAssigned(site: .xz, service: .init(.tickets), topic: Topic(rawValue: "ops.tickets.xz.v1"))
        #expect(throws: Rejection.self) { try SiteEntry.decide(.assignOwner(owner), nil, at: now) }
    }

    @Test(arguments: [
        ("ops.tickets.v1", true), ("ops.tickets.xz.v1", true), ("ops.assets.xz.v1", false),
        ("ops.tickets.xz.v2", false),
        ("ops.tickets..v1", false), ("ops.tickets.XZ.v1", false), ("tickets", false), ("ops.tickets.a.b.v1", false),
    ])
    func `a site's owner is a topic of that very service`(topic: String, accepted: Bool) throws {
        let site = SiteEntry.fold(nil, [.registered(xz)])
        let owner = SiteOwnerAssigned(site: .xz, service: .init(.tickets), topic: Topic(rawValue: topic))
        #expect(
            (try? SiteEntry.decide(.assignOwner(owner), site, at: now)) == (accepted ? [.ownerAssigned(owner)] : nil))
    }

    @Test func `a unit's name is checked and its repetition says nothing`() throws {
        let unit = UnitRegistered(unit: UnitID("xz-command"), name: "西站指挥调度中心", sites: [.xz])
        #expect(try UnitEntry.decide(unit, nil, at: now) == [.registered(unit)])
        #expect(try UnitEntry.decide(unit, unit, at: now) == [])
        let nameless = UnitRegistered(unit: UnitID("x"), name: "", sites: [])
        #expect(throws: Rejection.self) { try UnitEntry.decide(nameless, nil, at: now) }
    }

    @Test func `a published key never becomes another`() throws {
        let key = SigningKeyPublished(kid: SigningKeyID("k1"), algorithm: .edDSA, publicKey: "AAAA")
        var other = key
        other.publicKey = "BBBB"
        #expect(try SigningKey.decide(key, nil, at: now) == [.published(key)])
        #expect(try SigningKey.decide(key, key, at: now) == [])
        #expect(throws: Rejection.self) { try SigningKey.decide(other, key, at: now) }
    }
}

@Suite struct PeriodTests {
    private func period(_ from: Int, _ to: Int) -> PeriodDeclared {
        PeriodDeclared(
            period: PeriodID("CHUNYUN-2026"), code: "CHUNYUN", name: "春运", from: Day(ordinal: from),
            to: Day(ordinal: to), confirmed: true)
    }

    @Test(arguments: [(10, 10, true), (10, 9, false), (0, 119, true), (0, 120, false)])
    func `a period runs forwards and lasts a season at most`(from: Int, to: Int, accepted: Bool) {
        #expect(((try? Period.decide(.declare(period(from, to)), nil, at: now)) != nil) == accepted)
    }

    @Test func `a cancelled period may be declared again`() throws {
        let declared = Period.fold(nil, try Period.decide(.declare(period(0, 9)), nil, at: now))
        #expect(try Period.decide(.declare(period(0, 9)), declared, at: now) == [])
        let cancelled = Period.fold(declared, try Period.decide(.cancel(reason: "改期"), declared, at: now))
        #expect(cancelled?.cancelled == true)
        #expect(try Period.decide(.cancel(reason: "改期"), cancelled, at: now) == [])
        #expect(try Period.decide(.declare(period(0, 9)), cancelled, at: now).count == 1)
    }

    @Test func `a cancellation says why, and of what`() throws {
        let declared = Period.fold(nil, [.declared(period(0, 9))])
        #expect(throws: Rejection.self) { try Period.decide(.cancel(reason: ""), declared, at: now) }
        #expect(throws: Rejection.self) { try Period.decide(.cancel(reason: "改期"), nil, at: now) }
    }
}
