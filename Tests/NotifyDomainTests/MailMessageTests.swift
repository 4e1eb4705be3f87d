import Foundation
import NotifyDomain
import Testing

@Suite struct MailMessageTests {
    private func mail(to: [String] = ["lead@example.com"], subject: String = "【二级】工单超时", text: String = "第一行\n第二行")
        -> MailMessage
    {
        MailMessage(
            from: "ops@example.com", to: to, subject: subject, text: text, id: "d-1@ops.example.com",
            date: Date(timeIntervalSince1970: 1_770_969_600))
    }

    @Test func `a mail is plain ASCII in lines that every server takes`() throws {
        let wire = try #require(mail(text: String(repeating: "很长的一段中文。", count: 500)).wire)
        let lines = String(decoding: wire, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(wire.allSatisfy { $0 < 128 })
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.contains("\n") })
    }

    @Test func `subject and text come out as they went in`() throws {
        let long = String(repeating: "指挥中心大屏黑屏", count: 12)
        let wire = String(decoding: try #require(mail(subject: long).wire), as: UTF8.self)
        let words = wire.components(separatedBy: "=?utf-8?B?").dropFirst().compactMap {
            $0.components(separatedBy: "?=").first
        }
        #expect(
            words.compactMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) }.joined() == long)
        let body = try #require(wire.components(separatedBy: "\r\n\r\n").last)
        let text = try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters))
        #expect(String(decoding: text, as: UTF8.self) == "第一行\r\n第二行")
    }

    @Test func `the date is the stations' and the id stays`() throws {
        let wire = String(decoding: try #require(mail().wire), as: UTF8.self)
        #expect(wire.contains("Date: Fri, 13 Feb 2026 16:00:00 +0800\r\n"))
        #expect(wire.contains("Message-ID: <d-1@ops.example.com>\r\n"))
    }

    @Test(arguments: ["", "a", "a@b@c", "a@b\r\nBcc: x@y", "a b@c", "<a@b>", "a@b,c@d", "中@b"])
    func `an address that could smuggle something in makes no mail`(address: String) {
        #expect(mail(to: [address]).wire == nil)
    }

    @Test func `a subject cannot begin a header`() throws {
        let wire = String(decoding: try #require(mail(subject: "a\r\nBcc: x@y").wire), as: UTF8.self)
        #expect(!wire.contains("Bcc"))
    }
}
