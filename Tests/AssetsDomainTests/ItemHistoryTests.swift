import AssetsDomain
import Foundation
import OpsContracts
import OpsDomain
import Testing

@Suite struct ItemHistoryTests {
    @Test func `a replaced part is recorded once however often it is told`() throws {
        let item = try given(try registered(), .recordPart(receiverCard))
        #expect(try Item.decide(.recordPart(receiverCard), item, at: now) == [])
    }

    @Test func `a second part of the same ticket is recorded too`() throws {
        let item = try given(try registered(), .recordPart(receiverCard))
        var second = receiverCard
        second.newSerial = SerialNumber(rawValue: "NV2025120419")
        #expect(try Item.decide(.recordPart(second), item, at: now).count == 1)
    }

    @Test func `swapping the whole device changes its plate`() throws {
        let swap = PartEntry(
            ticket: ticket, part: "整屏", model: "TXP1.2", oldSerial: SerialNumber(rawValue: "LYD20210917-0032"),
            newSerial: SerialNumber(rawValue: "LYD20260213-0001"), at: now)
        let events = try Item.decide(.recordPart(swap), try registered(), at: now)
        guard case .corrected(let plate)? = events.last else {
            Issue.record("the plate did not change")
            return
        }
        #expect(plate.changes.map(\.field) == [.model, .serial])
        #expect(plate.changes.map(\.old) == ["TXP1.5", "LYD20210917-0032"])
        #expect(plate.reason == "工单XZ-20260213-0007更换整屏")
    }

    @Test func `a part with an illegible number never changes the plate`() throws {
        var values = ledValues
        values[.serial] = SerialNumber.illegible.rawValue
        let events = try Item.decide(.recordPart(receiverCard), try registered(.inUse, values), at: now)
        #expect(events.count == 1)
    }

    @Test func `a fault enters the history once for each closing`() throws {
        let fault = FaultEntry(ticket: ticket, title: "黑屏", openedAt: now, closedAt: now + 1000, cause: "接收卡损坏")
        let item = try given(try registered(), .recordFault(fault))
        #expect(try Item.decide(.recordFault(fault), item, at: now) == [])
        var again = fault
        again.closedAt = now + 9000
        #expect(try Item.decide(.recordFault(again), item, at: now).count == 1)
    }

    @Test func `every event survives the log`() throws {
        let item = try registered()
        var events: [ItemEvent] = try Item.decide(
            .register(ItemDraft(item: led, site: .xz, values: ledValues)), nil, at: now)
        events += try Item.decide(.correct([.model: nil], reason: "核对"), item, at: now)
        events += try Item.decide(.changeState(to: .repair, reason: "返厂"), item, at: now)
        events += try Item.decide(.recordPart(receiverCard), item, at: now)
        events += try Item.decide(
            .recordFault(FaultEntry(ticket: ticket, title: "黑屏", openedAt: now, closedAt: nil, cause: nil)), item,
            at: now)
        #expect(events.count == 5)
        for event in events {
            let data = try ContractCoding.encode(event.fact)
            #expect(try ItemEvent(type: Swift.type(of: event.fact).type, data: data) == event)
        }
        #expect(try ItemEvent(type: "tickets.ticket-opened.v1", data: Data()) == nil)
    }

    @Test func `the state survives its row`() throws {
        let item = try given(try registered(), .recordPart(receiverCard))
        #expect(try ContractCoding.decode(Item.self, from: try ContractCoding.encode(item)) == item)
    }
}
