import AssetsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct ItemColumnsTests {
    @Test func `a quantity that the contract does not state stays unknown`() throws {
        var values = ledValues
        values[.quantity] = nil
        let events = try Item.decide(.register(ItemDraft(item: led, site: .xz, values: values)), nil, at: now)
        guard case .registered(let fact) = events.first else {
            Issue.record("not registered")
            return
        }
        #expect(fact.quantity == nil)
        #expect(fact.unit == "块")
        #expect(fact.serial == SerialNumber(rawValue: "LYD20210917-0032"))
    }

    @Test(arguments: [
        (ItemField.name, ""), (.name, "   "), (.unit, ""), (.category, ""), (.category, "XYZ"), (.quantity, "0"),
        (.quantity, "两"), (.madeOn, "2021-02-30"), (.warrantyTo, "明年"), (.xinchuang, "是"), (.orgUnit, "指挥 中心"),
        (.model, String(repeating: "长", count: 121)),
    ])
    func `a column that does not fit is refused by its name`(field: ItemField, text: String) {
        var values = ledValues
        values[field] = text
        let refusal = rejection(.register(ItemDraft(item: led, site: .xz, values: values)), nil)
        #expect(refusal?.kind == .invalid)
        #expect(refusal?.field == field.rawValue)
    }

    @Test func `a number of other characters is refused`() {
        let draft = ItemDraft(item: ItemID("XZ LED/1"), site: .xz, values: ledValues)
        #expect(rejection(.register(draft), nil)?.field == "item")
    }

    @Test func `a column the ledger does not have is refused`() {
        var values = ledValues
        values[ItemField(rawValue: "colour")] = "red"
        #expect(rejection(.register(ItemDraft(item: led, site: .xz, values: values)), nil)?.field == "colour")
    }

    @Test func `a correction keeps the old value beside the new one`() throws {
        let item = try registered()
        let changes: [ItemField: String?] = [.model: " TXP1.2 ", .serial: "看不清", .subSite: nil, .name: "指挥中心LED大屏"]
        let events = try Item.decide(.correct(changes, reason: "现场核对"), item, at: now)
        #expect(
            events == [
                .corrected(
                    ItemCorrected(
                        item: led, site: .xz,
                        changes: [
                            .init(field: .subSite, old: "指挥中心", new: nil),
                            .init(field: .model, old: "TXP1.5", new: "TXP1.2"),
                            .init(field: .serial, old: "LYD20210917-0032", new: "看不清"),
                        ], reason: "现场核对"))
            ])
        let corrected = events.reduce(item) { Item.evolve($0, $1) }
        #expect(corrected.values[.subSite] == nil)
        #expect(corrected.serial == .illegible)
    }

    @Test func `a correction that changes nothing states nothing`() throws {
        #expect(try Item.decide(.correct([.model: "TXP1.5"], reason: "核对"), try registered(), at: now) == [])
    }

    @Test func `a correction wants a reason, a known column and a value that fits`() throws {
        let item = try registered()
        #expect(rejection(.correct([.model: "A"], reason: ""), item)?.field == "reason")
        #expect(rejection(.correct([ItemField(rawValue: "colour"): "red"], reason: "核对"), item)?.field == "colour")
        #expect(rejection(.correct([.name: nil], reason: "核对"), item)?.field == "name")
        #expect(rejection(.correct([.quantity: "-1"], reason: "核对"), item)?.field == "quantity")
    }

    @Test func `an explicit 无 or 看不清 fills a serial number, an empty one does not`() throws {
        #expect(try registered().missingFields == [.hardware, .software, .madeOn, .warrantyTo])
        var values = ledValues
        values[.serial] = nil
        #expect(try registered(.inUse, values).missingFields.contains(.serial))
        values[.serial] = "无"
        #expect(try !registered(.inUse, values).missingFields.contains(.serial))
    }

    @Test func `cabling is complete without a type plate`() throws {
        let values: [ItemField: String] = [.name: "信息化综合布线", .category: "CABLE", .unit: "点", .subSite: "全西站地区"]
        #expect(try registered(.inUse, values).missingFields == [])
    }

    @Test func `completeness counts empty columns over all items and rounds up`() throws {
        var ledger = Completeness()
        #expect(ledger.emptyRate == BasisPoints(0))
        ledger.add(try registered())
        #expect(ledger.mandatory == 7)
        #expect(ledger.empty == 4)
        #expect(ledger.emptyRate == BasisPoints(5715))
    }
}
