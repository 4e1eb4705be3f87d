public import Foundation
public import OpsContracts
import OpsCrypto
import OpsDomain
public import OpsMessaging
import OpsSQLite

/// The pictures of one service: files beside its store, and rows that say who brought them and when.
///
/// A row is `ready` only after its file is synced, and a command may name only what is ready: whatever a fact names was
/// on the disk before the fact was committed.
public struct BlobStore: Sendable {
    /// Bytes of one file.
    public static let maxBytes = 10 << 20
    /// Files of one form; a command may name no more either.
    static let maxFiles = 20
    /// Bytes of a form that may carry files: one of the largest, and the fields beside it.
    public static let formLimit = maxBytes + (256 << 10)
    static let maxThumbnailBytes = 20 << 10
    /// What nobody has named for so long is thrown away; milliseconds.
    static let patience: Int64 = 86_400_000
    /// The disk is never filled further than this; bytes.
    static let reserve: Int64 = 256 << 20

    /// The service's own table; to be listed among its store's migrations.
    public static let migration = Migration(
        "blob uploads 1",
        """
        -- Who brought which file; `kept` once a fact names it, so that the sweep need not look again.
        CREATE TABLE blobUpload(
          digest TEXT NOT NULL, account TEXT NOT NULL, bytes INTEGER NOT NULL, at INTEGER NOT NULL,
          ready INTEGER NOT NULL, kept INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(digest, account))
          STRICT, WITHOUT ROWID;
        CREATE INDEX blobUpload_account ON blobUpload(account, at);
        CREATE INDEX blobUpload_waiting ON blobUpload(at) WHERE kept = 0;
        """)

    public let folder: BlobFolder
    let store: Store
    let model: BlobUses
    let drafts: String?
    private let threads = BlockingThreads(width: 2)

    /// - Parameters:
    ///   - model: the read model the store was opened with.
    ///   - drafts: a condition in SQL on a digest called `d`, true for files that rows of the service name before a fact does.
    public init(_ host: ServiceHost, store: Store, model: BlobUses, drafts: String? = nil) {
        folder = BlobFolder(path: "\(host.dataDirectory)/\(host.service.rawValue)-files")
        self.store = store
        self.model = model
        self.drafts = drafts
    }

    /// Keeps a picture until a command names it, at most a day. The same picture again is harmless.
    /// - Returns: its digest.
    /// - Throws: `Rejection` for what is no picture, too large or too much; `BlobError`, `StoreError`.
    @discardableResult
    public func keep(_ bytes: Data, by actor: Actor) async throws -> String {
        guard ImageKind(of: bytes) != nil else { throw Rejection.noPicture }
        guard bytes.count <= Self.maxBytes else { throw Rejection.pictureTooLarge }
        let digest = SHA256.hex(bytes)
        // A command sent again brings its pictures again: by now the day's share or the disk may be used up, and it
        // must still get its old answer.
        if try await isReady(digest, of: actor), folder.has(digest) { return digest }
        if let free = folder.freeBytes(), free < Self.reserve + Int64(bytes.count) { throw Rejection.noRoom }
        // The row comes first, so that the sweep leaves the file alone from now on.
        try await store.perform(context(actor, "claim \(digest)")) { tx in
            try Self.checkQuota(digest, bytes.count, actor, tx)
            try tx.run(
                """
                INSERT INTO blobUpload(digest, account, bytes, at, ready) VALUES (?,?,?,?,0)
                ON CONFLICT(digest, account) DO UPDATE SET at = excluded.at
                """, [digest, actor, bytes.count, tx.context.now])
        }
        let folder = folder
        try await threads.run { Result { () throws(BlobError) in try folder.put(bytes, as: digest) } }.get()
        FailPoint.reach("blob-synced")
        try await store.perform(context(actor, "ready \(digest)")) { tx in
            try tx.run("UPDATE blobUpload SET ready = 1 WHERE digest = ? AND account = ?", [digest, actor])
        }
        return digest
    }

    /// Keeps the files of a form.
    /// - Parameter part: which of its fields; an empty file input is no file.
    /// - Returns: digests, in the form's order.
    public func keepUploads(_ request: Request, part: String = "photo") async throws -> [String] {
        var digests: [String] = []
        let uploads = request.uploads.filter { $0.name == part && !$0.data.isEmpty }
        // Before any is kept: each costs two syncs of the disk, and a form of tiny ones could keep it busy.
        guard uploads.count <= Self.maxFiles else { throw Rejection.tooManyFiles }
        for upload in uploads {
            digests.append(try await keep(upload.data, by: request.actor))
        }
        return digests
    }

    /// Inside the transaction of a command: what is named was brought by whoever names it, and is there.
    /// - Parameter field: the input the refusal speaks of.
    /// - Throws: `Rejection`.
    public func require(_ digests: [String], by actor: Actor, field: String, _ db: ReadDatabase) throws {
        for digest in digests {
            let isReady = try db.first(
                "SELECT 1 FROM blobUpload WHERE digest = ? AND account = ? AND ready = 1", [digest, actor],
                { $0.int(0) as Int })
            guard isReady != nil, folder.has(digest) else {
                throw Rejection.invalid(
                    field, zh: "照片没有传上，或已过一天。请重新选照片。",
                    en: "There is no photo \(digest.prefix(12))… of yours: upload it first, at most a day before.")
            }
        }
    }

    /// Files that facts name and the disk does not have.
    public func missing() async throws -> [String] {
        var missing: [String] = []
        var last = ""
        while true {
            let page = try await store.read { [last] db in
                try db.rows(
                    "SELECT DISTINCT digest FROM {blobUse} WHERE digest > ? ORDER BY digest LIMIT 1000", [last]
                ) { $0.text(0) }
            }
            missing += page.filter { !folder.has($0) }
            guard page.count == 1000, let end = page.last else { return missing }
            last = end
        }
    }

    func isUpload(_ digest: String, of actor: Actor) async throws -> Bool {
        guard actor != .anonymous else { return false }
        return try await isReady(digest, of: actor)
    }

    private func isReady(_ digest: String, of actor: Actor) async throws -> Bool {
        try await store.read { db in
            try db.first(
                "SELECT 1 FROM blobUpload WHERE digest = ? AND account = ? AND ready = 1", [digest, actor],
                { $0.int(0) as Int }) != nil
        }
    }

    private func context(_ actor: Actor, _ what: String) -> CommandContext {
        CommandContext(command: "blob:\(what)", actor: actor, now: store.clock.now(), correlation: "blob:\(what)")
    }

    /// A day's share of the disk for one account; everybody without an account shares one.
    private static func checkQuota(_ digest: String, _ bytes: Int, _ actor: Actor, _ tx: WriteTransaction) throws {
        let (files, room) = actor == .anonymous ? (2_000, 1 << 30) : (500, 256 << 20)
        let used = try tx.reads.first(
            """
            SELECT count(*), coalesce(sum(bytes), 0) FROM blobUpload WHERE account = ? AND at > ? AND digest <> ?
            """, [actor, tx.context.now + -patience, digest]
        ) { (files: $0.int(0) as Int, bytes: $0.int(1) as Int) }
        guard let used, used.files < files, used.bytes + bytes <= room else { throw Rejection.tooManyPictures }
    }
}

extension Rejection {
    static let noPicture = Rejection.invalid(
        "photos", zh: "照片应为JPEG、PNG或WebP。请另选一张，或用手机拍照。", en: "A photo must be a JPEG, PNG or WebP.")
    static let pictureTooLarge = Rejection.invalid(
        "photos", zh: "每张照片最多10MB。请另选一张小的。", en: "A photo may have at most 10 MiB.")
    static let tooManyFiles = Rejection.invalid(
        "photos", zh: "照片最多\(BlobStore.maxFiles)张。", en: "At most \(BlobStore.maxFiles) photos.")
    static let tooManyPictures = Rejection(
        .conflict, "too-many-photos", zh: "今天传的照片太多，明天再传。文字可以照常提交。",
        en: "Too many photos in one day.", field: "photos")
    static let noRoom = Rejection(
        .conflict, "no-room", zh: "服务器空间不足，照片没有保存。文字可以照常提交。", en: "The disk is nearly full.", field: "photos")
}
