import OpsContracts
import OpsDomain
import OpsServer

/// A line of the ledger, as far as the play needs it.
struct DemoItem: Decodable, Sendable {
    var item: ItemID
    var site: SiteCode
    var category: ItemCategory
    var name: String
    var state: ItemState

    /// Without what stands in brackets.
    var shortName: String { String(name.prefix { $0 != "(" && $0 != "（" }) }
}

/// The ledger is filled in by those who stand before the things.
extension DemoPlay {
    func readLedger() async throws {
        struct Rows: Decodable, Sendable {
            var items: [DemoItem]
            var next: String?
        }
        var cursor = ""
        repeat {
            let page = try await desk.get("office", "/api/assets/v1/items?limit=200\(cursor)", Rows.self)
            for row in page.items { items[row.site, default: []].append(row) }
            cursor = page.next.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
    }

    /// In the first weeks type plates are read, three things a day; later a few things change their state.
    func planLedgerWork() {
        let all = SiteCode.contractOrder.flatMap { items[$0] ?? [] }
        for (index, item) in all.enumerated() where chance.happens(850) || item.category == .led {
            let day = plan.from.day.adding(days: index / 4 * 7 / 5 + 1)
            agenda.plan(at(day, 14) + chance.minutes(0...200)) { try await $0.fillIn(item) }
        }
        for index in 0..<6 {
            let item = chance.pick(all.filter { $0.category == .terminal || $0.category == .cctv }, else: all[0])
            agenda.plan(at(plan.from.day.adding(days: 18 + index * 12), 15)) { try await $0.sendToRepair(item) }
        }
    }

    private func fillIn(_ item: DemoItem) async throws {
        let number = chance.number(10_000...99_999)
        let made = Day(ordinal: plan.from.day.ordinal - chance.number(200...1_900))
        let (brand, model) = Self.plate(item.category, &chance)
        var fields: [String: JSONValue] = [:]
        switch item.category {
        case .cable, .room, .placeholder: fields["place"] = .text("\(item.site.nameZH)弱电间")
        case .software, .platform, .database:
            fields["software"] = .text("V\(chance.number(2...6)).\(chance.number(0...9))")
            fields["warrantyTo"] = .text("\(made.adding(days: 1_095 + 730))")
        default:
            fields = [
                "brand": .text(brand), "model": .text(model), "serial": .text("\(item.site.rawValue)\(number)"),
                "hardware": .text("标准配置"), "software": .text("出厂版本"), "madeOn": .text("\(made)"),
                "warrantyTo": .text("\(made.adding(days: 1_095 + 730))"), "warrantyVendor": .text("\(brand)售后"),
            ]
        }
        if item.category == .network { fields["network"] = .text(item.name.contains("政务") ? "政务网" : "互联网") }
        try await desk.post(
            engineer(item.site), "/api/assets/v1/items/\(item.item)/correct",
            ["fields": .object(fields), "reason": "现场核对铭牌"])
    }

    private func sendToRepair(_ item: DemoItem) async throws {
        let path = "/api/assets/v1/items/\(item.item)/change-state"
        struct Row: Decodable, Sendable { var state: ItemState }
        let row = try await desk.get("office", "/api/assets/v1/items/\(item.item)", Row.self)
        guard row.state == .inUse else { return }
        let who = engineer(item.site)
        try await desk.post(who, path, ["state": "repair", "reason": "其中1台返厂检测"])
        try later(working: 900...2_400) {
            try await $0.desk.post(who, path, ["state": "in-use", "reason": "检测合格，恢复使用"])
        }
    }

    private static func plate(_ category: ItemCategory, _ chance: inout DemoChance) -> (String, String) {
        let plates: [(String, String)] =
            switch category {
            case .terminal: [("联想", "启天M437"), ("同方", "超翔TZ830"), ("惠普", "LaserJet M405d")]
            case .network: [("华为", "S5735-L24T4X"), ("新华三", "S5130S-28P"), ("锐捷", "RG-S5310")]
            case .cctv: [("海康威视", "DS-2CD3T46"), ("大华", "DH-IPC-HFW4443")]
            case .led: [("利亚德", "TVF1.5"), ("洲明", "UpanelS 1.8")]
            case .videoConference: [("华为", "TE50"), ("宝利通", "Group 500")]
            case .power: [("科华", "KR3320"), ("山特", "3C15KS")]
            case .radio: [("海能达", "PT580H"), ("摩托罗拉", "MTP850")]
            case .server: [("浪潮", "NF5280M6"), ("华为", "2288H V6")]
            case .bodyCamera: [("警翼", "DSJ-V8"), ("科立讯", "DSJ-K7")]
            default: [("海康威视", "DS-K1T"), ("华为", "USG6525E"), ("星网", "SVP3000")]
            }
        return chance.pick(plates, else: ("华为", "标准型"))
    }
}
