import Foundation
import OpsContracts
import OpsServer
import Testing

@Suite struct FieldsTests {
    @Test func `fields keep their order and their repetitions`() throws {
        let fields = try #require(Fields.parse("site=XZ&site=BZ&q=%E5%A4%A7%E5%B1%8F+4%25&empty=&flag"))
        #expect(fields.values("site") == ["XZ", "BZ"])
        #expect(fields["q"] == "大屏 4%")
        #expect(fields["flag"] == "")
        #expect(fields.text("empty") == nil)
        #expect(fields.encoded == "site=XZ&site=BZ&q=%E5%A4%A7%E5%B1%8F%204%25&empty=&flag=")
    }

    @Test(arguments: ["a=%", "a=%4", "a=%GG", "a=%FF", "a=%00", String(repeating: "a&", count: 1_001)])
    func `broken or endless fields are refused`(text: String) {
        #expect(Fields.parse(text) == nil)
    }

    @Test(arguments: [
        (nil, Language.zh), ("en", .en), ("fr", .zh), ("zh-CN,en;q=0.8", .zh), ("en;q=0.8, zh;q=0.9", .zh),
        ("fr,en-US;q=0.3", .en), (";;;,q=", .zh),
    ])
    func `the language is the one most wanted of ours`(header: String?, language: Language) {
        #expect(Language(acceptLanguage: header) == language)
    }

    @Test func `a table for Excel runs no formula and breaks no row`() {
        let rows = [["编号", "说明"], ["-12.50", "=HYPERLINK(1)"], ["a,b", "say \"hi\"\nthere"], ["@cmd", ""]]
        #expect(
            String(decoding: CSV.encode(rows), as: UTF8.self)
                == "\u{FEFF}编号,说明\r\n-12.50,'=HYPERLINK(1)\r\n\"a,b\",\"say \"\"hi\"\"\nthere\"\r\n'@cmd,\r\n")
    }

    @Test func `a header value cannot begin another header`() {
        var headers: Headers = ["X": "a\r\nSet-Cookie: b"]
        headers.add("Y", "1")
        headers.add("y", "2")
        #expect(headers["x"] == "a  Set-Cookie: b")
        #expect(headers.all("Y") == ["1", "2"])
        headers["Y"] = nil
        #expect(headers["y"] == nil)
    }
}
