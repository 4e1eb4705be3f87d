import Foundation
import NotifyDomain
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// A delivery as the sender needs it.
struct QueuedDelivery: Sendable {
    var delivery: DeliveryID
    var channel: ChannelID
    var notice: Notice
    var audience: [Audience]
    /// Attempts so far, all of them.
    var attempts: Int
    /// Attempts since it was queued, retried by hand, or its last part went: what the schedule counts.
    var tries: Int
    /// Parts of a long message that have arrived.
    var partsDone: Int
    var resend: Bool
    var notAfter: Timestamp
    var createdAt: Timestamp
    /// Of the fact it tells of, for the log.
    var correlation: String?

    static let columns = """
        delivery, channel, notice, audience, attempts, tries, partsDone, resend, notAfter, createdAt, correlation
        """

    init(_ row: borrowing Row) throws {
        delivery = DeliveryID(row.text(0))
        channel = ChannelID(row.text(1))
        notice = try ContractCoding.decode(Notice.self, from: Data(row.text(2).utf8))
        audience = row.text(3).split(separator: " ").map { Audience(rawValue: String($0)) }
        attempts = row.int(4)
        tries = row.int(5)
        partsDone = row.int(6)
        resend = row.bool(7)
        notAfter = Timestamp(row.int(8))
        createdAt = Timestamp(row.int(9))
        correlation = row.optionalText(10)
    }

    /// The state machine's view, the attempt under way included.
    var judged: Delivery { Delivery(priority: notice.priority, notAfter: notAfter, attempts: tries, resend: resend) }
}

extension Notice {
    /// The gravest first, digests last.
    var lane: Int {
        if kind == .digest { return 5 }
        guard let priority, let rank = Priority.all.firstIndex(of: priority) else { return 4 }
        return rank + 1
    }

    static let lanes = 1...5
}

extension ReadDatabase {
    /// The next message of a channel: by lane, then by time.
    func nextDue(_ channel: ChannelID, at now: Timestamp) throws -> QueuedDelivery? {
        for lane in Notice.lanes {
            let due = try first(
                """
                SELECT \(QueuedDelivery.columns) FROM delivery WHERE channel = ? AND lane = ? AND dueAt <= ?
                ORDER BY dueAt, delivery LIMIT 1
                """, [channel, lane, now]
            ) { try QueuedDelivery($0) }
            if let due { return due }
        }
        return nil
    }

    /// Messages that no answer came back for: nobody is calling any more, so the process ended in the middle.
    func interrupted() throws -> [QueuedDelivery] {
        try rows(
            "SELECT \(QueuedDelivery.columns) FROM delivery WHERE status = 'sending' ORDER BY channel LIMIT 200"
        ) { try QueuedDelivery($0) }
    }

    /// How many messages of no urgency wait, at most 1000.
    func crowd(of channel: ChannelID, at now: Timestamp) throws -> Int {
        try first(
            """
            SELECT count(*) FROM (SELECT 1 FROM delivery
              WHERE channel = ? AND lane IN (3, 4) AND dueAt <= ? LIMIT 1000)
            """, [channel, now]
        ) { $0.int(0) } ?? 0
    }

    /// Everything that waits, at most 1000.
    func waiting(_ channel: ChannelID) throws -> Int {
        try first(
            "SELECT count(*) FROM (SELECT 1 FROM delivery WHERE channel = ? AND dueAt NOTNULL LIMIT 1000)", [channel]
        ) { $0.int(0) } ?? 0
    }

    func hasLate(at now: Timestamp) throws -> Bool {
        try first("SELECT 1 FROM delivery WHERE dueAt NOTNULL AND notAfter < ? LIMIT 1", [now]) { $0.bool(0) } ?? false
    }
}

extension WriteTransaction {
    /// Puts a message where it waits for its time; a second one for the same cause and channel is none.
    func queue(
        _ notice: Notice, _ audience: [Audience], on channel: ChannelRow, id: DeliveryID, cause: String
    ) throws {
        let now = context.now
        let dueAt = channel.quiet?.release(notice.priority, at: now) ?? now
        try run(
            """
            INSERT OR IGNORE INTO delivery(delivery, cause, channel, kind, site, priority, number, lane, notice, audience,
              status, dueAt, notAfter, createdAt, updatedAt, correlation) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            [
                id, cause, channel.channel, notice.kind.rawValue, notice.site, notice.priority?.rawValue,
                notice.number, notice.lane, String(decoding: try ContractCoding.encode(notice), as: UTF8.self),
                audience.map(\.rawValue).joined(separator: " "), DeliveryStatus.pending.rawValue, dueAt,
                notice.notAfter, now, now, context.correlation,
            ])
    }

    /// Committed before the call: from here on a crash leaves an unknown outcome, and it is known as one.
    func begin(_ due: QueuedDelivery, at now: Timestamp) throws {
        try run(
            """
            UPDATE delivery SET status = 'sending', dueAt = NULL, attempts = attempts + 1, tries = tries + 1,
              updatedAt = ? WHERE delivery = ?
            """, [now, due.delivery])
        try run(
            "INSERT INTO attempt(delivery, n, at, outcome, resend) VALUES (?,?,?,'sending',?)",
            [due.delivery, due.attempts + 1, now, due.resend])
    }

    func end(_ sent: QueuedDelivery, _ outcome: NotifyDomain.Outcome, at now: Timestamp) throws {
        try run(
            "UPDATE attempt SET outcome = ?, note = ?, endedAt = ? WHERE delivery = ? AND n = ?",
            [AttemptOutcome(outcome).rawValue, outcome.why, now, sent.delivery, sent.attempts])
    }

    /// - Parameter partsDone: given where a part arrived and another is to go.
    func move(_ id: DeliveryID, _ step: DeliveryStep, at now: Timestamp, partsDone: Int? = nil) throws {
        try run(
            """
            UPDATE delivery SET status = ?1, dueAt = ?2, resend = ?3, note = coalesce(?4, note), updatedAt = ?5,
              partsDone = coalesce(?6, partsDone), tries = CASE WHEN ?6 ISNULL THEN tries ELSE 0 END
              WHERE delivery = ?7
            """,
            [step.status.rawValue, step.dueAt, step.resend, step.note, now, partsDone, id])
    }

    /// The clock was set back: what was to go at once or after a pause goes as long from now as it was to from then. A message
    /// that waits for the morning waits for it still.
    func setBackDue(to now: Timestamp) throws {
        try run(
            """
            UPDATE delivery SET dueAt = dueAt - (updatedAt - ?1), updatedAt = ?1
              WHERE dueAt NOTNULL AND updatedAt > ?1 AND (status = 'retrying' OR dueAt = updatedAt)
            """, [now])
    }

    func expireLate(at now: Timestamp) throws {
        try run(
            """
            UPDATE delivery SET status = 'expired', dueAt = NULL, updatedAt = ?1,
              note = coalesce(note || '，', '') || '过了有效时间，没有发出'
              WHERE dueAt NOTNULL AND notAfter < ?1
            """, [now])
    }
}

extension NotifyDomain.Outcome {
    /// What went wrong; nil where nothing did.
    var why: String? {
        switch self {
        case .delivered: nil
        case .refused(let why), .wait(_, let why), .unknown(let why), .permanent(let why), .channelDead(let why):
            String(why.prefix(200))
        }
    }
}
