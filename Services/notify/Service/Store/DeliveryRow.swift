import Foundation
import NotifyDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// A delivery as lists and the API show it.
struct DeliveryRow: Codable, Sendable, Equatable {
    var delivery: DeliveryID
    var channel: ChannelID
    var kind: NoticeKind
    var site: SiteCode?
    var priority: Priority?
    /// Of the ticket, the sheet, the quarter it is about.
    var number: String
    var status: DeliveryStatus
    /// When it is tried next.
    var dueAt: Timestamp?
    var notAfter: Timestamp
    var attempts: Int
    /// It may arrive twice.
    var resend: Bool
    /// What the last attempt, or a person, said.
    var note: String?
    /// The digest it went into.
    var digest: DeliveryID?
    var createdAt: Timestamp
    var updatedAt: Timestamp

    static let columns = """
        delivery, channel, kind, site, priority, number, status, dueAt, notAfter, attempts, resend, note, digest, \
        createdAt, updatedAt
        """

    init(_ row: borrowing Row) {
        delivery = DeliveryID(row.text(0))
        channel = ChannelID(row.text(1))
        kind = NoticeKind(rawValue: row.text(2))
        site = row.optionalText(3).map { SiteCode($0) }
        priority = row.optionalText(4).map { Priority(rawValue: $0) }
        number = row.text(5)
        status = DeliveryStatus(rawValue: row.text(6)) ?? .dead
        dueAt = row.optionalInt(7).map { Timestamp($0) }
        notAfter = Timestamp(row.int(8))
        attempts = row.int(9)
        resend = row.bool(10)
        note = row.optionalText(11)
        digest = row.optionalText(12).map { DeliveryID($0) }
        createdAt = Timestamp(row.int(13))
        updatedAt = Timestamp(row.int(14))
    }
}

/// One call to the other side.
struct AttemptRow: Codable, Sendable, Equatable {
    var n: Int
    var at: Timestamp
    /// Nil while it runs, or where the process ended in the middle of it.
    var endedAt: Timestamp?
    var outcome: AttemptOutcome
    var note: String?
    var resend: Bool
}

enum AttemptOutcome: String, Codable, Sendable, CaseIterable {
    case sending, delivered, refused, wait, unknown, permanent
    case channelDead = "channel-dead"

    var zh: String {
        switch self {
        case .sending: "发送中"
        case .delivered: "已送达"
        case .refused: "没有送达"
        case .wait: "对方要求等待"
        case .unknown: "结果不明"
        case .permanent: "不被接受"
        case .channelDead: "通道失效"
        }
    }

    init(_ outcome: NotifyDomain.Outcome) {
        self =
            switch outcome {
            case .delivered: .delivered
            case .refused: .refused
            case .wait: .wait
            case .unknown: .unknown
            case .permanent: .permanent
            case .channelDead: .channelDead
            }
    }
}

/// Where a list of deliveries goes on: older ones than this.
struct DeliveryCursor: Codable, Sendable, Equatable {
    var createdAt: Timestamp
    var delivery: DeliveryID
}

struct DeliveryFilter: Sendable, Equatable {
    var status: DeliveryStatus?
    var channel: ChannelID?
    /// Nil is every site the reader may see.
    var site: SiteCode?
    /// The reader's sites; empty means all, and also what belongs to no single site.
    var allowed: Set<SiteCode> = []
}

extension ReadDatabase {
    /// Newest first, at most `limit` + 1.
    func deliveries(_ filter: DeliveryFilter, after cursor: DeliveryCursor?, limit: Int) throws -> [DeliveryRow] {
        var clauses = ["(createdAt, delivery) < (?, ?)"]
        var values: [any SQLConvertible] = [
            cursor?.createdAt ?? Timestamp(.max), cursor?.delivery ?? DeliveryID(""),
        ]
        if let status = filter.status {
            clauses.append("status = ?")
            values.append(status.rawValue)
        }
        if let channel = filter.channel {
            clauses.append("channel = ?")
            values.append(channel)
        }
        let sites = filter.site.map { [$0] } ?? filter.allowed.sorted()
        if !sites.isEmpty {
            clauses.append("site IN (" + sites.map { _ in "?" }.joined(separator: ",") + ")")
            values += sites
        }
        let sql = """
            SELECT \(DeliveryRow.columns) FROM delivery WHERE \(clauses.joined(separator: " AND "))
            ORDER BY createdAt DESC, delivery DESC LIMIT ?
            """
        return try rows(sql, values + [limit + 1]) { DeliveryRow($0) }
    }

    func delivery(_ id: DeliveryID) throws -> DeliveryRow? {
        try first("SELECT \(DeliveryRow.columns) FROM delivery WHERE delivery = ?", [id]) { DeliveryRow($0) }
    }

    func notice(of id: DeliveryID) throws -> Notice? {
        try first("SELECT notice FROM delivery WHERE delivery = ?", [id]) {
            try ContractCoding.decode(Notice.self, from: Data($0.text(0).utf8))
        }
    }

    /// The last fifty, newest first.
    func attempts(of id: DeliveryID) throws -> [AttemptRow] {
        try rows(
            "SELECT n, at, endedAt, outcome, note, resend FROM attempt WHERE delivery = ? ORDER BY n DESC LIMIT 50",
            [id]
        ) { row in
            AttemptRow(
                n: row.int(0), at: Timestamp(row.int(1)), endedAt: row.optionalInt(2).map { Timestamp($0) },
                outcome: AttemptOutcome(rawValue: row.text(3)) ?? .unknown, note: row.optionalText(4),
                resend: row.bool(5))
        }
    }
}
