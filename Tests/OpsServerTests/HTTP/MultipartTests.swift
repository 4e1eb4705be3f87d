import Foundation
import OpsContracts
import OpsServer
import OpsTestSupport
import Testing

/// Forms with files, as browsers send them and as nobody should.
@Suite struct MultipartTests {
    /// Answers what it understood: fields, then files with their sizes.
    static let routes = [
        Route(.post, "/tickets/report", .anyone, bodyLimit: 1 << 20, needsKey: true) { request in
            let fields = try request.form().without(["_key"]).encoded
            let files = request.uploads.map { "\($0.name)=\($0.data.count)" }.joined(separator: ",")
            return .text(fields + "|" + files)
        }
    ]

    private func send(_ body: Data, type: String = "multipart/form-data; boundary=xYz") async throws -> Response {
        let edge = try Edge([ServiceRoutes(.tickets, Self.routes)])
        return await edge.respond(
            to: IncomingRequest(
                method: "POST", target: "/tickets/report", headers: ["Content-Type": type, "Idempotency-Key": "k"],
                body: body))
    }

    private func text(_ response: Response) -> String { String(decoding: response.bytes, as: UTF8.self) }

    static func part(_ name: String, _ content: Data, file: String? = nil, boundary: String = "xYz") -> Data {
        let disposition =
            "Content-Disposition: form-data; name=\"\(name)\"" + (file.map { "; filename=\"\($0)\"" } ?? "")
        return Data("--\(boundary)\r\n\(disposition)\r\nContent-Type: x/y\r\n\r\n".utf8) + content + Data("\r\n".utf8)
    }

    static let end = Data("--xYz--\r\n".utf8)

    @Test func `fields and files arrive byte by byte, whatever stands in them`() async throws {
        let picture = Data([0xFF, 0xD8]) + Data("--xYz\r\n--xY2\r\r\n\r\n--".utf8) + Data([0, 1, 2])
        let body =
            Self.part("title", Data("屏幕 全黑\r\n第二行".utf8)) + Self.part("photo", picture, file: "a;name=\"b.jpg")
            + Self.part("photo", Data(), file: "") + Self.part("empty", Data()) + Self.end
        let answer = try await send(body, type: "multipart/form-data; charset=utf-8; boundary=\"xYz\"")
        #expect(answer.status == 200)
        #expect(text(answer).removingPercentEncoding == "title=屏幕 全黑\r\n第二行&empty=|photo=\(picture.count),photo=0")
    }

    @Test func `a prologue and an epilogue are not looked at`() async throws {
        let answer = try await send(
            Data("hello\r\n".utf8) + Self.part("a", Data("1".utf8)) + Self.end + Data("bye".utf8))
        #expect(text(answer) == "a=1|")
    }

    static let part0 = part("a", Data("1".utf8))
    static let hostile: [(String, Data)] = [
        ("nothing", Data()), ("no boundary", Data("a=1&b=2".utf8)), ("no end", part0),
        ("end cut off", part0 + Data("--xYz-".utf8)), ("no head", Data("--xYz\r\n\r\nx\r\n--xYz--\r\n".utf8)),
        ("no gap after the head", Data("--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n--xYz--\r\n".utf8)),
        ("no name", Data("--xYz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xYz--\r\n".utf8)),
        ("empty name", part("", Data("x".utf8)) + end),
        (
            "two names",
            Data("--xYz\r\nContent-Disposition: form-data; name=\"a\"; name=\"_token\"\r\n\r\nx\r\n--xYz--\r\n".utf8)
        ),
        (
            "two dispositions",
            Data(
                "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx\r\n--xYz--\r\n"
                    .utf8)
        ),
        ("attachment", Data("--xYz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--xYz--\r\n".utf8)),
        ("not UTF-8", part("a", Data([0xFF, 0xFE])) + end), ("a NUL in a field", part("a", Data([0x61, 0])) + end),
        ("a long head", part(String(repeating: "n", count: 5_000), Data("x".utf8)) + end),
        ("a long field", part("a", Data(repeating: 0x61, count: 257 << 10)) + end),
        ("too many parts", Data((0..<201).flatMap { _ in part0 }) + end),
        ("text after a boundary", Data("--xYzz\r\n".utf8) + part0),
        ("bare line feeds", Data("--xYz\nContent-Disposition: form-data; name=\"a\"\n\n1\n--xYz--\n".utf8)),
    ]

    @Test(arguments: hostile)
    func `what no browser sends is refused and harms nobody`(what: String, body: Data) async throws {
        let answer = try await send(body)
        #expect(answer.status == 400, "\(what): \(text(answer))")
        #expect(text(answer).contains("表单不能读取"))
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a\"b\"",
        "multipart/form-data; boundary=\(String(repeating: "a", count: 71))", "multipart/form-data; boundary=ä",
    ])
    func `a boundary that is none is refused`(type: String) async throws {
        #expect(try await send(Self.part("a", Data("1".utf8)) + Self.end, type: type).status == 400)
    }

    /// A quarter of a million near misses would take a quadratic reader minutes.
    @Test(.timeLimit(.minutes(1)))
    func `a body made of near misses is read in time`() async throws {
        let miss = Data("\r\n--xY".utf8)
        let body = Self.part("photo", Data((0..<150_000).flatMap { _ in miss }), file: "x") + Self.end
        let answer = try await send(body)
        #expect(text(answer) == "|photo=\(150_000 * miss.count)")
    }

    @Test func `one changed byte anywhere never breaks the reader`() async throws {
        let whole = [UInt8](
            Self.part("a", Data("1".utf8)) + Self.part("photo", Data("xyz".utf8), file: "f") + Self.end)
        for place in whole.indices {
            for byte in [0, 0x0A, 0x0D, 0x22, 0x2D, 0xFF] as [UInt8] {
                var broken = whole
                broken[place] = byte
                #expect([200, 400].contains(try await send(Data(broken)).status))
            }
            // The line break behind the last boundary may be missing.
            guard place < whole.count - 2 else { continue }
            #expect(try await send(Data(whole[..<place])).status == 400, "cut at \(place)")
        }
    }

    @Test func `the same form again is the same command, whatever its boundary`() async throws {
        let seen = Seen()
        let route = Route(.post, "/tickets/report", .anyone, needsKey: true) { request in
            await seen.note(request.command)
            return .noContent
        }
        let edge = try Edge([ServiceRoutes(.tickets, [route])])
        for (boundary, picture) in [("one", "x"), ("two", "x"), ("two", "y")] {
            let body =
                Self.part("_key", Data("k1".utf8), boundary: boundary)
                + Self.part("photo", Data(picture.utf8), file: "f", boundary: boundary) + Data("--\(boundary)--".utf8)
            let type = "multipart/form-data; boundary=\(boundary)"
            _ = await edge.respond(
                to: IncomingRequest(
                    method: "POST", target: "/tickets/report", headers: ["Content-Type": type], body: body))
        }
        let keys = await seen.keys
        #expect(keys.count == 3)
        #expect(Set(keys.map(\.id)).count == 1)
        #expect(keys.first == keys.dropFirst().first)
        #expect(keys.first?.fingerprint != keys.last?.fingerprint)
    }

    private actor Seen {
        var keys: [CommandKey] = []
        func note(_ key: CommandKey?) { if let key { keys.append(key) } }
    }
}
