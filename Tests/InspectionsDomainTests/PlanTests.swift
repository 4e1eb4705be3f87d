import InspectionsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct PlanTests {
    static let draft = PlanPublished(
        plan: PlanID("QH-ROOM-D"), version: 0, site: .qh, name: "清河机房日检", category: .room, frequency: .daily,
        windowFrom: "08:00", windowTo: "12:00", items: checks, item: ItemID("QH-ROOM"), basis: .contractual,
        clause: "6(2)", mode: .hot, active: true)

    @Test func `each change is a new version, the same again is none`() throws {
        let first = try published(Self.draft, nil)
        #expect(first.published.version == 1)
        #expect(try Plan.decide(.publish(Self.draft), first, at: at(9)) == [])
        var renamed = Self.draft
        renamed.name = "清河机房及配电日检"
        #expect(try published(renamed, first).published.version == 2)
    }

    @Test func `a plan is switched off and on by versions`() throws {
        let first = try published(Self.draft, nil)
        #expect(try Plan.decide(.setActive(true), first, at: at(9)) == [])
        let events = try Plan.decide(.setActive(false), first, at: at(9))
        let off = events.reduce(first) { Plan.evolve($0, $1) }
        #expect(!off.published.active)
        #expect(off.published.version == 2)
        #expect(refusal(.setActive(false), nil)?.kind == .missing)
    }

    @Test func `a plan that could not be worked is refused`() throws {
        let wrongs: [(String, (inout PlanPublished) -> Void)] = [
            ("name", { $0.name = "" }), ("items", { $0.items = [] }), ("items", { $0.items += [checks[0]] }),
            ("items", { $0.items[0].code = "温度" }), ("items", { $0.items[1].high = decimal("5") }),
            ("items", { $0.items[0].low = decimal("26") }), ("windowTo", { $0.windowTo = "07:59" }),
            ("windowTo", { $0.windowTo = "24:00" }), ("windowTo", { $0.windowFrom = "8:00" }),
            ("mode", { $0.mode = PlanMode(rawValue: "warm") }), ("basis", { $0.basis = Basis(rawValue: "rumour") }),
            ("category", { $0.category = ItemCategory(rawValue: "XYZ") }),
            ("frequency", { $0.frequency = PlanFrequency(rawValue: "hourly") }),
            ("plan", { $0.plan = PlanID(String(repeating: "P", count: 33)) }),
        ]
        for (field, spoil) in wrongs {
            var plan = Self.draft
            spoil(&plan)
            #expect(refusal(.publish(plan), nil)?.field == field)
        }
        var moved = Self.draft
        moved.site = .xz
        #expect(refusal(.publish(moved), try published(Self.draft, nil))?.field == "site")
    }

    @Test func `the default plans are all acceptable, each with its own number`() throws {
        for plan in DefaultPlans.all { #expect(try published(plan, nil).published.version == 1) }
        let ids = DefaultPlans.all.map(\.plan)
        #expect(Set(ids).count == ids.count)
        #expect(Set(DefaultPlans.all.map(\.site)) == Set(SiteCode.contractOrder))
    }

    @Test func `清河 reads temperature, humidity and the UPS on its daily round`() throws {
        let plan = try #require(DefaultPlans.all.first { $0.plan == PlanID("QH-ROOM-D") })
        #expect(plan.frequency == .daily)
        #expect(Set(plan.items.map(\.code)).isSuperset(of: ["TEMP", "RH", "UPS-LOAD", "UPS-VOUT"]))
    }

    @Test func `contractual are the rooms of 机关 and all of 南站, 北站 and 清河`() {
        for plan in DefaultPlans.all {
            let owed = [.nz, .bz, .qh].contains(plan.site) || (plan.site == .jg && plan.category == .room)
            #expect(plan.basis == (owed ? .contractual : .default), "\(plan.plan)")
            #expect((plan.clause != nil) == owed)
        }
    }

    private func published(_ plan: PlanPublished, _ before: Plan?) throws -> Plan {
        let events = try Plan.decide(.publish(plan), before, at: at(9))
        return try #require(events.reduce(before) { Plan.evolve($0, $1) })
    }

    private func refusal(_ command: PlanCommand, _ state: Plan?) -> Rejection? {
        do {
            _ = try Plan.decide(command, state, at: at(9))
            return nil
        } catch {
            return error
        }
    }
}
