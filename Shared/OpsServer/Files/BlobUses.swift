public import OpsContracts
public import OpsMessaging
import OpsSQLite

/// Which facts name which files: the right to read a file is the right to read one of the things that name it.
public struct BlobUses: ReadModel {
    /// One file that a fact names.
    public struct Use: Sendable, Equatable {
        public var digest: String
        /// It may be shown to whoever reported, not only to the staff.
        public var isOpen: Bool

        public init(_ digest: String, isOpen: Bool) {
            self.digest = digest
            self.isOpen = isOpen
        }
    }

    public let name = "blob-uses"
    public let shape = 1
    public let tables = ["blobUse"]
    public let schema = """
        CREATE TABLE {blobUse}(
          digest TEXT NOT NULL, subject TEXT NOT NULL, open INTEGER NOT NULL, PRIMARY KEY(digest, subject))
          STRICT, WITHOUT ROWID;
        """
    public let families: Set<String>
    private let uses: @Sendable (Fact) throws -> [Use]

    /// - Parameters:
    ///   - families: own facts that can name files.
    ///   - uses: the files one such fact names.
    public init(families: Set<String>, uses: @escaping @Sendable (Fact) throws -> [Use]) {
        self.families = families
        self.uses = uses
    }

    public func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        for use in try uses(fact) where BlobFolder.isDigest(use.digest) {
            try db.run(
                """
                INSERT INTO {blobUse}(digest, subject, open) VALUES (?,?,?)
                ON CONFLICT(digest, subject) DO UPDATE SET open = max(open, excluded.open)
                """, [use.digest, fact.subject, use.isOpen])
        }
    }
}

extension ReadDatabase {
    /// The things whose facts name a file.
    public func blobUses(of digest: String) throws -> [(subject: String, isOpen: Bool)] {
        try rows("SELECT subject, open FROM {blobUse} WHERE digest = ? LIMIT 50", [digest]) { ($0.text(0), $0.bool(1)) }
    }

    /// Whether a fact about `subject` names the file.
    /// - Parameter open: in a place whoever reported may see.
    public func usesBlob(_ digest: String, in subject: String, open: Bool) throws -> Bool {
        try first(
            "SELECT 1 FROM {blobUse} WHERE digest = ? AND subject = ? AND open >= ?", [digest, subject, open],
            { $0.int(0) as Int }) != nil
    }
}
