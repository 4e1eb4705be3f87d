import OpsContracts
import OpsMessaging
import OpsSQLite

extension BlobStore {
    /// Throws away, once an hour, what was uploaded more than a day ago and named by nothing.
    public var sweep: Work { .every(3_600_000, "sweep-files") { now in try await sweep(at: now) } }

    /// Nothing is judged while the store does not know all its facts: before its topic was copied back, or while the
    /// read model is folded anew.
    ///
    /// The file goes inside the transaction: no command can name it meanwhile, and one that comes later finds no row.
    func sweep(at now: Timestamp) async throws {
        guard store.refusal == nil, store.isLive(model) else { return }
        let (folder, drafts) = (folder, drafts)
        let context = CommandContext.own("sweep-files:\(now.rawValue)", by: store.definition.service, now: now)
        try await store.perform(context) { tx in
            let waiting = try tx.reads.rows(
                "SELECT digest, account FROM blobUpload WHERE kept = 0 AND at < ? ORDER BY at LIMIT 200",
                [now + -Self.patience]
            ) { (digest: $0.text(0), account: $0.text(1)) }
            for (digest, account) in waiting {
                if try !tx.reads.blobUses(of: digest).isEmpty {
                    try tx.run("UPDATE blobUpload SET kept = 1 WHERE digest = ? AND account = ?", [digest, account])
                } else if try drafts.map({ try Self.holds($0, digest, tx.reads) }) ?? false {
                    // Looked at again a day later: the draft may have gone by then.
                    try tx.run(
                        "UPDATE blobUpload SET at = ? WHERE digest = ? AND account = ?", [now, digest, account])
                } else {
                    try tx.run("DELETE FROM blobUpload WHERE digest = ? AND account = ?", [digest, account])
                    guard try !Self.holds("EXISTS (SELECT 1 FROM blobUpload WHERE digest = d)", digest, tx.reads) else {
                        continue
                    }
                    folder.remove(digest)
                }
            }
        }
    }

    /// - Parameter condition: on a digest called `d`.
    private static func holds(_ condition: String, _ digest: String, _ db: ReadDatabase) throws -> Bool {
        try db.first("SELECT \(condition) FROM (SELECT ? AS d)", [digest]) { $0.bool(0) } ?? false
    }
}
