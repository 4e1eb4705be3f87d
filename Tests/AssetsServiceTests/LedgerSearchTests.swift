import AssetsDomain
import OpsContracts
import Testing

@testable import AssetsService

@Suite struct LedgerSearchTests {
    @Test func `text is searched by pairs of characters without regard to case`() {
        #expect(LedgerSearch.grams("led大屏") == ["le", "ed", "d大", "大屏"])
        #expect(LedgerSearch.text(ItemID("XZ-LED1"), [.name: "指挥中心LED大屏"]) == "xz-led1 指挥中心led大屏")
    }

    @Test func `one character is looked up by range, more by their pairs and then compared whole`() {
        #expect(LedgerSearch.clauses("  ").sql.isEmpty)
        #expect(LedgerSearch.clauses("屏").values.count == 2)
        let two = LedgerSearch.clauses("大屏 ")
        #expect(two.sql.count == 2)
        #expect(two.values.count == 2)
        #expect(LedgerSearch.clauses("指挥中心LED大屏显示系统").sql.count == 9)
    }
}
