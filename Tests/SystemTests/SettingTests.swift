import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// Settings that several services act on, in the whole.
@Suite struct SettingTests {
    private func token(_ fleet: TestFleet) async throws -> String {
        struct Answer: Decodable { var token: String }
        let answer = try await fleet.anybody.post(
            "/api/office/v1/sign-in", #"{"account":"office","password":"\#(demoPassword)"}"#)
        return try ContractCoding.decode(Answer.self, from: answer.body).token
    }

    private func get(_ fleet: TestFleet, _ path: String, token: String) async throws -> Int {
        let address = "http://127.0.0.1:\(fleet.fleet.port)\(path)"
        return try await HTTPClient().send(
            HTTPClient.Call(.get, address, headers: ["Authorization": "Bearer \(token)"])
        ).status
    }

    @Test func `tokens are signed and believed for the audience of the setting`() async throws {
        let settings = ["OPS_AUTH_AUDIENCE": "cell-2", "OPS_AUTH_ISSUER": "head-office"]
        let fleet = try await TestFleet.all(settings: settings, authenticator: nil)
        let token = try await token(fleet)
        let parts = token.split(separator: ".")
        let claims = try #require(Base64Text.decode(String(parts[1])))
        #expect(claims.contains(#""aud":"cell-2""#) && claims.contains(#""iss":"head-office""#))
        for path in ["/api/office/v1/overview", "/api/tickets/v1/tickets"] {
            #expect(try await get(fleet, path, token: token) == 200)
        }
        await fleet.stop()
    }

    @Test(arguments: [
        ("https://ops.example.cn", 303), ("https://ops.example.cn.evil.test", 403), ("http://ops.example.cn", 403),
    ])
    func `a form from the public address is ours, whatever Host the gateway sends`(
        _ origin: String, _ status: Int
    ) async throws {
        let settings = ["OPS_HTTP_PUBLIC_URL": "https://OPS.example.cn:443/start"]
        let fleet = try await TestFleet.all(settings: settings, authenticator: nil)
        let headers: Headers = [
            "Cookie": "\(SessionCookie.name)=\(try await token(fleet))", "Origin": origin, "Accept": "text/html",
            "Content-Type": "application/x-www-form-urlencoded",
        ]
        let answer = try await HTTPClient().send(
            HTTPClient.Call(
                .post, "http://127.0.0.1:\(fleet.fleet.port)/office/me/theme", headers: headers,
                body: Data("theme=dark".utf8)))
        #expect(answer.status == status)
        await fleet.stop()
    }
}

/// What stands between the points of a token.
private enum Base64Text {
    static func decode(_ text: String) -> String? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: padded).map { String(decoding: $0, as: UTF8.self) }
    }
}
