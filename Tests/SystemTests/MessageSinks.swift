import Foundation
import OpsTestSupport
import Synchronization
import Testing

/// The group robot and the mail server outside the fleet, on sockets of their own.
final class MessageSinks: Sendable {
    let robot: RobotSink
    private let mail: MailSink
    private let letters: Letters
    private let serving: Task<Void, Never>

    private final class Letters: Sendable {
        let all = Mutex<[MailSink.Conversation]>([])
    }

    init() throws {
        let (robot, mail, letters) = (try RobotSink(), try MailSink(), Letters())
        (self.robot, self.mail, self.letters) = (robot, mail, letters)
        serving = Task {
            while !Task.isCancelled {
                let conversation = await mail.serve()
                letters.all.withLock { $0.append(conversation) }
            }
        }
    }

    /// What the services must be told to reach them.
    var settings: [String: String] {
        [
            "OPS_NOTIFY_WECOM_URL": robot.url,
            "OPS_NOTIFY_SMTP_URL": "smtp://127.0.0.1:\(mail.port)?security=none",
            "OPS_NOTIFY_MAIL_FROM": "ops@example.cn", "OPS_NOTIFY_MAIL_TO": "duty@example.cn",
        ]
    }

    /// The texts of all mails, decoded.
    var mails: [String] {
        letters.all.withLock { $0 }.compactMap { conversation in
            guard let body = conversation.data.split(separator: "\r\n\r\n", maxSplits: 1).last,
                let bytes = Data(base64Encoded: String(body), options: .ignoreUnknownCharacters)
            else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The robot and the mailbox have heard of `ticket`, in words people can use.
    func expect(_ ticket: String, _ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let posts = robot.heard.map(\.content).filter { $0.contains(ticket) }
        #expect(posts.contains { $0.contains(words) }, "\(robot.heard.count) posts", sourceLocation: sourceLocation)
        #expect(
            mails.contains { $0.contains(ticket) && $0.contains(words) }, "\(mails)", sourceLocation: sourceLocation)
    }

    func close() async {
        serving.cancel()
        mail.stop()
        await serving.value
        await robot.close()
    }
}
