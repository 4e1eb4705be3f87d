import Foundation
import NotifyDomain
import OpsContracts
import Testing

private let notice = Notice(
    kind: .major, site: .xz, priority: .p1, number: "XZ-20260213-0007", title: "指挥中心LED大屏黑屏",
    lines: [.init("设备", "指挥中心大屏"), .init("到场", "2月13日 16:20前")], path: "/tickets/XZ-20260213-0007",
    notAfter: Timestamp(0))

@Suite struct WeComMessageTests {
    @Test func `a message says level, site, number and title, and leads to the page`() {
        let text = WeComMessage.markdown(notice, base: "https://ops.example", mentions: ["wang"], resend: true)
        #expect(
            text == """
                <font color="warning">【重发】【一级】重大故障 西站 XZ-20260213-0007</font>
                **指挥中心LED大屏黑屏**
                > 设备：指挥中心大屏
                > 到场：2月13日 16:20前
                [打开](https://ops.example/tickets/XZ-20260213-0007)
                <@wang>
                """)
    }

    @Test func `a confidential subject shows number, site, level and link only`() {
        let markdown = WeComMessage.markdown(notice.redacted, base: "https://ops.example")
        let text = notice.redacted.text(base: "https://ops.example")
        for shown in [markdown, text] {
            #expect(!shown.contains("大屏") && !shown.contains("16:20"))
            #expect(shown.contains("一级") && shown.contains("西站") && shown.contains("/tickets/XZ-20260213-0007"))
        }
    }

    @Test func `nobody's words become markup`() {
        var hostile = notice
        hostile.title = "<@all>[点我](http://evil)\n# 标题 **粗**`码`"
        let text = WeComMessage.markdown(hostile, base: "https://ops.example")
        #expect(!text.contains("<@all>") && !text.contains("[点我]") && !text.contains("\n# "))
        #expect(text.split(separator: "\n").count == 5)
    }

    @Test func `a text that just fits stays whole`() {
        let text = String(repeating: "站", count: 1365) + "x"
        #expect(text.utf8.count == 4096)
        #expect(WeComMessage.split(text) == [text])
        #expect(WeComMessage.split(text + "x").count == 2)
    }

    @Test(arguments: [
        String(repeating: "第一行很长的中文内容，含标点。\n", count: 400),
        String(repeating: "没有换行的中文", count: 2000),
        String(repeating: "👨‍👩‍👧‍👦", count: 700),
        "e" + String(repeating: "\u{301}", count: 5000),
        String(repeating: "a\r\nb\n\n", count: 1500),
    ])
    func `every part fits, is whole text, and nothing is lost`(text: String) {
        let parts = WeComMessage.split(text)
        #expect(parts.count > 1)
        #expect(parts.allSatisfy { $0.utf8.count <= 4096 })
        let bodies = parts.enumerated().map { index, part in
            String(part.dropLast("\n（\(index + 1)/\(parts.count)）".count))
        }
        let scalars = { (text: String) in text.unicodeScalars.filter { $0 != "\n" } }
        #expect(scalars(bodies.joined()).elementsEqual(scalars(text)))
    }

    @Test func `parts break between lines where lines fit`() {
        let line = String(repeating: "字", count: 100)
        let text = Array(repeating: line, count: 30).joined(separator: "\n")
        for part in WeComMessage.split(text) {
            #expect(part.split(separator: "\n").dropLast().allSatisfy { $0 == line })
        }
    }

    @Test func `a part holds as much as fits`() {
        let text = Array(repeating: String(repeating: "a", count: 99), count: 100).joined(separator: "\n")
        #expect(WeComMessage.split(text).map(\.utf8.count).dropLast().allSatisfy { $0 > 4096 - 64 - 100 })
    }

    @Test func `the request is the documented one`() throws {
        let body = try WeComMessage.body("内容")
        #expect(String(decoding: body, as: UTF8.self) == #"{"markdown":{"content":"内容"},"msgtype":"markdown"}"#)
    }
}
