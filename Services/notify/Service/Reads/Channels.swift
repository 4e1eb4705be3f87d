import OpsContracts
import OpsMessaging
import OpsSQLite

/// Every channel as it is configured now.
struct Channels: ReadModel {
    let name = "channels"
    let shape = 1
    let tables = ["channel"]
    let schema = """
        CREATE TABLE {channel}(
          channel TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, sites TEXT NOT NULL, quietFrom TEXT,
          quietTo TEXT, disabled TEXT, sealedSeq INTEGER, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [
        ChannelConfigured.type.family, ChannelEnabled.type.family, ChannelDisabled.type.family,
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case ChannelConfigured.type.family: try configure(fact, db)
        case ChannelEnabled.type.family:
            let channel = try fact.decode(ChannelEnabled.self).channel
            try db.run(
                "UPDATE {channel} SET disabled = NULL, version = ? WHERE channel = ?", [fact.version, channel])
        default:
            let disabled = try fact.decode(ChannelDisabled.self)
            try db.run(
                "UPDATE {channel} SET disabled = ?, version = ? WHERE channel = ?",
                [disabled.reason, fact.version, disabled.channel])
        }
    }

    private func configure(_ fact: Fact, _ db: FoldDatabase) throws {
        let channel = try fact.decode(ChannelConfigured.self)
        let sealedSeq = fact.sealedDigest == nil ? nil : fact.seq
        try db.run(
            """
            INSERT INTO {channel}(channel, kind, name, sites, quietFrom, quietTo, sealedSeq, version)
            VALUES (?,?,?,?,?,?,?,?)
            ON CONFLICT(channel) DO UPDATE SET name = excluded.name, sites = excluded.sites,
              quietFrom = excluded.quietFrom, quietTo = excluded.quietTo,
              sealedSeq = coalesce(excluded.sealedSeq, sealedSeq), version = excluded.version
            """,
            [
                channel.channel, channel.kind.rawValue, channel.name, SiteList.text(channel.sites),
                channel.quiet?.from, channel.quiet?.to, sealedSeq, fact.version,
            ])
    }
}

struct ChannelRow: Sendable, Equatable {
    var channel: ChannelID
    var kind: ChannelKind
    var name: String
    /// Empty: all.
    var sites: [SiteCode]
    var quiet: QuietHours?
    /// Why it is disabled; nil while it is not.
    var disabled: String?
    /// The fact whose sealed bytes are its address.
    var sealedSeq: Int64?
    var version: Int64

    static let columns = "channel, kind, name, sites, quietFrom, quietTo, disabled, sealedSeq, version"

    init(_ row: borrowing Row) {
        channel = ChannelID(row.text(0))
        kind = ChannelKind(rawValue: row.text(1))
        name = row.text(2)
        sites = SiteList.sites(row.text(3))
        if let from = row.optionalText(4), let to = row.optionalText(5) { quiet = QuietHours(from: from, to: to) }
        disabled = row.optionalText(6)
        sealedSeq = row.optionalInt(7)
        version = row.int(8)
    }

    func serves(_ site: SiteCode?) -> Bool {
        guard let site, !sites.isEmpty else { return true }
        return sites.contains(site)
    }
}

extension ReadDatabase {
    /// All there are: administrators make them by hand, a few for a site, and one that is left out would never send.
    func channels() throws -> [ChannelRow] {
        try rows("SELECT \(ChannelRow.columns) FROM {channel} ORDER BY channel") { ChannelRow($0) }
    }

    func channel(_ id: ChannelID) throws -> ChannelRow? {
        try first("SELECT \(ChannelRow.columns) FROM {channel} WHERE channel = ?", [id]) { ChannelRow($0) }
    }
}

/// Sites in one column: `XZ QH`.
enum SiteList {
    static func text(_ sites: [SiteCode]) -> String { sites.map(\.rawValue).joined(separator: " ") }
    static func sites(_ text: String) -> [SiteCode] { text.split(separator: " ").map { SiteCode(String($0)) } }
}
