import NotifyDomain
import OpsContracts
import OpsDomain
import OpsMessaging

/// A channel as lists, its page and the API show it: no address, no secret.
struct ChannelView: Codable, Sendable, Equatable {
    var channel: ChannelID
    var kind: ChannelKind
    var name: String
    var sites: [SiteCode]
    var quiet: QuietHours?
    var disabled: String?
    /// Host and port alone; absent where there is none.
    var address: String?
    var breaker: Breaker.State
    var failures: Int
    var openUntil: Timestamp?
    var pausedUntil: Timestamp?
    /// Messages that wait, counted to 1000.
    var waiting: Int
    var deliveredAt: Timestamp?
    var failedAt: Timestamp?
    var failure: String?
    var version: Int64

    init(_ row: ChannelRow, _ db: ReadDatabase, at now: Timestamp) throws {
        let state = try db.state(of: row)
        (channel, kind, name, sites, quiet) = (row.channel, row.kind, row.name, row.sites, row.quiet)
        (disabled, version) = (row.disabled, row.version)
        address = try db.address(of: row)?.masked(row.kind)
        breaker = state.breaker.state(at: now)
        failures = state.breaker.failures
        openUntil = state.breaker.openUntil
        pausedUntil = state.pausedUntil.flatMap { $0 > now ? $0 : nil }
        waiting = try db.waiting(row.channel)
        (deliveredAt, failedAt, failure) = (state.deliveredAt, state.failedAt, state.failure)
    }
}
