import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// Errors for people look like the console, whoever answers.
@Suite struct ErrorPageTests {
    @Test(arguments: ServiceName.allCases)
    func `a service by itself draws what is not there as a page of the console`(_ service: ServiceName) async throws {
        let fleet = try await TestFleet(allServices.filter { $0.0 == service })
        let path = "/\(service)/nothing/of/this/name/here"
        let stranger = try await fleet.anybody.get(path, accept: "text/html")
        #expect(stranger.status == 404)
        #expect(stranger.text.contains("/\(service)/assets/") && stranger.text.contains("<html lang=\"zh"))
        let member = try await fleet.client(as: "office", roles: [.office]).get(path, accept: "text/html")
        #expect(member.status == 404 && member.text.contains("<nav") && member.text.contains("回到首页"))
        let machine = try await fleet.anybody.get(path)
        #expect(machine.status == 404 && machine.headers["Content-Type"]?.contains("problem+json") == true)
        await fleet.stop()
    }

    @Test func `the program of a service draws them too`() async throws {
        let program = ServiceProgram(
            "assets", [.assets], directory: try TemporaryFolder().path, environment: ["OPS_BUS": "local"])
        try await program.start(at: try OpsSystem.at(OpsSystem.firstMonday))
        let answer = try await HTTPClient().send(
            HTTPClient.Call(
                .get, "http://127.0.0.1:\(program.port)/assets/nothing/of/this/name/here",
                headers: ["Accept": "text/html"]))
        #expect(answer.status == 404)
        #expect(answer.text.contains("/assets/assets/") && answer.text.contains("<html lang=\"zh"))
        #expect(await program.stop() == 0)
    }
}
