import Foundation
import Glibc
import OpsServer
import OpsTestSupport

/// The chromedriver of one test, on a port of its own choice.
struct ChromeDriver {
    static let path = "/usr/bin/chromedriver"
    static let browser = "/usr/bin/chromium"
    static var isHere: Bool { [path, browser].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) } }

    private let process: Process
    let base: String

    /// - Parameter folder: for what it says, and for the browser's profile.
    static func start(in folder: String) async throws -> ChromeDriver {
        let file = folder + "/chromedriver.txt"
        guard FileManager.default.createFile(atPath: file, contents: nil), let out = FileHandle(forWritingAtPath: file)
        else { throw WebDriver.Failed("no file for what chromedriver says") }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["--port=0"]
        (process.standardOutput, process.standardError) = (out, out)
        try process.run()
        guard try await eventually({ try port(saidIn: file) != nil }), let port = try port(saidIn: file) else {
            process.terminate()
            throw WebDriver.Failed("chromedriver named no port: \(try String(contentsOfFile: file, encoding: .utf8))")
        }
        return ChromeDriver(process: process, base: "http://127.0.0.1:\(port)")
    }

    private static func port(saidIn file: String) throws -> Int? {
        let said = try String(contentsOfFile: file, encoding: .utf8)
        return said.firstMatch(of: /successfully on port (\d+)\./).flatMap { Int($0.1) }
    }

    /// It inherits the blocked signals of the services beside it and would not hear a polite one.
    func stop() { _ = kill(process.processIdentifier, SIGKILL) }
}

/// One browser window the size of a phone, spoken to in the W3C WebDriver protocol.
struct WebDriver: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    struct Element: Decodable, Sendable {
        let id: String
        /// Fixed by the protocol.
        enum CodingKeys: String, CodingKey { case id = "element-6066-11e4-a52e-4f735466cecf" }
    }

    struct LogEntry: Decodable, Sendable {
        var level: String
        var message: String
    }

    private struct Value<T: Decodable>: Decodable { var value: T }
    private struct Session: Decodable { var sessionId: String }
    private struct Picture: Decodable { var data: Data }

    private static let http = HTTPClient(width: 2)
    private let session: String

    /// - Parameters:
    ///   - profile: a folder nobody else uses.
    ///   - isPhone: false for a window whose size the test chooses itself, page by page.
    static func open(_ driver: ChromeDriver, profile: String, isPhone: Bool = true) async throws -> WebDriver {
        var options: [String: Any] = [
            "binary": ChromeDriver.browser,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--user-data-dir=\(profile)",
            ],
        ]
        if isPhone {
            let metrics: [String: Any] = ["width": 390, "height": 844, "pixelRatio": 2, "touch": true]
            options["mobileEmulation"] = ["deviceMetrics": metrics]
        }
        let wanted: [String: Any] = [
            "alwaysMatch": [
                "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": ["browser": "ALL"],
                "unhandledPromptBehavior": "accept",
            ]
        ]
        let answer = try await send(.post, driver.base + "/session", ["capabilities": wanted])
        let session = try JSONDecoder().decode(Value<Session>.self, from: answer).value
        return WebDriver(session: "\(driver.base)/session/\(session.sessionId)")
    }

    private static func send(_ method: OpsServer.Method, _ url: String, _ body: [String: Any]?) async throws -> Data {
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
        let answer = try await http.send(
            HTTPClient.Call(
                method, url, headers: ["Content-Type": "application/json"], body: data, timeout: 60_000,
                maxBody: 64 << 20))
        guard answer.status == 200 else { throw Failed("\(url): \(answer.status) \(answer.text.prefix(600))") }
        return answer.body
    }

    @discardableResult
    private func call(_ method: OpsServer.Method, _ path: String, _ body: [String: Any]? = nil) async throws -> Data {
        try await Self.send(method, session + path, body)
    }

    private func ask<T: Decodable>(_ path: String, _ body: [String: Any], as type: T.Type = T.self) async throws -> T {
        try JSONDecoder().decode(Value<T>.self, from: try await call(.post, path, body)).value
    }

    func close() async throws { try await call(.delete, "") }

    func post(_ path: String) async throws { try await call(.post, path, [:]) }

    func navigate(_ url: String) async throws { try await call(.post, "/url", ["url": url]) }

    /// Forgets who was signed in and signs in with `value`; a page of the same host must be open.
    func setCookie(_ name: String, _ value: String) async throws {
        try await call(.delete, "/cookie")
        try await call(
            .post, "/cookie",
            ["cookie": ["name": name, "value": value, "path": "/", "httpOnly": true] as [String: Any]])
    }

    func find(xpath: String) async throws -> Element {
        try await ask("/element", ["using": "xpath", "value": xpath])
    }

    func isShown(_ element: Element) async throws -> Bool {
        let answer = try await call(.get, "/element/\(element.id)/displayed")
        return try JSONDecoder().decode(Value<Bool>.self, from: answer).value
    }

    func click(_ element: Element) async throws {
        // To the middle: bars above and below would catch the tap.
        let reference = [Element.CodingKeys.id.rawValue: element.id]
        try await run("arguments[0].scrollIntoView({block:'center'})", [reference])
        try await call(.post, "/element/\(element.id)/click", [:])
    }

    func type(_ text: String, into element: Element) async throws {
        try await call(.post, "/element/\(element.id)/value", ["text": text])
    }

    private func run(_ script: String, _ arguments: [Any]) async throws {
        try await call(.post, "/execute/sync", ["script": script, "args": arguments])
    }

    /// What `script` returns.
    func execute<T: Decodable>(_ script: String, as type: T.Type = T.self) async throws -> T {
        try await ask("/execute/sync", ["script": script, "args": [Any]()])
    }

    /// A command of the Chrome DevTools Protocol, for what WebDriver has no words for.
    func command(_ name: String, _ parameters: [String: Any]) async throws {
        try await call(.post, "/goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    /// From now on no page gets its script.
    func blockScripts() async throws {
        try await command("Network.enable", [:])
        try await command("Network.setBlockedURLs", ["urls": ["*.js"]])
    }

    /// Runs `script` in every page that is opened from now on, before its own scripts.
    func prepare(_ script: String) async throws {
        try await command("Page.addScriptToEvaluateOnNewDocument", ["source": script])
    }

    /// From now on nothing whose address matches arrives; an empty list lets all through again.
    func block(_ patterns: [String]) async throws {
        let none = [String: Any]()
        try await call(.post, "/goog/cdp/execute", ["cmd": "Network.enable", "params": none])
        try await call(
            .post, "/goog/cdp/execute", ["cmd": "Network.setBlockedURLs", "params": ["urls": patterns]])
    }

    /// The whole page, also what does not fit on the screen; PNG.
    func picture() async throws -> Data {
        try await ask(
            "/goog/cdp/execute",
            [
                "cmd": "Page.captureScreenshot",
                "params": ["format": "png", "captureBeyondViewport": true] as [String: Any],
            ], as: Picture.self
        ).data
    }

    /// Puts a picture of the page into the album, where one is kept.
    func picture(as name: String) async throws {
        guard let album = Phone.album else { return }
        try FileManager.default.createDirectory(atPath: album, withIntermediateDirectories: true)
        try await picture().write(to: URL(filePath: "\(album)/\(name).png"))
    }

    /// What the page and its scripts complained about since the last call; that no icon stands in the tab is no matter.
    func complaints() async throws -> [String] {
        let entries: [LogEntry] = try await ask("/se/log", ["type": "browser"])
        return entries.map { "\($0.level) \($0.message)" }
            .filter { $0.hasPrefix("SEVERE") && !$0.contains("/favicon.ico") }
    }
}
