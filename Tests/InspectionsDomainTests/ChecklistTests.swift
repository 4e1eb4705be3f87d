import InspectionsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct ChecklistTests {
    @Test func `answers come back in the checklist's order with its units`() throws {
        let checked = try ChecklistRules(checks).checked(good.reversed())
        #expect(checked.map(\.code) == ["TEMP", "WATER"])
        #expect(checked.map(\.unit) == ["℃", nil])
    }

    @Test(arguments: [
        ("20.9", true), ("21", false), ("21.0", false), ("25.000", false), ("25.000001", true), ("-3", true),
    ])
    func `a number outside its limits is abnormal whatever was ticked`(value: String, abnormal: Bool) throws {
        let readings = [Reading(code: "TEMP", outcome: .normal, value: decimal(value), note: "已报修空调"), good[1]]
        let checked = try ChecklistRules(checks).checked(readings)
        #expect(checked[0].outcome == (abnormal ? .abnormal : .normal))
        #expect(checked[0].value?.rawValue == value)
    }

    @Test func `an abnormal answer wants a note and says which limit was left`() {
        let hot = Reading(code: "TEMP", outcome: .normal, value: decimal("28.6"))
        #expect(refusal(of: [hot, good[1]])?.zh == "“机房温度”读数28.6℃超出21～25℃，写明情况。")
        #expect(refusal(of: [good[0], Reading(code: "WATER", outcome: .abnormal, note: "")])?.field == "WATER")
    }

    @Test func `all items want an answer, and the refusal names the first ones`() {
        #expect(refusal(of: [])?.zh == "还有2项没有填写：机房温度、无漏水，地面干燥。")
        #expect(refusal(of: [good[0]])?.field == "WATER")
    }

    @Test(arguments: [
        Reading(code: "TEMP", outcome: .normal),
        Reading(code: "TEMP", outcome: ReadingOutcome(rawValue: "fine"), value: decimal("23")),
        Reading(code: "TEMP", outcome: .normal, value: decimal("23"), note: String(repeating: "长", count: 501)),
        Reading(code: "TEMP", outcome: .normal, value: decimal("23"), photo: "../../etc/passwd"),
    ])
    func `an answer that does not fit is refused by its item`(reading: Reading) {
        #expect(refusal(of: [reading, good[1]])?.field == "TEMP")
    }

    @Test func `unknown items, items answered twice and numbers nobody asked for are refused`() {
        // The field is ours: what somebody sent as a code is quoted in the sentence and nowhere else.
        let unknown = refusal(of: good + [Reading(code: "DOOR", outcome: .normal)])
        #expect(unknown?.field == "code")
        #expect(unknown?.zh == "检查表没有“DOOR”这一项。")
        #expect(refusal(of: good + [good[1]])?.field == "WATER")
        #expect(
            refusal(of: [good[0], Reading(code: "WATER", outcome: .normal, value: decimal("1"))])?.field == "WATER")
    }

    @Test func `an item that does not apply needs no number`() throws {
        let checked = try ChecklistRules(checks).checked([Reading(code: "TEMP", outcome: .notApplicable), good[1]])
        #expect(checked[0].outcome == .notApplicable)
        #expect(checked[0].value == nil)
    }

    @Test(arguments: ["", "-", "1.", ".5", "1e3", "１", "23,5", "1234567890", "0.1234567", "+1", " 1"])
    func `what is no plain decimal number is none`(text: String) {
        #expect(DecimalReading(rawValue: text) == nil)
    }

    @Test func `decimal numbers compare by value, not by text`() throws {
        let sorted = ["10", "9.5", "-0.5", "-1", "9.50001"].compactMap(decimal).sorted()
        #expect(sorted.map(\.rawValue) == ["-1", "-0.5", "9.5", "9.50001", "10"])
        let pair = try #require(decimal("23.5"))
        let same = try #require(decimal("23.50"))
        #expect(!(pair < same) && !(same < pair))
    }

    @Test func `each abnormal reading becomes one finding with a stable number`() throws {
        let readings = [
            Reading(
                code: "TEMP", outcome: .abnormal, value: decimal("28.6"), note: "2号空调不制冷", fault: true, severity: .high),
            Reading(code: "WATER", outcome: .abnormal, note: "墙角有水"),
        ]
        let events = try Round.decide(.complete(by: worker, readings), round(.started(by: worker)), at: at(9))
        guard case .completed(let fact)? = events.last else {
            Issue.record("not completed")
            return
        }
        let findings = fact.findings(planned: planned)
        #expect(findings.map(\.finding.rawValue) == ["QH-ROOM-D-20260213-TEMP", "QH-ROOM-D-20260213-WATER"])
        #expect(findings.map(\.title) == ["机房温度 28.6℃", "无漏水，地面干燥：异常"])
        #expect(findings.map(\.fault) == [true, false])
        #expect(findings.map(\.severity) == [.high, .medium])
        #expect(findings[0].item == ItemID("QH-ROOM"))
    }
}
