import OpsSQLite

/// One read connection on a thread of its own. Each read is one short snapshot.
actor StoreReader {
    nonisolated let executor: ThreadExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let path: String
    private let vfs: String?
    private var connection: Connection?

    init(path: String, vfs: String? = nil, label: String) {
        executor = ThreadExecutor(name: label)
        self.path = path
        self.vfs = vfs
    }

    func read<T: Sendable>(_ names: TableNames, _ body: @Sendable (ReadDatabase) throws -> T) throws -> T {
        let connection = try open()
        try connection.run("BEGIN")
        defer { if connection.isInTransaction { _ = try? connection.run("COMMIT") } }
        return try body(ReadDatabase(connection: connection, names: names))
    }

    /// Opens a snapshot that stays as it is until `copySnapshot`.
    func openSnapshot() throws {
        let connection = try open()
        try connection.run("BEGIN")
        _ = try connection.value("SELECT count(*) FROM meta")
    }

    func copySnapshot(to path: String) throws {
        let connection = try open()
        defer { if connection.isInTransaction { _ = try? connection.run("COMMIT") } }
        try connection.backup(to: path)
    }

    func close() { connection = nil }

    deinit { executor.stop() }

    private func open() throws -> Connection {
        if let connection { return connection }
        let opened = try Connection(path: path, mode: .reader, vfs: vfs)
        connection = opened
        return opened
    }
}
