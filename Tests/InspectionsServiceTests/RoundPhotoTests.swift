import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// A picture of a reading: with each answer, or with the whole checklist.
@Suite struct RoundPhotoTests {
    static let round = InspectionPageTests.round
    static let picture = Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data("thermometer".utf8)
    /// As `sha256sum` says.
    static let digest = "d378b6cf0055908709f98a00638539e5ef2bce2fda7c772724d88e7324efdd34"
    static let rest = InspectionPageTests.looks + InspectionPageTests.numbers + [("value.TEMP", "23")]

    private func form(_ fields: [(String, String)], files: [(String, Data)]) -> Data {
        var body = Data()
        for (name, value) in fields + [("_key", UUID().uuidString)] {
            body += Data("--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for (name, file) in files {
            body += Data("--b\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"a\"\r\n\r\n".utf8)
            body += file + Data("\r\n".utf8)
        }
        return body + Data("--b--\r\n".utf8)
    }

    static let multipart: Headers = ["Content-Type": "multipart/form-data; boundary=b", "Accept": "text/html"]

    @Test func `without script the checklist carries the picture, and readers of the site see it`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        let sent = try await fixture.engineer.send(
            .post, Self.round + "/complete", headers: Self.multipart,
            body: form(Self.rest, files: [("photo.TEMP", Self.picture), ("photo.RH", Data())]))
        #expect(sent.status == 303, "\(sent.text)")
        let readings = try await fixture.engineer.get("/api/inspections/v1/rounds/QH-ROOM-D-20260213").json()[
            "readings"]
        let photos = (readings as? [[String: Any]] ?? []).compactMap { $0["photo"] as? String }
        #expect(photos == [Self.digest])
        let address = "/inspections/blobs/\(Self.digest)"
        #expect(try await fixture.lead.get(Self.round, accept: "text/html").text.contains("<img src=\"\(address)"))
        #expect(try await fixture.lead.get(address).body == Self.picture)
        let foreign = fixture.fleet.client(as: "xz-1", roles: [.engineer], sites: [.xz])
        #expect(try await foreign.get(address).status == 404)
        #expect(try await fixture.fleet.anybody.get(address).status == 401)
        await fixture.fleet.stop()
    }

    @Test func `an answer keeps its picture until another hands the round in`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        let address = "/inspections/blobs/\(Self.digest)"
        let answer = [("answer", "TEMP"), ("value.TEMP", "23"), ("photos.TEMP", Self.digest)]
        let early = try await fixture.engineer.submit(Self.round + "/answers", answer)
        #expect(early.status == 422, "\(early.text)")
        #expect(try await fixture.engineer.send(.put, address, body: Self.picture).status == 204)
        #expect(try await fixture.engineer.submit(Self.round + "/answers", answer).status == 204)
        // A second person of the site sees it in the draft and hands the whole in.
        #expect(try await fixture.lead.get(address).status == 200)
        try await fixture.fleet.advance(by: 60_000)
        let page = try await fixture.lead.get(Self.round, accept: "text/html").text
        #expect(page.contains("name=\"photos.TEMP\" value=\"\(Self.digest)\" checked"))
        let done = try await fixture.lead.submit(Self.round + "/complete", Self.rest + [("photos.TEMP", Self.digest)])
        #expect(done.status == 303, "\(done.text)")
        #expect(try await fixture.status("QH-ROOM-D-20260213") == "completed")
        await fixture.fleet.stop()
    }

    @Test func `a picture that nobody uploaded is refused at its item, by form and by API`() async throws {
        let fixture = try await InspectionsFixture(hour: 9)
        try await fixture.begin()
        let form = try await fixture.engineer.submit(
            Self.round + "/complete", Self.rest + [("photos.TEMP", Self.digest)])
        #expect(form.status == 422)
        #expect(form.text.contains("照片没有传上"))
        let path = "/api/inspections/v1/rounds/QH-ROOM-D-20260213/complete"
        let api = try await fixture.engineer.post(
            path, #"{"readings":[{"code":"TEMP","outcome":"normal","value":"23","photo":"\#(Self.digest)"}]}"#)
        #expect(api.status == 422)
        #expect(try api.json()["field"] as? String == "TEMP")
        let text = try await fixture.engineer.send(
            .post, Self.round + "/complete", headers: Self.multipart,
            body: self.form(Self.rest, files: [("photo.TEMP", Data("%PDF-1.7".utf8))]))
        #expect(text.status == 422)
        #expect(text.text.contains("照片应为JPEG、PNG或WebP"))
        #expect(text.text.contains("36.5"))
        #expect(try await fixture.status("QH-ROOM-D-20260213") == "planned")
        await fixture.fleet.stop()
    }
}
