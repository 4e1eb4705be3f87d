public import Foundation
public import OpsContracts
public import OpsDomain

/// A way to reach people. Address and secret are sealed beside its facts.
public struct Channel: Codable, Equatable, Sendable {
    public var configured: ChannelConfigured
    public var disabled: String?
}

public enum ChannelCommand: Equatable, Sendable {
    /// - Parameter newSecret: an address or secret comes with it, to be sealed; without one the old stays.
    case configure(ChannelConfigured, newSecret: Bool)
    case enable
    case disable(reason: String)
}

public enum ChannelEvent: DomainEvent {
    case configured(ChannelConfigured)
    case enabled(ChannelEnabled)
    case disabled(ChannelDisabled)

    public var fact: any FactContract {
        switch self {
        case .configured(let fact): fact
        case .enabled(let fact): fact
        case .disabled(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case ChannelConfigured.type: self = .configured(try ContractCoding.decode(ChannelConfigured.self, from: data))
        case ChannelEnabled.type: self = .enabled(try ContractCoding.decode(ChannelEnabled.self, from: data))
        case ChannelDisabled.type: self = .disabled(try ContractCoding.decode(ChannelDisabled.self, from: data))
        default: return nil
        }
    }
}

extension Channel: Decider {
    public typealias State = Channel
    public typealias Command = ChannelCommand
    public typealias Event = ChannelEvent

    public static let kind = "channel"
    public static let shape = 1

    public static func decide(
        _ command: ChannelCommand, _ channel: Channel?, at now: Timestamp
    ) throws(Rejection) -> [ChannelEvent] {
        switch command {
        case .configure(let fact, let newSecret):
            try check(fact)
            guard channel != nil || newSecret else {
                throw .invalid("address", zh: "填写通道的地址。", en: "A new channel needs its address.")
            }
            if let channel, channel.configured.kind != fact.kind {
                throw .invalid("kind", zh: "通道的类型不能改，请另建通道。", en: "A channel keeps its kind.")
            }
            return channel?.configured == fact && !newSecret ? [] : [.configured(fact)]
        case .enable:
            guard let channel else { throw noSuchChannel }
            return channel.disabled == nil ? [] : [.enabled(ChannelEnabled(channel: channel.configured.channel))]
        case .disable(let reason):
            guard let channel else { throw noSuchChannel }
            guard !reason.isEmpty else { throw .invalid("reason", zh: "写明停用的原因。", en: "Say why.") }
            guard channel.disabled == nil else { return [] }
            return [.disabled(ChannelDisabled(channel: channel.configured.channel, reason: reason))]
        }
    }

    public static func evolve(_ channel: Channel?, _ event: ChannelEvent) -> Channel {
        switch event {
        case .configured(let fact): return Channel(configured: fact, disabled: channel?.disabled)
        case .enabled(let fact):
            var channel = channel ?? Channel(unknown: fact.channel)
            channel.disabled = nil
            return channel
        case .disabled(let fact):
            var channel = channel ?? Channel(unknown: fact.channel)
            channel.disabled = fact.reason
            return channel
        }
    }

    private init(unknown id: ChannelID) {
        self.init(
            configured: ChannelConfigured(channel: id, kind: .webhook, name: id.rawValue, sites: []), disabled: nil)
    }

    private static func check(_ fact: ChannelConfigured) throws(Rejection) {
        guard ChannelKind.all.contains(fact.kind) else {
            throw .invalid("kind", zh: "没有“\(fact.kind)”这种通道。", en: "No such kind of channel.")
        }
        guard (1...20).contains(fact.name.count) else {
            throw .invalid("name", zh: "名称应为1到20个字，现在是\(fact.name.count)个。", en: "A name has 1 to 20 characters.")
        }
        if let quiet = fact.quiet, quiet.minutes == nil {
            throw .invalid("quiet", zh: "免打扰时段应如22:00和07:00。", en: "Quiet hours are two times of day.")
        }
    }

    private static var noSuchChannel: Rejection {
        Rejection(.missing, "not-found", zh: "没有找到这个通道，或你的账号不能查看。", en: "No such channel, or not yours to see.")
    }
}
