import Foundation
import OpsServer
import OpsTestSupport
import Testing

@Suite struct SMTPClientTests {
    private func mail(_ subject: String = "超时", _ text: String = "西站大屏\n.\n到场超时 8分钟") throws -> MailMessage {
        MailMessage(
            from: try #require(MailMessage.Address("ops@example.cn", name: "站区运维")),
            to: [
                try #require(MailMessage.Address("a@example.cn")),
                try #require(MailMessage.Address("b@example.cn", name: "乙")),
            ],
            subject: subject, text: text, id: "delivery-7", sentAt: 1_770_971_469)
    }

    private func send(refusal: String? = nil, user: String? = nil) async throws -> MailSink.Conversation {
        let sink = try MailSink(refusal: refusal)
        async let conversation = sink.serve()
        let server = SMTPClient.Server(
            host: "127.0.0.1", port: Int(sink.port), security: .none, user: user, password: "geheim")
        let sent: Result<Void, any Error>
        do { sent = .success(try await SMTPClient(server).send(mail())) } catch { sent = .failure(error) }
        let heard = await conversation
        try sent.get()
        return heard
    }

    @Test func `a mail arrives for all recipients, line by line as written`() async throws {
        let heard = try await send()
        #expect(heard.lines.contains { $0.hasPrefix("MAIL FROM:<ops@example.cn>") })
        #expect(
            heard.lines.filter { $0.hasPrefix("RCPT TO:") } == ["RCPT TO:<a@example.cn>", "RCPT TO:<b@example.cn>"])
        #expect(heard.data == String(decoding: try mail().encoded, as: UTF8.self))
        let body = try #require(heard.data.components(separatedBy: "\r\n\r\n").last)
        let text = try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters))
        #expect(String(decoding: text, as: UTF8.self) == "西站大屏\r\n.\r\n到场超时 8分钟")
    }

    @Test func `a user signs in before sending`() async throws {
        let heard = try await send(user: "ops")
        #expect(heard.lines.contains(Data("\0ops\0geheim".utf8).base64EncodedString()))
    }

    @Test func `a refusal says its code and that nothing was taken`() async throws {
        let error = await #expect(throws: OutboundError.self) { try await send(refusal: "550 no such mailbox") }
        guard case .refused(let code, _) = error else {
            Issue.record("not a refusal: \(String(describing: error))")
            return
        }
        #expect(code == 550)
        #expect(error?.mayHaveBeenReceived == false)
    }

    @Test func `a connection that ends after the data leaves the outcome unknown`() async throws {
        let error = await #expect(throws: OutboundError.self) { try await send(refusal: "DATA then gone") }
        #expect(error?.mayHaveBeenReceived == true)
    }

    @Test func `a server that is not there has taken nothing, and one without encryption gets nothing`() async throws {
        let nowhere = SMTPClient(SMTPClient.Server(host: "127.0.0.1", port: 1, security: .none))
        let absent = await #expect(throws: OutboundError.self) { try await nowhere.send(mail()) }
        #expect(absent?.mayHaveBeenReceived == false)
        let sink = try MailSink()
        async let conversation = sink.serve()
        let careful = SMTPClient(SMTPClient.Server(host: "127.0.0.1", port: Int(sink.port), security: .startTLS))
        let plain = await #expect(throws: OutboundError.self) { try await careful.send(mail()) }
        #expect(plain?.mayHaveBeenReceived == false)
        #expect(await conversation.lines.allSatisfy { !$0.hasPrefix("MAIL") })
    }

    @Test func `the head is pure ASCII in short lines and its id is stable`() throws {
        let long = String(repeating: "西站指挥中心大屏黑屏，", count: 20) + "\r\nBcc: boese@example"
        let message = try mail(long)
        let text = String(decoding: message.encoded, as: UTF8.self)
        let head = try #require(text.components(separatedBy: "\r\n\r\n").first)
        #expect(text.utf8.allSatisfy { $0 < 128 })
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        #expect(!head.contains("\r\nBcc:"))
        #expect(head.contains("Date: Fri, 13 Feb 2026 08:31:09 +0000\r\n"))
        let id = message.messageID
        #expect(try mail("anders").messageID == id)
        #expect(head.contains("Message-ID: \(id)\r\n"))
    }

    @Test(arguments: ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b>\r\nRCPT TO:<x@y", "王@example.cn", "<a@b>", "a,b@c"])
    func `what is no mailbox is no address`(mailbox: String) {
        #expect(MailMessage.Address(mailbox) == nil)
    }
}
