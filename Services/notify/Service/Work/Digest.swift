import Foundation
import NotifyDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// Says in one message what was kept from going out one by one.
struct Digest: Sendable {
    let store: Store

    /// How long a message waits for others.
    private static let patience: Int64 = 3_600_000
    static let most = 50

    func step(_ now: Timestamp) async throws {
        let due = try await store.read { db in
            try db.channels().filter { channel in
                try channel.disabled == nil
                    && (db.oldestUnmerged(channel.channel).map { now - $0 >= Self.patience } ?? false)
            }
        }
        for channel in due {
            try await store.perform(.own("digest", by: .notify, now: now)) { tx in try tx.mergeDigest(on: channel) }
        }
    }
}

extension ReadDatabase {
    func oldestUnmerged(_ channel: ChannelID) throws -> Timestamp? {
        try first(
            """
            SELECT createdAt FROM delivery WHERE channel = ? AND status = 'digest' AND digest ISNULL
            ORDER BY createdAt LIMIT 1
            """, [channel]
        ) { Timestamp($0.int(0)) }
    }
}

extension WriteTransaction {
    /// Too many for the rate: those of no urgency stop waiting for their turn and are told together.
    func mergeCrowd(on channel: ChannelRow) throws {
        try run(
            """
            UPDATE delivery SET status = 'digest', dueAt = NULL, note = '消息太多', updatedAt = ?1
            WHERE channel = ?2 AND lane IN (3, 4) AND dueAt <= ?1
            """, [context.now, channel.channel])
        try mergeDigest(on: channel)
    }

    /// At most `Digest.most` a message; the rest makes the next.
    func mergeDigest(on channel: ChannelRow) throws {
        while let notice = try digest(of: channel) {
            let id = DeliveryID(UUID().uuidString.lowercased())
            try queue(notice.notice, [], on: channel, id: id, cause: "digest:\(id)")
            for merged in notice.of {
                try run("UPDATE delivery SET digest = ? WHERE delivery = ?", [id, merged])
            }
        }
    }

    private func digest(of channel: ChannelRow) throws -> (notice: Notice, of: [DeliveryID])? {
        let merged = try reads.rows(
            """
            SELECT delivery, notice FROM delivery WHERE channel = ? AND status = 'digest' AND digest ISNULL
            ORDER BY createdAt LIMIT ?
            """, [channel.channel, Digest.most]
        ) { (DeliveryID($0.text(0)), try ContractCoding.decode(Notice.self, from: Data($0.text(1).utf8))) }
        guard !merged.isEmpty else { return nil }
        let notice = Notice(
            kind: .digest, site: nil, priority: nil, number: "\(merged.count)条", title: nil,
            lines: merged.enumerated().map { Notice.Line(String($0 + 1), $1.1.headline()) },
            path: "/notify/?channel=\(channel.channel)", notAfter: context.now + 12 * 3_600_000)
        return (notice, merged.map(\.0))
    }
}
