import Foundation
import OpsContracts
import Testing

@Suite struct QuantityTests {
    @Test func `amounts add, subtract and negate in fen`() {
        var sum = Money(fen: 490_000_000) - Money(fen: 122_500)
        #expect(sum == Money(fen: 489_877_500))
        sum += -Money(fen: 500)
        #expect(sum.fen == 489_877_000)
        #expect(Money.zero > Money(fen: -1))
    }

    @Test func `quantities are bare integers in JSON`() throws {
        struct All: Codable, Equatable {
            var money = Money(fen: -1)
            var points = BasisPoints(250)
            var score = Score(tenths: 875)
            var time = Timestamp(1_770_969_600_000)
        }
        let json = try ContractCoding.encode(All())
        #expect(String(decoding: json, as: UTF8.self) == #"{"money":-1,"points":250,"score":875,"time":1770969600000}"#)
        #expect(try ContractCoding.decode(All.self, from: json) == All())
        #expect(throws: DecodingError.self) { try ContractCoding.decode(Money.self, from: Data("1.5".utf8)) }
    }

    @Test func `a moment before 1970 rounds down, not towards zero`() {
        #expect(Timestamp(Date(timeIntervalSince1970: -0.0005)) == Timestamp(-1))
        #expect(Timestamp(5) + 10 - Timestamp(3) == 12)
    }

    @Test(arguments: [
        ("A", true), ("XZ-20260213-0007", true), ("a.b_c-9", true), ("", false), ("西站", false), ("a/b", false),
        ("a b", false), (String(repeating: "x", count: 64), true), (String(repeating: "x", count: 65), false),
    ])
    func `an identifier takes 1 to 64 plain characters`(text: String, accepted: Bool) {
        #expect((TicketID(rawValue: text) != nil) == accepted)
    }

    @Test(arguments: [("XZ", true), ("CELL2", true), ("xz", false), ("", false), ("TOOLONG99", false)])
    func `a site code takes 1 to 8 capitals and digits`(text: String, accepted: Bool) {
        #expect((SiteCode(rawValue: text) != nil) == accepted)
    }

    @Test func `an actor knows its account and only its account`() throws {
        #expect(Actor(account: AccountID("xz-1")).account == AccountID("xz-1"))
        #expect(Actor(service: .inspections).rawValue == "service/inspections")
        #expect(Actor(service: .inspections).account == nil)
        #expect(Actor.anonymous.account == nil)
    }

    @Test(arguments: [
        ("tickets.ticket-opened.v1", "tickets", "tickets.ticket-opened", 1),
        ("tickets.ticket-opened.v12", "tickets", "tickets.ticket-opened", 12),
        ("tickets.ticket-opened", "tickets", "tickets.ticket-opened", nil),
        ("tickets.view", "tickets", "tickets.view", nil),
    ])
    func `a fact type tells service, family and version`(name: String, service: String, family: String, version: Int?) {
        let type = FactType(rawValue: name)
        #expect(type.service == service)
        #expect(type.family == family)
        #expect(type.version == version)
    }
}
