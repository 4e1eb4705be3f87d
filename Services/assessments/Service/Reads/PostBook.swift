import OpsContracts
import OpsMessaging
import OpsSQLite

/// The posts, who holds them now, and since when anybody did.
struct PostBook: ReadModel {
    let name = "post-book"
    let shape = 2
    let tables = ["post"]
    let schema = """
        CREATE TABLE {post}(
            post TEXT PRIMARY KEY, site TEXT NOT NULL, role TEXT NOT NULL, account TEXT, name TEXT, since TEXT,
            firstFrom TEXT) STRICT, WITHOUT ROWID;
        CREATE INDEX {post}_site ON {post}(site);
        """
    let families: Set<String> = [
        "assessments.post-defined", "assessments.post-filled", "assessments.post-vacated",
    ]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        switch fact.type.family {
        case "assessments.post-defined":
            let defined = try fact.decode(PostDefined.self)
            try db.run(
                "INSERT INTO {post}(post, site, role) VALUES (?,?,?) ON CONFLICT(post) DO UPDATE SET role = excluded.role",
                [defined.post, defined.site, defined.role.rawValue])
        case "assessments.post-filled":
            let filled = try fact.decode(PostFilled.self)
            // The first day outlives its holder: who leaves does not take the months before from the grid.
            try db.run(
                """
                UPDATE {post} SET account = ?, name = ?, since = ?, firstFrom = min(coalesce(firstFrom, ?), ?)
                WHERE post = ?
                """, [filled.account, filled.name, filled.from, filled.from, filled.from, filled.post])
        default:
            let vacated = try fact.decode(PostVacated.self)
            try db.run("UPDATE {post} SET account = NULL, name = NULL, since = NULL WHERE post = ?", [vacated.post])
        }
    }
}

/// A post in a list; also the API's JSON.
struct PostRow: Codable, Sendable, Equatable {
    var post: PostID
    var site: SiteCode
    var role: PostRole
    /// Nil where nobody holds it.
    var account: AccountID?
    var name: String?
    var since: Day?

    /// In contract site order, then by number. There are some tens of posts at most.
    static func all(_ db: ReadDatabase) throws -> [PostRow] {
        try db.rows("SELECT post, site, role, account, name, since FROM {post} ORDER BY post LIMIT 1000") { row in
            PostRow(
                post: PostID(row.text(0)), site: SiteCode(row.text(1)), role: PostRole(rawValue: row.text(2)),
                account: row.optionalText(3).map { AccountID($0) }, name: row.optionalText(4),
                since: row.optionalText(5).flatMap { Day($0) })
        }.sorted { ($0.site, $0.post) < ($1.site, $1.post) }
    }

    /// A site without posts has no attendance item on its sheet.
    static func hasPosts(_ site: SiteCode, _ db: ReadDatabase) throws -> Bool {
        try db.first("SELECT 1 FROM {post} WHERE site = ? LIMIT 1", [site]) { _ in true } ?? false
    }
}
