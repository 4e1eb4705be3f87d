import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

/// A phone that is handed from person to person: what they open, tap and type, and what every page owes them.
struct Phone: Sendable {
    let fleet: TestFleet
    let browser: WebDriver
    /// False where the browser loads no scripts.
    var isScripted = true
    /// True where people sign in with a password at the office; else their names are believed.
    var hasPasswords = false
    /// Where pictures of the pages go, by order of the journey; nowhere unless asked for.
    static let album = ProcessInfo.processInfo.environment["OPS_SCREENSHOTS"]

    private func url(_ path: String) -> String { "http://127.0.0.1:\(fleet.fleet.port)\(path)" }

    /// Signs in as this person, or out.
    func become(_ person: Place.Person?) async throws {
        try await browser.navigate(url("/office/sign-in"))
        let token = person.map { TestAuthenticator.token($0.account, $0.roles, sites: $0.sites) }
        try await browser.setCookie(SessionCookie.name, token ?? "")
    }

    /// Its scripts believe from now on that it is as late as the services do; for pages during which no time passes.
    func setClock() async throws {
        let now = fleet.clock.now().rawValue
        try await browser.prepare(
            "{const real=Date.now.bind(Date),shift=\(now)-real();Date.now=()=>real()+shift}")
    }

    func reload(_ path: String) async throws { try await browser.navigate(url(path)) }

    func signIn(_ account: String, _ roles: [Role], sites: [SiteCode] = []) async throws {
        try await browser.navigate(url("/office/sign-in"))
        try await sees("登录")
        guard !hasPasswords else { return try await enter(account) }
        try await browser.setCookie(SessionCookie.name, TestAuthenticator.token(account, roles, sites: sites))
    }

    /// On the sign-in page: what everybody types, until the first page that is theirs.
    private func enter(_ account: String) async throws {
        try await type(account, in: "account")
        try await type(demoPassword, in: "password")
        try await submit("登录")
        guard try await eventually(within: 10, { try await !title().hasPrefix("登录") }) else {
            throw WebDriver.Failed("\(account) cannot sign in: \(try await text())")
        }
    }

    private func title() async throws -> String { try await browser.execute("return document.title") }

    /// Opens a page whose scripts believe it is as late as the services do.
    func open(_ path: String) async throws {
        try await setClock()
        try await reload(path)
    }

    func text() async throws -> String { try await browser.execute("return document.body.innerText") }

    /// Waits for words on the page.
    func sees(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for word in words {
            let isThere = try await eventually(within: 10) { try await text().contains(word) }
            guard isThere else {
                let shown = try await text()
                Issue.record("“\(word)” is not on the page: \(shown)", sourceLocation: sourceLocation)
                throw WebDriver.Failed("not on the page: \(word)")
            }
        }
    }

    /// What every page owes: it fits the width, it speaks Chinese, its scripts run without complaint.
    func judge(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let widths: [Int] = try await browser.execute(
            "const e=document.documentElement;return [e.scrollWidth,e.clientWidth,window.innerWidth]")
        #expect(widths[0] <= widths[1], "\(name) is wider than the phone: \(widths)", sourceLocation: sourceLocation)
        #expect(widths[1] == 390, "\(name) is laid out for another width: \(widths)", sourceLocation: sourceLocation)
        let shown = try await text()
        for word in ["error", "not found", "forbidden", "invalid", "undefined", "nil", "optional("] {
            #expect(
                !shown.lowercased().contains(word), "\(name) says \(word): \(shown)", sourceLocation: sourceLocation)
        }
        #expect(!shown.contains("已恢复上次"), "\(name) offers again what was accepted", sourceLocation: sourceLocation)
        let title = try await title()
        #expect(title.hasSuffix("站区运维") && !title.hasPrefix("错误"), "\(name): \(title)", sourceLocation: sourceLocation)
        let complaints = try await browser.complaints().filter { isScripted || !$0.contains("ERR_BLOCKED_BY_CLIENT") }
        #expect(complaints.isEmpty, "\(name): \(complaints)", sourceLocation: sourceLocation)
        guard isScripted, let album = Self.album else { return }
        try FileManager.default.createDirectory(atPath: album, withIntermediateDirectories: true)
        try await browser.picture().write(to: URL(filePath: "\(album)/\(name).png"))
    }

    /// Taps what the path finds, as soon as it is there and nothing covers it.
    func tap(_ xpath: String, _ sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let isTapped = try await eventually(within: 10) {
            do {
                try await browser.click(try await browser.find(xpath: xpath))
                return true
            } catch is WebDriver.Failed { return false }
        }
        guard isTapped else {
            let shown = try await text()
            Issue.record("cannot tap \(xpath): \(shown)", sourceLocation: sourceLocation)
            throw WebDriver.Failed("cannot tap \(xpath)")
        }
    }

    func follow(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await tap("//main//a[contains(normalize-space(),'\(words)')]", sourceLocation)
    }

    func follow(to path: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await tap("//main//a[contains(@href,'\(path)')]", sourceLocation)
    }

    /// A button of the page's bar, also one under 更多.
    func press(_ verb: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let bar = "//main/header/div[contains(@class,'acts')]"
        let button = "\(bar)//*[self::a or self::button][normalize-space()='\(verb)']"
        let isThere = try await eventually(within: 10) { (try? await browser.find(xpath: button)) != nil }
        if isThere, try await !browser.isShown(try await browser.find(xpath: button)) {
            try await tap("\(bar)//summary", sourceLocation)
        }
        try await tap(button, sourceLocation)
    }

    /// The button of a form.
    func submit(_ verb: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await tap("//main//form[contains(@class,'form')]//button[normalize-space()='\(verb)']", sourceLocation)
    }

    func type(_ text: String, in name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let field = "//main//*[@name='\(name)']"
        try await tap(field, sourceLocation)
        try await browser.type(text, into: try await browser.find(xpath: field))
    }

    func choose(_ value: String, of name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await tap("//main//label[input[@name='\(name)' and @value='\(value)']]", sourceLocation)
    }

    func select(_ value: String, in name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await tap("//main//select[@name='\(name)']/option[@value='\(value)']", sourceLocation)
    }
}
