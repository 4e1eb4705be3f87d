import AssetsDomain
import OpsContracts
import Testing

@testable import AssetsService

@Suite struct CatalogueTests {
    @Test func `the catalogue names 124 systems at all nine sites, each once`() {
        let rows = CatalogueRow.all
        #expect(rows.count == 124)
        #expect(Set(rows.map(\.item)).count == 124)
        #expect(Set(rows.map(\.site)) == Set(SiteCode.contractOrder))
        #expect(rows.allSatisfy { $0.item.rawValue.hasPrefix($0.site.rawValue + "-") })
    }

    @Test func `quantities are stated at the west station only, and unknown elsewhere`() {
        let stated = CatalogueRow.all.filter { $0.columns[.quantity] != nil }
        #expect(Set(stated.map(\.site)) == [.xz])
        #expect(stated.count == 8)
        let led = CatalogueRow.all.first { $0.item == ItemID("XZ-LED1") }
        #expect(led?.columns[.name] == "指挥中心LED大屏")
        #expect(led?.columns[.quantity] == "2")
        #expect(led?.columns[.clause] == "3(4)")
    }

    @Test func `every line is accepted by the ledger, and only the placeholder is not in use`() throws {
        var states: [ItemState: Int] = [:]
        for row in CatalogueRow.all {
            let events = try Item.decide(.register(row.draft), nil, at: Timestamp(0))
            guard case .registered(let fact)? = events.first else {
                Issue.record("\(row.item) was not registered")
                continue
            }
            states[fact.state, default: 0] += 1
        }
        #expect(states == [.inUse: 123, .spare: 1])
    }

    @Test func `a clause with a comma stays whole`() {
        let placeholder = CatalogueRow.all.first { $0.item == ItemID("CG-NEW") }
        #expect(placeholder?.columns[.clause] == "9(1)8,9(2)8")
    }

    @Test(arguments: ["", "XZ,指挥中心", "xz,,XZ-1,名称,LED,,块,3(4)", "XZ,,X Z,名称,LED,,块,3(4)"])
    func `a line of another shape is none`(line: String) {
        #expect(CatalogueRow(line[...]) == nil)
    }
}
