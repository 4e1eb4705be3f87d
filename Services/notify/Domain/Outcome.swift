public import Foundation

/// What one attempt to send came to.
public enum Outcome: Equatable, Sendable {
    case delivered
    /// The other side refused for now; it surely did not take it.
    case refused(String)
    /// The other side wants us to wait before anything more goes out on this channel.
    case wait(milliseconds: Int64, String)
    /// Nobody knows whether it arrived: the connection broke after the request had gone.
    case unknown(String)
    /// This message will never go this way.
    case permanent(String)
    /// No message will: the key is dead. The channel is disabled and somebody is told.
    case channelDead(String)
}

extension Outcome {
    /// Robots answer 200 even on failure: the code in the body decides. An answer that has none leaves us in the dark.
    /// - Parameters:
    ///   - answer: the body, whatever it is.
    ///   - member: where the code stands in it.
    public init(robot answer: Data, _ member: String, _ outcome: (Int) -> Outcome) {
        let object = try? JSONSerialization.jsonObject(with: answer) as? [String: Any]
        self = (object?[member] as? Int).map(outcome) ?? .unknown("答复里没有\(member)")
    }

    /// 企业微信 answers 200 even on failure: the code decides, never the words (requirements §5.1).
    public static func wecom(code: Int) -> Outcome {
        switch code {
        case 0: .delivered
        case -1: .refused("系统繁忙（-1）")
        case 45009: .wait(milliseconds: 60_000, "频率超限（45009）")
        case 45033: .refused("并发超限（45033）")
        case 93000: .channelDead("地址无效或机器人已移出群（93000）")
        case 93004: .channelDead("机器人已停用（93004）")
        case 93008: .channelDead("机器人不在群里（93008）")
        case 40008, 40058, 44004: .permanent("内容不被接受（\(code)）")
        default: .refused("错误码\(code)")
        }
    }

    public static func feishu(code: Int) -> Outcome {
        switch code {
        case 0: .delivered
        case 11232: .wait(milliseconds: 60_000, "频率超限（11232）")
        case 19021: .channelDead("签名或时间不符（19021）")
        case 19022: .channelDead("地址不在白名单（19022）")
        case 19024, 9499: .permanent("内容不被接受（\(code)）")
        default: .refused("错误码\(code)")
        }
    }

    public static func dingtalk(code: Int) -> Outcome {
        switch code {
        case 0: .delivered
        // Beyond 20 a minute the robot is blocked for ten.
        case 130_101: .wait(milliseconds: 600_000, "频率超限（130101）")
        case 310_000: .channelDead("签名、时间或关键词不符（310000）")
        default: .refused("错误码\(code)")
        }
    }

    /// An answer in HTTP's own words: our webhook, or anything that is not 200 in front of a bot.
    public static func http(status: Int) -> Outcome {
        switch status {
        case 200...299: .delivered
        case 408, 425, 500...599: .refused("HTTP \(status)")
        case 429: .wait(milliseconds: 60_000, "频率超限（HTTP 429）")
        case 410: .channelDead("地址已停用（HTTP 410）")
        default: .permanent("不被接受（HTTP \(status)）")
        }
    }

    /// SMTP reply codes (RFC 5321 §4.2.1): 4yz try again, 5yz never.
    public static func smtp(reply: Int) -> Outcome {
        switch reply {
        case 200...299: .delivered
        case 400...499: .refused("邮件服务器答复\(reply)")
        case 535: .channelDead("邮箱账号或密码不对（535）")
        default: .permanent("邮件服务器拒收（\(reply)）")
        }
    }
}
