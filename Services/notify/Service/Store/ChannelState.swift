import Foundation
import NotifyDomain
import OpsContracts
import OpsMessaging
import OpsSQLite

/// How a channel fares: a row, so that a restart forgets neither the rate nor a channel that is down.
struct ChannelState: Codable, Sendable, Equatable {
    var limit: RateLimit
    var breaker = Breaker()
    /// The other side asked us to wait.
    var pausedUntil: Timestamp?
    var deliveredAt: Timestamp?
    var failedAt: Timestamp?
    var failure: String?

    init(_ kind: ChannelKind) {
        // A mail server or somebody's own system names no limit; this keeps a storm from becoming one of ours.
        let isRobot = kind == .wecom || kind == .dingtalk
        limit = isRobot ? .wecom : RateLimit(count: 60, window: 60_000)
    }

    func isReady(at now: Timestamp) -> Bool {
        breaker.state(at: now) != .open && (pausedUntil.map { $0 <= now } ?? true) && limit.next(at: now) <= now
    }

    /// The clock was set back: pauses last as long as they were to, from now.
    mutating func setBack(to now: Timestamp) {
        limit.setBack(to: now)
        if let failedAt, failedAt > now {
            breaker.setBack(by: failedAt - now)
            pausedUntil = pausedUntil.map { $0 + -(failedAt - now) }
        }
        (failedAt, deliveredAt) = (failedAt.map { min($0, now) }, deliveredAt.map { min($0, now) })
    }

    /// What an attempt says about the channel; a message that was not to be sent says nothing.
    mutating func note(_ outcome: NotifyDomain.Outcome, at now: Timestamp) {
        switch outcome {
        case .delivered:
            breaker.succeed()
            pausedUntil = nil
            deliveredAt = now
        case .refused(let why), .unknown(let why):
            breaker.fail(at: now)
            (failedAt, failure) = (now, why)
        case .wait(let milliseconds, let why):
            limit.fill(at: now)
            pausedUntil = now + milliseconds
            (failedAt, failure) = (now, why)
        case .channelDead(let why), .permanent(let why): (failedAt, failure) = (now, why)
        }
    }
}

extension ReadDatabase {
    func state(of channel: ChannelRow) throws -> ChannelState {
        let kept = try first("SELECT state FROM channelState WHERE channel = ?", [channel.channel]) { $0.text(0) }
        guard let kept else { return ChannelState(channel.kind) }
        return try ContractCoding.decode(ChannelState.self, from: Data(kept.utf8))
    }
}

extension WriteTransaction {
    func keep(_ state: ChannelState, of channel: ChannelID) throws {
        try run(
            """
            INSERT INTO channelState(channel, state) VALUES (?,?)
            ON CONFLICT(channel) DO UPDATE SET state = excluded.state
            """, [channel, String(decoding: try ContractCoding.encode(state), as: UTF8.self)])
    }
}
