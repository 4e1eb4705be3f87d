import Foundation
import OpsContracts
import OpsMessaging
import OpsServer
import Testing

/// What is on the disk, when, and for how long.
@Suite struct PhotoKeepingTests {
    @Test func `a picture the disk did not take can be named by no fact`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        let picture = PhotoTests.jpeg("lost")
        let digest = try bench.digest(picture)
        // The claim is written, then the disk fails: as after a crash between the two.
        try Data("in the way".utf8).write(to: URL(filePath: bench.folder.path))
        #expect(await bench.put(PhotoTests.path(digest), picture).status == 500)
        #expect(try await bench.act(ticket, "note", ["text": "x", "photos": [digest]]).status == 422)
        try FileManager.default.removeItem(atPath: bench.folder.path)
        #expect(try await bench.act(ticket, "note", ["text": "x", "photos": [digest]]).status == 422)
        #expect(await bench.put(PhotoTests.path(digest), picture).status == 204)
        #expect(try await bench.act(ticket, "note", ["text": "x", "photos": [digest]]).status == 200)
        #expect(bench.folder.read(digest) == picture)
    }

    @Test func `whenever a fact that names a picture is seen, the picture is on the disk`() async throws {
        let bench = try Bench()
        let store = try bench.store
        let changes = store.changes()
        let folder = bench.folder
        let watcher = Task {
            var seen = 0
            for await change in changes where change.fact.type == TicketOpened.type {
                let digests = try change.fact.decode(TicketOpened.self).photos ?? []
                #expect(digests.allSatisfy { folder.has($0) })
                seen += digests.count
                if seen == 20 { return }
            }
        }
        for number in 1...20 {
            let sent = await bench.submit(
                "/tickets/report", [("site", "XZ"), ("title", "坏了\(number)")], photos: [PhotoTests.jpeg("\(number)")],
                as: nil)
            #expect(sent.status == 303)
        }
        try await watcher.value
    }

    @Test func `what nothing names goes after a day, what something names stays`() async throws {
        let bench = try Bench()
        let ticket = try await bench.openFault()
        try await bench.act(ticket, "accept")
        let (named, loose) = (PhotoTests.jpeg("named"), PhotoTests.jpeg("loose"))
        for picture in [named, loose] { await bench.put(PhotoTests.path(try bench.digest(picture)), picture) }
        try await bench.act(ticket, "note", ["text": "x", "photos": [try bench.digest(named)]])
        try await bench.pass(to: "2026-02-14 15:40")
        #expect(bench.folder.digests().count == 2)
        try await bench.pass(to: "2026-02-14 15:51")
        #expect(bench.folder.digests() == [try bench.digest(named)])
        let late = try await bench.act(ticket, "note", ["text": "y", "photos": [try bench.digest(loose)]])
        #expect(late.status == 422)
        await bench.put(PhotoTests.path(try bench.digest(loose)), loose)
        #expect(try await bench.act(ticket, "note", ["text": "y", "photos": [try bench.digest(loose)]]).status == 200)
        try await bench.pass(to: "2026-02-16 15:51")
        #expect(bench.folder.digests().count == 2)
    }

    @Test func `one account fills no disk`() async throws {
        let bench = try Bench()
        var statuses: [Int] = []
        for number in 1...27 {
            let picture = PhotoTests.jpeg("\(number)", bytes: 10 << 20 - 100)
            statuses.append(await bench.put(PhotoTests.path(try bench.digest(picture)), picture).status)
        }
        #expect(statuses.prefix(25).allSatisfy { $0 == 204 })
        #expect(statuses.last == 409)
        let small = PhotoTests.jpeg("another's")
        #expect(await bench.put(PhotoTests.path(try bench.digest(small)), small, as: .lead).status == 204)
    }

    @Test func `a file that went missing is said in words, and verification names it`() async throws {
        let bench = try Bench()
        let sent = await bench.submit(
            "/tickets/report", [("site", "XZ"), ("title", "屏幕全黑")], photos: [PhotoTests.jpeg("gone")], as: nil)
        let own = try #require(sent.response.headers["Location"])
        let digest = try bench.digest(PhotoTests.jpeg("gone"))
        let verify = IncomingRequest(method: "GET", target: "/admin/verify")
        let before = Answer(response: try await bench.fleet.askAdmin(verify))
        #expect(before["0", "missingFiles"] as? [String] == [])
        try FileManager.default.removeItem(atPath: bench.folder.path)
        let page = await bench.get("/tickets/XZ-20260213-0001", accept: "text/html")
        #expect(page.text.contains("照片已不在"))
        #expect(!page.text.contains("<img"))
        #expect(await bench.get(own, as: nil, accept: "text/html").text.contains("照片已不在"))
        #expect(await bench.get(PhotoTests.path(digest)).status == 404)
        let after = Answer(response: try await bench.fleet.askAdmin(verify))
        #expect(after["0", "missingFiles"] as? [String] == [digest])
    }

    @Test func `a backup holds the pictures of its facts`() async throws {
        let bench = try Bench()
        await bench.submit(
            "/tickets/report", [("site", "XZ"), ("title", "屏幕全黑")], photos: [PhotoTests.jpeg("backed up")], as: nil)
        let target = bench.dataDirectory + "/backup"
        let body = Data(#"{"directory":"\#(target)"}"#.utf8)
        let answer = Answer(
            response: try await bench.fleet.askAdmin(
                IncomingRequest(
                    method: "POST", target: "/admin/backup", headers: ["Content-Type": "application/json"], body: body))
        )
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer["files", "tickets"] as? Int == 1)
        let copy = BlobFolder(path: target + "/tickets-files")
        #expect(copy.read(try bench.digest(PhotoTests.jpeg("backed up"))) == PhotoTests.jpeg("backed up"))
    }
}
