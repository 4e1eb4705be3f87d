import Foundation
import OpsConsole
import OpsContracts
import Testing

struct AssetsTests {
    private let css = String(decoding: ConsoleAssets.css.bytes, as: UTF8.self)
    private let js = String(decoding: ConsoleAssets.js.bytes, as: UTF8.self)

    /// What CSS gzips to is a third or less; raw bytes below these bounds hold the budgets of 20 KB and 12 KB.
    @Test func `style sheet and script stay within their budgets`() {
        #expect(ConsoleAssets.css.bytes.count < 40_000)
        #expect(ConsoleAssets.js.bytes.count < 24_000)
    }

    @Test(arguments: [
        "@layer", ":has(", ":is(", ":where(", "@container", "color-mix", "aspect-ratio", "100vh", "dvh", "&", "url(",
        "@import", "@font-face", "light-dark(", "width>", "width<",
    ])
    func `the style sheet uses nothing younger than Chromium 87`(_ feature: String) {
        #expect(!css.contains(feature))
    }

    @Test(arguments: [
        "cssText", "setAttribute(\"style\"", "eval(", "new Function", "confirm(", "alert(", "http:", "https:",
        ".at(", "replaceAll(", "randomUUID", "structuredClone",
    ])
    func `the script uses nothing the policy forbids or an old browser lacks`(_ feature: String) {
        #expect(!js.contains(feature))
    }

    @Test func `braces of the style sheet are balanced`() {
        #expect(css.filter { $0 == "{" }.count == css.filter { $0 == "}" }.count)
    }

    @Test func `every custom property that is used is defined`() {
        let used = Set(css.matches(of: /var\((--[a-z0-9-]+)/).map { String($0.output.1) })
        let defined = Set(css.matches(of: /(--[a-z0-9-]+):/).map { String($0.output.1) })
        #expect(used.subtracting(defined) == [])
    }

    @Test func `a changed file would have another name`() {
        #expect(ConsoleAssets.css.name.wholeMatch(of: /ops\.[0-9a-f]{16}\.css/) != nil)
        #expect(ConsoleAssets.js.name.wholeMatch(of: /ops\.[0-9a-f]{16}\.js/) != nil)
        #expect(ConsoleAssets.css.name.prefix(20) != ConsoleAssets.js.name.prefix(20))
        #expect(ConsoleAssets.path(ConsoleAssets.css, of: .tickets).hasPrefix("/tickets/assets/ops."))
    }
}
