import AssessmentsDomain
import AssessmentsService
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer
import OpsTestSupport
import Testing

@Suite struct StaffTests {
    private func items(_ answer: HTTPClient.Answer) throws -> [[String: Any]] {
        try answer.json()["items"] as? [[String: Any]] ?? []
    }

    @Test func `start-up sets up fourteen posts, the rules and two weeks of duty, once`() async throws {
        let fleet = try await SheetJourneyTests.start()
        let office = fleet.client(as: "office", roles: [.office])
        let posts = try items(try await office.get("/api/assessments/v1/posts"))
        #expect(posts.count == 14)
        #expect(posts.allSatisfy { $0["account"] != nil })
        let duty = try items(try await office.get("/api/assessments/v1/duty?from=2026-03-06&to=2026-03-06"))
        #expect(duty.count == 18)
        #expect(duty.allSatisfy { $0["agreed"] as? Bool == true })
        #expect(try await office.get("/api/assessments/v1/rules").json()["version"] as? Int == 1)
        let store = try fleet.store(.assessments)
        let head = await store.head().seq
        try await AssessmentsStartUp.load(store, now: fleet.clock.now())
        #expect(await store.head().seq == head)
        await fleet.stop()
    }

    @Test func `a person leaves a post and another takes it`() async throws {
        let fleet = try await SheetJourneyTests.start()
        let supplier = fleet.client(as: "supplier", roles: [.supplier])
        let post = "/api/assessments/v1/posts/NZ-2"
        let fill = #"{"account":"liu.fang","name":"刘芳","from":"2026-03-09"}"#
        #expect(try await supplier.post(post + "/fill", fill).status == 409)
        let vacate = #"{"until":"2026-03-06","reason":"站区要求更换"}"#
        #expect(try await supplier.post(post + "/vacate", vacate).status == 200)
        #expect(try await supplier.post(post + "/fill", fill).json()["name"] as? String == "刘芳")
        #expect(try await supplier.post("/api/assessments/v1/posts/NZ-9/fill", fill).status == 404)
        let foreign = fleet.client(as: "x", roles: [.supplier], sites: [.xz])
        #expect(try await foreign.post(post + "/vacate", vacate).status == 404)
        await fleet.stop()
    }

    @Test func `duty binds when the other side agrees`() async throws {
        let fleet = try await SheetJourneyTests.start()
        let supplier = fleet.client(as: "supplier", roles: [.supplier])
        let lead = fleet.client(as: "xz-lead", roles: [.siteLead], sites: [.xz])
        let proposal = #"{"site":"XZ","day":"2026-05-01","shift":"night","post":"XZ-2","account":"xz-2"}"#
        #expect(try await supplier.post("/api/assessments/v1/duty", proposal).status == 200)
        let agree = "/api/assessments/v1/duty/XZ/2026-05-01/night/agree"
        #expect(try await supplier.post(agree).status == 409)
        let agreed = try await lead.post(agree).json()["agreed"] as? [String: Any]
        #expect(agreed?["agreedBySite"] as? String == "xz-lead")
        #expect(agreed?["agreedBySupplier"] as? String == "supplier")
        await fleet.stop()
    }
}
