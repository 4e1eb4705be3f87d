import Foundation
import OpsServer
import OpsTestSupport
import Testing

/// Every page of the journey with data in it, held to the checklist in a browser.
@Suite(.enabled(if: ChromeDriver.isHere, "chromium and chromedriver are not installed"))
struct JourneyPagesTests {
    @Test(.timeLimit(.minutes(15)))
    func `every page of the journey is light, fits a phone, can be pressed and read, and says nothing wrong`()
        async throws
    {
        try await withPages { pages in
            // The gallery shows every component at once and is no page of the journey; axe looks at it too.
            for place in pages.month.places where place.name != "gallery" { try await pages.measure(place) }
        }
    }

    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["AXE_JS"] != nil, "set AXE_JS to axe-core's axe.min.js"),
        .timeLimit(.minutes(15)))
    func `axe finds nothing serious on any page of the journey, in both themes and both widths`() async throws {
        try await withPages { pages in
            for place in pages.month.places { try await pages.examine(place) }
        }
    }

    private func withPages(_ body: (JourneyPages) async throws -> Void) async throws {
        let month = try await SampleMonth.make()
        let folder = try TemporaryFolder()
        let driver = try await ChromeDriver.start(in: folder.path)
        defer { driver.stop() }
        let browser = try await WebDriver.open(driver, profile: folder.file("profile"), isPhone: false)
        do {
            let phone = Phone(fleet: month.fleet, browser: browser)
            try await phone.setClock()
            try await body(
                JourneyPages(
                    month: month, phone: phone, audit: PageAudit(browser: browser, axe: try PageAudit.source())))
        } catch {
            try? await browser.close()
            await month.fleet.stop()
            throw error
        }
        try await browser.close()
        await month.fleet.stop()
    }
}

/// Goes from page to page as the person whose page it is.
struct JourneyPages {
    let month: SampleMonth
    let phone: Phone
    let audit: PageAudit
    private var browser: WebDriver { phone.browser }

    func measure(_ place: Place) async throws {
        try await enter(place)
        _ = try await browser.complaints()
        try await phone.reload(place.path)
        var found = try await audit.words() + audit.budget()
        found += try await place.path == "/office/wall" ? wall() : sizes()
        for sentence in found { Issue.record("\(place.name) \(place.path): \(sentence)") }
        try await draw(place)
    }

    private func wall() async throws -> [String] {
        try await browser.show(width: 1920, height: 1080, dark: true)
        return try await audit.fit() + audit.wall()
    }

    /// The smallest phone, the same with text at 160 %, and a desk at 200 %.
    private func sizes() async throws -> [String] {
        try await browser.show(width: 360, height: 640, dark: false)
        var found = try await audit.fit() + audit.targets()
        let _: Bool = try await browser.execute("document.documentElement.style.fontSize='160%';return true")
        found += try await audit.fit().map { "text at 160%: " + $0 }
        let _: Bool = try await browser.execute("document.documentElement.style.fontSize='';return true")
        try await browser.show(width: 640, height: 400, scale: 2, dark: false)
        found += try await audit.fit().map { "zoom 200%: " + $0 }
        return found
    }

    func examine(_ place: Place) async throws {
        try await enter(place)
        let sizes = place.path == "/office/wall" ? [(1920, 1080)] : [(360, 640), (1280, 800)]
        for (width, height) in sizes {
            for dark in [false, true] {
                try await browser.show(width: width, height: height, dark: dark)
                for sentence in try await audit.violations() {
                    Issue.record("\(place.name) \(width)px\(dark ? " dark" : ""): \(sentence)")
                }
            }
        }
    }

    private func enter(_ place: Place) async throws {
        try await phone.become(place.person)
        try await phone.reload(place.path)
        let status: Int = try await browser.execute(
            "return performance.getEntriesByType('navigation')[0].responseStatus")
        #expect(status == 200, "\(place.name) \(place.path) answers \(status)")
    }

    /// Pictures to be looked at by a person, where a folder for them is named.
    private func draw(_ place: Place) async throws {
        guard let album = Phone.album else { return }
        try FileManager.default.createDirectory(atPath: album, withIntermediateDirectories: true)
        for (width, height) in [(360, 640), (390, 844), (1280, 800), (1440, 900)] {
            for dark in [false, true] {
                try await browser.show(width: width, height: height, dark: dark)
                let file = "\(album)/\(place.name)-\(width)-\(dark ? "dark" : "light").png"
                try await browser.picture().write(to: URL(filePath: file))
            }
        }
    }
}
