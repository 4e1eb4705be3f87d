import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// What stands on a page that stays open.
@Suite(.enabled(if: ChromeDriver.isHere, "chromium and chromedriver are not installed"))
struct BrowserLiveTests {
    @Test(.timeLimit(.minutes(3)))
    func `a ticket opened elsewhere comes to the open overview, and nothing is left to read after signing out`()
        async throws
    {
        let fleet = try await TestFleet.all()
        let folder = try TemporaryFolder()
        let driver = try await ChromeDriver.start(in: folder.path)
        defer { driver.stop() }
        let browser = try await WebDriver.open(driver, profile: folder.file("profile"))
        do {
            let phone = Phone(fleet: fleet, browser: browser)
            try await phone.signIn("office", [.office])
            try await phone.open("/office/")
            try await phone.sees("总览", "没有超时的工单，没有重大故障。")
            let _: Bool = try await browser.execute("return window.isTheSamePage=true")
            let reporter = fleet.client(as: "reporter", roles: [.reporter], sites: [.xz])
            let opened = try await reporter.post(
                "/api/tickets/v1/tickets",
                #"{"site":"XZ","kind":"incident","item":"XZ-LED1","title":"大屏黑屏","impact":"system","urgency":"high"}"#)
            #expect(opened.status == 201)
            try await fleet.settle()
            try await phone.sees("西站 大屏黑屏", "重大 1")
            #expect(try await browser.execute("return window.isTheSamePage===true", as: Bool.self))
            try await signOut(phone)
        } catch {
            try? await browser.close()
            await fleet.stop()
            throw error
        }
        try await browser.close()
        await fleet.stop()
    }

    /// The back button must ask the service, which leads to the sign-in page.
    private func signOut(_ phone: Phone) async throws {
        try await phone.open("/office/me")
        try await phone.tap("//main//button[normalize-space()='退出']")
        try await phone.sees("登录", "账号")
        try await phone.browser.back()
        try await phone.browser.back()
        let text = try await phone.text()
        #expect(!text.contains("大屏黑屏"), "the overview is still there: \(text)")
    }
}

extension WebDriver {
    /// The browser's back button.
    func back() async throws { try await post("/back") }
}
