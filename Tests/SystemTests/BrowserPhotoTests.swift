import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// A phone takes pictures: with the script they are made small and uploaded at once, without it the form carries them.
@Suite(.enabled(if: ChromeDriver.isHere, "chromium and chromedriver are not installed"))
struct BrowserPhotoTests {
    @Test(.timeLimit(.minutes(4)))
    func `a phone attaches pictures with and without the script, and they show`() async throws {
        let fleet = try await TestFleet.all()
        let folder = try TemporaryFolder()
        let picture = folder.file("screen.png")
        try SamplePicture.png(width: 2_400, height: 1_800).write(to: URL(filePath: picture))
        let driver = try await ChromeDriver.start(in: folder.path)
        defer { driver.stop() }
        for hasScript in [true, false] {
            let browser = try await WebDriver.open(driver, profile: folder.file("profile-\(hasScript)"))
            if !hasScript { try await browser.block(["*.js"]) }
            let phone = Phone(fleet: fleet, browser: browser)
            let journey = PhotoJourney(fleet: fleet, phone: phone, picture: picture, hasScript: hasScript)
            do {
                try await journey.report()
                try await journey.note()
                try await journey.walk()
                if hasScript { try await journey.loseTheNetwork() }
                if hasScript { try await journey.lookAtTheGallery() }
            } catch {
                try? await browser.close()
                await fleet.stop()
                throw error
            }
            try await browser.close()
        }
        await fleet.stop()
    }
}

private struct PhotoJourney {
    let fleet: TestFleet
    let phone: Phone
    let picture: String
    let hasScript: Bool

    private var name: String { hasScript ? "script" : "plain" }

    /// Not signed in: the picture goes with the form either way, with the script as a small JPEG.
    func report() async throws {
        try await fleet.advance(by: 60_000)
        try await phone.open("/tickets/report")
        try await phone.select("XZ", in: "site")
        try await phone.type("屏幕全黑（\(name)）", in: "title")
        try await phone.give(picture)
        if hasScript { try await phone.sees("随表单上传") }
        try await phone.browser.picture(as: "photo-1-report-\(name)")
        try await phone.submit("报修")
        try await phone.sees("我的报修", "已收到报修")
        try await phone.showsPictures(1)
        try await phone.browser.picture(as: "photo-2-own-page-\(name)")
        let kept = try fleet.pictures(of: .tickets)
        // The original is a PNG of 2400 pixels; what the script sends is a JPEG of at most 500 KB.
        #expect(kept.contains { hasScript ? $0.kind == .jpeg && $0.bytes <= 512_000 : $0.kind == .png })
    }

    func note() async throws {
        try await phone.signIn("xz-1", [.engineer], sites: [.xz])
        let number = "XZ-20260105-000\(hasScript ? 1 : 2)"
        try await phone.open("/tickets/\(number)")
        try await phone.press("受理")
        try await phone.sees("已受理")
        try await phone.showsPictures(1)
        try await phone.type("电源模块烧黑", in: "text")
        try await phone.give(picture)
        if hasScript {
            try await phone.sees("已上传")
            try await phone.browser.picture(as: "photo-3-note-\(name)")
        }
        try await phone.submit("提交")
        try await phone.sees("已记录", "电源模块烧黑")
        try await phone.showsPictures(2)
        try await phone.browser.picture(as: "photo-4-ticket-\(name)")
        try await complainsOfNothing()
    }

    /// One reading has a picture; the rest is answered.
    func walk() async throws {
        let round = "QH-ROOM-D-2026010\(hasScript ? 5 : 6)"
        if !hasScript { try await fleet.advance(to: try OpsSystem.at("2026-01-06 09:00:00")) }
        try await phone.signIn("qh-1", [.engineer], sites: [.qh])
        try await phone.open("/inspections/rounds/\(round)")
        try await phone.press("开始")
        try await phone.sees("正在执行")
        let office = fleet.client(as: "office", roles: [.office])
        let items = try await office.get("/api/inspections/v1/rounds/\(round)").decode(Round.self).items
        for item in items {
            try await phone.choose("normal", of: "outcome.\(item.code)")
            if let value = item.low ?? item.high { try await phone.type(value, in: "value.\(item.code)") }
        }
        let code = try #require(items.first?.code)
        try await phone.give(picture, to: "photo.\(code)")
        if hasScript { try await phone.sees("已上传") }
        try await phone.browser.picture(as: "photo-5-round-\(name)")
        try await phone.submit("提交")
        try await phone.sees("已完成")
        try await phone.showsPictures(1)
        try await phone.browser.picture(as: "photo-6-readings-\(name)")
        try await complainsOfNothing()
    }

    /// The upload fails and fails again; sent with the form, the picture arrives all the same.
    func loseTheNetwork() async throws {
        try await phone.signIn("xz-1", [.engineer], sites: [.xz])
        try await phone.open("/tickets/XZ-20260105-0001")
        try await phone.type("网络断了", in: "text")
        try await phone.browser.block(["*/blobs/*"])
        try await phone.give(picture)
        try await phone.sees("没传上，")
        try await phone.browser.picture(as: "photo-8-not-uploaded")
        try await phone.tap("//main//button[normalize-space()='重试']")
        try await phone.sees("没传上，")
        try await phone.browser.block([])
        try await phone.submit("提交")
        try await phone.sees("已记录", "网络断了")
        try await phone.showsPictures(3)
    }

    func lookAtTheGallery() async throws {
        try await phone.signIn("office", [.office])
        try await phone.open("/office/gallery")
        try await phone.sees("待上传", "上传中 40%", "没传上，", "照片已不在")
        let widths: [Int] = try await phone.browser.execute(
            "const e=document.documentElement;return [e.scrollWidth,e.clientWidth]")
        #expect(widths[0] <= widths[1])
        try await phone.browser.picture(as: "photo-7-gallery")
    }

    private func complainsOfNothing() async throws {
        let complaints = try await phone.browser.complaints()
        // A script that was kept away is what the plain half is about.
        #expect(complaints.filter { hasScript || !$0.contains("ERR_BLOCKED_BY_CLIENT") }.isEmpty)
    }

    private struct Round: Decodable {
        struct Item: Decodable {
            var code: String
            var low: String?
            var high: String?
        }
        var items: [Item]
    }
}

extension Phone {
    /// Picks a picture from the album.
    fileprivate func give(_ path: String, to name: String = "photo") async throws {
        let input = try await browser.find(xpath: "(//main//input[@type='file' and @name='\(name)'])[last()]")
        try await browser.type(path, into: input)
    }

    /// Waits for pictures that really were drawn.
    fileprivate func showsPictures(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let script = """
            const all=Array.from(document.querySelectorAll(".shot img"));
            if(all.length)all[all.length-1].scrollIntoView({block:"center"});
            return all.filter(i=>i.complete&&i.naturalWidth>0&&i.clientWidth<=98&&i.clientHeight<=98).length
            """
        let isThere = try await eventually(within: 10) {
            let shown: Int = try await browser.execute(script)
            return shown == count
        }
        #expect(isThere, "not \(count) pictures on the page", sourceLocation: sourceLocation)
    }
}

extension TestFleet {
    fileprivate func pictures(of service: ServiceName) throws -> [(kind: ImageKind?, bytes: Int)] {
        let folder = try #require(fleet.member(service)?.module.files).folder
        return folder.digests().map { digest in
            let bytes = folder.read(digest) ?? Data()
            return (ImageKind(of: bytes), bytes.count)
        }
    }
}

/// A grey picture with a bright frame, made without an image library: PNG whose data are stored uncompressed.
enum SamplePicture {
    static func png(width: Int, height: Int) -> Data {
        var raw = Data()
        for y in 0..<height {
            raw.append(0)
            raw.append(
                contentsOf: (0..<width).map { x in
                    min(x, y, width - x, height - y) < 120 ? 230 : UInt8(truncatingIfNeeded: (x / 16) ^ (y / 16))
                })
        }
        var head = Data()
        for number in [width, height] { head.append(contentsOf: big(UInt32(number))) }
        head.append(contentsOf: [8, 0, 0, 0, 0])
        return Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + chunk("IHDR", head)
            + chunk("IDAT", stored(raw)) + chunk("IEND", Data())
    }

    private static func big(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }

    private static func chunk(_ name: String, _ content: Data) -> Data {
        let named = Data(name.utf8) + content
        return Data(big(UInt32(content.count))) + named + Data(big(crc(named)))
    }

    /// A zlib stream of stored blocks (RFC 1950, 1951).
    private static func stored(_ raw: Data) -> Data {
        var out = Data([0x78, 0x01])
        var at = 0
        while at < raw.count {
            let size = min(65_535, raw.count - at)
            let (low, high) = (UInt8(size & 255), UInt8(size >> 8))
            out.append(contentsOf: [at + size == raw.count ? 1 : 0, low, high, ~low, ~high])
            out.append(raw[at..<at + size])
            at += size
        }
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in raw {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return out + Data(big(b << 16 | a))
    }

    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
    }

    private static func crc(_ bytes: Data) -> UInt32 {
        ~bytes.reduce(UInt32.max) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 255)] }
    }
}
