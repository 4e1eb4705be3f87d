import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite

/// Who is on duty where, by the agreed roster, else by who fills the posts.
struct DutyReplica: ReadModel {
    let name = "duty"
    let shape = 1
    let tables = ["post", "duty"]
    let schema = """
        CREATE TABLE {post}(
            post TEXT PRIMARY KEY, site TEXT NOT NULL, role TEXT, account TEXT, name TEXT, fromDay TEXT) STRICT, WITHOUT ROWID;
        CREATE INDEX {post}_site ON {post}(site, post);
        CREATE TABLE {duty}(
            site TEXT NOT NULL, day TEXT NOT NULL, shift TEXT NOT NULL, post TEXT, account TEXT NOT NULL,
            phoneMasked TEXT, PRIMARY KEY(site, day, shift)) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = [
        "assessments.post-defined", "assessments.post-filled", "assessments.post-vacated", "assessments.duty-agreed",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "assessments.post-defined":
            let post = try fact.decode(PostDefined.self)
            try db.run(
                """
                INSERT INTO {post}(post, site, role) VALUES (?,?,?)
                ON CONFLICT(post) DO UPDATE SET site = excluded.site, role = excluded.role
                """, [post.post, post.site, post.role.rawValue])
        case "assessments.post-filled":
            let post = try fact.decode(PostFilled.self)
            try db.run(
                """
                INSERT INTO {post}(post, site, account, name, fromDay) VALUES (?,?,?,?,?)
                ON CONFLICT(post) DO UPDATE SET account = excluded.account, name = excluded.name, fromDay = excluded.fromDay
                """, [post.post, post.site, post.account, post.name, post.from])
        case "assessments.post-vacated":
            let post = try fact.decode(PostVacated.self)
            try db.run(
                "UPDATE {post} SET account = NULL, name = NULL WHERE post = ? AND account = ?",
                [post.post, post.account])
        default:
            let duty = try fact.decode(DutyAgreed.self)
            try db.run(
                """
                INSERT INTO {duty}(site, day, shift, post, account, phoneMasked) VALUES (?,?,?,?,?,?)
                ON CONFLICT(site, day, shift) DO UPDATE SET post = excluded.post, account = excluded.account,
                    phoneMasked = excluded.phoneMasked
                """, [duty.site, duty.day, duty.shift.rawValue, duty.post, duty.account, duty.phoneMasked])
        }
    }
}

/// Somebody on duty.
struct OnDuty: Sendable, Equatable {
    var account: AccountID
    var post: PostID?
    var name: String?

    /// The roster's engineer at this moment, else the first filled post of the site.
    static func at(_ site: SiteCode, _ now: Timestamp, _ db: ReadDatabase) throws -> OnDuty? {
        let (day, shift) = shift(at: now)
        let rostered = try db.first(
            "SELECT account, post FROM {duty} WHERE site = ? AND day = ? AND shift = ?", [site, day, shift.rawValue]
        ) { OnDuty(account: AccountID($0.text(0)), post: $0.optionalText(1).map { PostID($0) }) }
        return try rostered ?? team(of: site, db).first
    }

    /// Everybody who fills a post of the site: whom work can be given to.
    static func team(of site: SiteCode, _ db: ReadDatabase) throws -> [OnDuty] {
        try db.rows("SELECT account, post, name FROM {post} WHERE site = ? AND account NOTNULL ORDER BY post", [site]) {
            OnDuty(account: AccountID($0.text(0)), post: PostID($0.text(1)), name: $0.optionalText(2))
        }
    }

    /// 08–20 is the day's shift; 20–08 the night's, which belongs to the day it begins on (requirements §3.5).
    static func shift(at now: Timestamp) -> (Day, DutyShift) {
        let local = now.local
        if local.hour < 8 { return (local.day.adding(days: -1), .night) }
        return (local.day, local.hour < 20 ? .day : .night)
    }
}
