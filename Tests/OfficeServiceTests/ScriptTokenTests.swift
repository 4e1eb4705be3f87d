import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// The admin route behind `ops token`.
struct ScriptTokenTests {
    private func ask(_ fleet: TestFleet, _ body: String) async throws -> (status: Int, text: String) {
        let answer = try await fleet.fleet.askAdmin(
            IncomingRequest(
                method: "POST", target: "/admin/token",
                headers: ["Content-Type": "application/json", "Accept-Language": "en"], body: Data(body.utf8)))
        return (answer.status, String(decoding: answer.bytes, as: UTF8.self))
    }

    private struct Claims: Decodable {
        var sub: String
        var roles: [Role]
        var iat: Int64
        var exp: Int64
    }

    @Test(
        arguments: [(#"{"account":"finance"}"#, 12), (#"{"account":"finance","hours":744}"#, 744)] as [(String, Int64)])
    func `a token names the account and holds its hours`(_ body: String, _ hours: Int64) async throws {
        try await withOffice { fleet in
            let answer = try await ask(fleet, body)
            struct Answer: Decodable { var token: String }
            let token = try ContractCoding.decode(Answer.self, from: Data(answer.text.utf8)).token
            let middle = try #require(token.split(separator: ".").dropFirst().first)
            let padded =
                String(middle).replacing("-", with: "+").replacing("_", with: "/")
                + String(repeating: "=", count: (4 - middle.count % 4) % 4)
            let bytes = try #require(Data(base64Encoded: padded))
            let claims = try ContractCoding.decode(Claims.self, from: bytes)
            #expect(claims.sub == "finance" && claims.roles == [.finance])
            #expect(claims.exp - claims.iat == hours * 3_600)
        }
    }

    @Test(arguments: [
        (#"{"account":"nobody"}"#, 404, "There is no account nobody"),
        (#"{"account":"a b"}"#, 404, "There is no account a b"),
        (#"{"account":"office","hours":745}"#, 422, "1 to 744 hours, not 745"),
        (#"{"account":"office","hours":0}"#, 422, "1 to 744 hours, not 0"),
        (#"{"account":"expert"}"#, 409, "The account expert is closed"),
    ])
    func `what cannot be had is refused with a sentence`(_ body: String, _ status: Int, _ words: String) async throws {
        try await withOffice { fleet in
            let admin = fleet.client(as: "admin", roles: [.admin])
            let closed = try await admin.post("/api/office/v1/accounts/expert/close")
            #expect(closed.status == 200)
            let answer = try await ask(fleet, body)
            #expect(answer.status == status)
            #expect(answer.text.contains(words))
        }
    }

    @Test func `people cannot ask for one over the port`() async throws {
        try await withOffice { fleet in
            let admin = fleet.client(as: "admin", roles: [.admin])
            let answer = try await admin.post("/admin/token", #"{"account":"office"}"#)
            #expect(answer.status == 404)
        }
    }
}
