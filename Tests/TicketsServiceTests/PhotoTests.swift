import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import Testing

/// Pictures on reports and notes: kept before the fact that names them, seen by whoever may see the ticket.
@Suite struct PhotoTests {
    static func jpeg(_ text: String, bytes: Int = 0) -> Data {
        Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data(text.utf8) + Data(repeating: 7, count: bytes)
    }

    static func path(_ digest: String) -> String { "/tickets/blobs/\(digest)" }

    /// Uploads a picture and returns its digest.
    private func upload(_ picture: Data, to bench: Bench, as who: Who = .engineer) async throws -> String {
        let digest = try bench.digest(picture)
        let answer = await bench.put(Self.path(digest), picture, as: who)
        #expect(answer.status == 204, "\(answer.text)")
        return digest
    }

    @Test func `a picture is uploaded, named by a note, and shown to whoever may see the ticket`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        let picture = Self.jpeg("black screen")
        let digest = try await upload(picture, to: bench)
        #expect(await bench.put(Self.path(digest), picture).status == 204)
        let noted = try await bench.act(ticket, "note", ["text": "黑屏", "photos": [digest]])
        #expect(noted.status == 200, "\(noted.text)")
        #expect(try await bench.facts(WorkNoted.self).first?.photos == [digest])
        for who in [Who.engineer, .lead, .centre] {
            let answer = await bench.get(Self.path(digest), as: who)
            #expect(answer.status == 200)
            #expect(answer.response.bytes == picture)
            #expect(answer.response.headers["Content-Type"] == "image/jpeg")
            #expect(answer.response.headers["X-Content-Type-Options"] == "nosniff")
            #expect(answer.response.headers["Content-Disposition"] == "inline")
            // The right to see it is asked each time.
            #expect(answer.response.headers["Cache-Control"] == "private, no-cache")
        }
        #expect(await bench.get(Self.path(digest), as: .stranger).status == 404)
        #expect(await bench.get(Self.path(digest), as: .reporter).status == 404)
        #expect(await bench.get(Self.path(digest), as: nil).status == 401)
        let page = await bench.get("/tickets/\(ticket)", accept: "text/html")
        #expect(page.text.contains("<img src=\"\(Self.path(digest))/thumbnail\" alt=\"现场照片1，"))
        #expect(page.text.contains("width=\"96\" height=\"96\""))
        #expect(page.text.contains("loading=\"lazy\""))
    }

    @Test func `what nobody has named yet is seen by whoever uploaded it alone`() async throws {
        let bench = try Bench()
        let digest = try await upload(Self.jpeg("draft"), to: bench)
        #expect(await bench.get(Self.path(digest)).status == 200)
        #expect(await bench.get(Self.path(digest), as: .lead).status == 404)
        #expect(await bench.get(Self.path(digest) + "/thumbnail", as: .lead).status == 404)
    }

    @Test func `the small picture stands in for the large one once somebody has made it`() async throws {
        let bench = try Bench()
        let digest = try await upload(Self.jpeg("large", bytes: 30_000), to: bench)
        let thumbnail = Self.path(digest) + "/thumbnail"
        #expect(await bench.get(thumbnail).response.bytes.count > 30_000)
        let small = Self.jpeg("small")
        #expect(await bench.put(thumbnail, small, as: .lead).status == 404)
        #expect(await bench.put(thumbnail, Data("<svg/>".utf8)).status == 422)
        #expect(await bench.put(thumbnail, small).status == 204)
        #expect(await bench.get(thumbnail).response.bytes == small)
        #expect(await bench.get(Self.path(digest)).response.bytes.count > 30_000)
    }

    @Test func `only pictures under their own digest are kept`() async throws {
        let bench = try Bench()
        let picture = Self.jpeg("x")
        let other = try bench.digest(Self.jpeg("y"))
        #expect(await bench.put(Self.path(other), picture).status == 422)
        let script = Data("<script>alert(1)</script>".utf8)
        let refused = await bench.put(Self.path(try bench.digest(script)), script)
        #expect(refused.status == 422)
        #expect(refused.text.contains("照片应为JPEG、PNG或WebP"))
        let huge = Self.jpeg("huge", bytes: 10 << 20)
        #expect(await bench.put(Self.path(try bench.digest(huge)), huge).status == 422)
        #expect(await bench.put("/tickets/blobs/abc", picture).status == 404)
        #expect(await bench.put(Self.path(try bench.digest(picture)), picture, as: .finance).status == 403)
        #expect(await bench.put(Self.path(try bench.digest(picture)), picture, as: nil).status == 401)
        #expect(bench.folder.digests().isEmpty)
    }

    @Test func `a picture that was never uploaded, or by somebody else, cannot be named`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        let never = try await bench.act(
            ticket, "note", ["text": "x", "photos": [String(repeating: "a", count: 64)]])
        #expect(never.status == 422)
        #expect(never["field"] as? String == "photos")
        #expect(never.text.contains("照片没有传上"))
        let foreign = try await upload(Self.jpeg("theirs"), to: bench, as: .stranger)
        #expect(try await bench.act(ticket, "note", ["text": "x", "photos": [foreign]]).status == 422)
        let opened = try await bench.post(
            "/api/tickets/v1/tickets", ["site": "XZ", "title": "坏了", "photos": [foreign]])
        #expect(opened.status == 422)
        #expect(try await bench.facts(WorkNoted.self).isEmpty)
        #expect(await bench.get(Self.path(foreign)).status == 404)
    }

    @Test func `without script a form carries its pictures itself`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        let pictures = [Self.jpeg("one"), Self.jpeg("two"), Data()]
        let noted = await bench.submit("/tickets/\(ticket)/note", [("text", "两张")], photos: pictures)
        #expect(noted.status == 303, "\(noted.text)")
        #expect(try await bench.facts(WorkNoted.self).first?.photos == pictures.prefix(2).map { try bench.digest($0) })
        let opened = await bench.submit(
            "/tickets/new", [("site", "XZ"), ("title", "门坏了")], photos: [Self.jpeg("door")])
        #expect(opened.status == 303, "\(opened.text)")
        #expect(try await bench.facts(TicketOpened.self).last?.photos == [try bench.digest(Self.jpeg("door"))])
    }

    @Test func `a refused form gives its pictures back, and a refused picture gives the words back`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        let picture = Self.jpeg("kept")
        let gap = await bench.submit("/tickets/\(ticket)/note", [("text", "")], photos: [picture])
        #expect(gap.status == 422)
        let box = "<input type=\"checkbox\" name=\"photos\" value=\"\(try bench.digest(picture))\" checked>"
        #expect(gap.text.contains(box), "\(gap.text)")
        let bad = await bench.submit("/tickets/\(ticket)/note", [("text", "写好的话")], photos: [Data("GIF89a".utf8)])
        #expect(bad.status == 422)
        #expect(bad.text.contains("写好的话"))
        #expect(bad.text.contains("照片应为JPEG、PNG或WebP"))
        let again = await bench.submit(
            "/tickets/\(ticket)/note", [("text", "补上"), ("photos", try bench.digest(picture))])
        #expect(again.status == 303, "\(again.text)")
        #expect(try await bench.facts(WorkNoted.self).map(\.photos) == [[try bench.digest(picture)]])
    }

    @Test func `somebody without an account sends a picture and sees the public ones alone`() async throws {
        let bench = try Bench()
        let (own, inner, open) = (Self.jpeg("own"), Self.jpeg("inner"), Self.jpeg("open"))
        let sent = await bench.submit(
            "/tickets/report", [("site", "XZ"), ("title", "屏幕全黑")], photos: [own], as: nil)
        let page = try #require(sent.response.headers["Location"], "\(sent.text)")
        let ticket = "XZ-20260213-0001"
        try await bench.act(ticket, "accept")
        for (picture, isPublic) in [(inner, false), (open, true)] {
            let digest = try await upload(picture, to: bench)
            try await bench.act(ticket, "note", ["text": "看图", "isPublic": isPublic, "photos": [digest]])
        }
        let added = await bench.submit("\(page)/note", [("text", "还有一张")], photos: [Self.jpeg("more")], as: nil)
        #expect(added.status == 303, "\(added.text)")
        let shown = await bench.get(page, as: nil, accept: "text/html").text
        for (picture, status) in [(own, 200), (open, 200), (Self.jpeg("more"), 200), (inner, 404)] {
            let address = "\(page)/photos/\(try bench.digest(picture))"
            #expect(shown.contains(address) == (status == 200))
            #expect(await bench.get(address, as: nil).status == status)
            #expect(await bench.get(address + "/thumbnail", as: nil).status == status)
        }
        let other = "/tickets/s/AAAAAAAAAAAAAAAAAAAAAAAAAA/photos/\(try bench.digest(own))"
        #expect(await bench.get(other, as: nil).status == 404)
        #expect(await bench.submit("/tickets/s/AAAA/note", [("text", "x")], photos: [own], as: nil).status == 404)
    }
}

extension Bench {
    var folder: BlobFolder { BlobFolder(path: dataDirectory + "/tickets-files") }

    /// What a picture is called: asked of the machine's own tool, not of the code under test.
    func digest(_ picture: Data) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/sha256sum")
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        let writer = input.fileHandleForWriting
        Thread {
            try? writer.write(contentsOf: picture); try? writer.close()
        }.start()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(String(decoding: said, as: UTF8.self).prefix(64))
    }
}
