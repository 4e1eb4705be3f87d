import OpsConsole
import Testing

struct HTMLTests {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"quoted\" & 'single'", "&quot;quoted&quot; &amp; &#39;single&#39;"),
        ("灯🚨全角１２３", "灯🚨全角１２３"),
        ("a\u{0}b\u{7}c", "abc"),
    ])
    func `text is escaped wherever it stands`(_ typed: String, _ written: String) {
        #expect(p { typed }.render() == "<p>\(written)</p>")
        #expect(p(.title(typed)) { "x" }.render() == "<p title=\"\(written)\">x</p>")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JAVASCRIPT:x", "//evil.example", "data:text/html,x", "vbscript:x", "/\\evil",
    ])
    func `an address that could run or leave becomes a hash`(_ address: String) {
        #expect(link(address, "x").render() == "<a href=\"#\">x</a>")
    }

    @Test func `an attribute's name cannot be typed by anybody`() {
        #expect(p(.data("x\" onclick=\"y", "1")) { "" }.render() == "<p data-xonclicky=\"1\"></p>")
    }

    @Test func `void elements are not closed`() {
        #expect(input(.name("a")).render() == "<input name=\"a\">")
    }

    @Test func `a builder takes text, elements, components, lists, conditions and nothing`() {
        let none: String? = nil
        let made = HTML {
            "a"
            ["b", "c"].map { word in strong { word } }
            if let none { none }
            for word in ["d"] { em(word) }
            Chip(.new)
        }
        #expect(made.plainText == "abcd新建")
    }

    private func em(_ word: String) -> HTML { span { word } }
}
