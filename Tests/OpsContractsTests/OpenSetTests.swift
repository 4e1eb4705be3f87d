import Foundation
import OpsContracts
import Testing

@Suite struct OpenSetTests {
    @Test func `an unknown word of an open set decodes, shows itself and is encoded unchanged`() throws {
        let json = Data(
            #"{"audience":["robots"],"channel":"c","notice":"assets.flooded","rule":"r","sites":["ZZ9"]}"#.utf8)
        let rule = try ContractCoding.decode(NotifyRulePublished.self, from: json)
        #expect(rule.audience.map(\.zh) == ["robots"])
        #expect(rule.notice.zh == "assets.flooded")
        #expect(rule.sites.map(\.nameZH) == ["ZZ9"])
        #expect(try ContractCoding.encode(rule) == json)
    }

    @Test func `an unknown role decodes and sorts behind the known ones`() throws {
        let roles = try ContractCoding.decode([Role].self, from: Data(#"["auditor","wall","engineer"]"#.utf8))
        #expect(roles.sorted() == [.engineer, .wall, Role("auditor")])
        #expect(roles[0].nameZH == "auditor")
    }

    @Test func `a directory fact about a service of tomorrow decodes`() throws {
        let json = Data(#"{"service":"drones","site":"XZ","topic":"ops.drones.v1"}"#.utf8)
        let fact = try ContractCoding.decode(SiteOwnerAssigned.self, from: json)
        #expect(fact.service.known == nil)
        #expect(fact.service.zh == "drones")
    }

    @Test func `every known word of an open set has its Chinese`() {
        for word in ChannelKind.all.map(\.zh) + Audience.all.map(\.zh) + NoticeKind.all.map(\.zh)
            + Role.all.map(\.nameZH)
        {
            #expect(word.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(word)")
        }
    }

    @Test(arguments: SiteCode.contractOrder)
    func `every site of the contract has a name, a short name and a place in the grid`(site: SiteCode) {
        #expect(site.nameZH != site.rawValue)
        #expect(site.shortNameZH.count <= 3)
        #expect(SiteCode.gridOrder.contains(site))
    }

    @Test func `sites sort in contract order and unknown ones behind them`() {
        let sites = [SiteCode("AA"), .cg, .xz, .jg]
        #expect(sites.sorted() == [.jg, .xz, .cg, SiteCode("AA")])
    }
}
