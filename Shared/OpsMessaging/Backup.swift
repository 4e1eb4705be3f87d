import Foundation
public import OpsContracts
import OpsSQLite

/// Copies of several stores that agree with each other.
public enum Backup {
    /// Holds the writers, opens a snapshot per store, lets go, then copies from the snapshots and checks each copy.
    ///
    /// - Parameter directory: must not exist yet; gets one `<service>.sqlite` per store.
    /// - Returns: what was copied, with each log's end.
    /// - Throws: where the directory exists, the disk is full, or a copy fails `integrity_check`.
    public static func make(of stores: [Store], into directory: String) async throws -> [Entry] {
        guard !FileManager.default.fileExists(atPath: directory) else { throw BackupError.exists(directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var snapshots: [(store: Store, reader: StoreReader, head: LogHead)] = []
        for store in stores { await store.writer.hold() }
        do {
            for store in stores {
                let reader = StoreReader(path: store.path, label: "backup-\(store.definition.service)")
                try await reader.openSnapshot()
                snapshots.append((store, reader, await store.head()))
            }
        } catch {
            for store in stores { await store.writer.release() }
            throw error
        }
        for store in stores { await store.writer.release() }
        var entries: [Entry] = []
        for (store, reader, head) in snapshots {
            let path = directory + "/" + store.definition.service.rawValue + ".sqlite"
            try await reader.copySnapshot(to: path)
            await reader.close()
            try check(path)
            entries.append(Entry(topic: store.definition.topic, path: path, seq: head.seq, hash: head.hash))
        }
        return entries
    }

    /// - Throws: `BackupError.damaged` where SQLite finds a fault.
    public static func check(_ path: String) throws {
        let connection = try Connection(path: path, mode: .reader)
        let verdict = try connection.value("PRAGMA integrity_check")
        guard verdict == .text("ok") else { throw BackupError.damaged(path, "\(String(describing: verdict))") }
    }

    /// Marks a store file as restored: on Kafka it takes no command until its own topic's tail is copied back.
    public static func markRestored(_ path: String) throws {
        let connection = try Connection(path: path, mode: .writer)
        try connection.run("INSERT OR REPLACE INTO meta(key, value) VALUES ('restored', '1')")
    }

    public struct Entry: Sendable, Codable {
        public var topic: Topic
        public var path: String
        public var seq: Int64
        public var hash: String
    }
}

public enum BackupError: Error, Equatable, Sendable {
    case exists(String)
    case damaged(String, String)
}

extension Store {
    /// True where nothing may be accepted before the topic was looked at: an empty store, or one from a backup.
    public func needsItsTopic() async throws -> Bool {
        let restored = try await read { db in
            try db.first("SELECT value FROM meta WHERE key = 'restored'") { $0.text(0) } != nil
        }
        if restored { return true }
        return await head().seq == 0
    }

    /// The topic was compared and copied back: an ordinary store again.
    func forgetRestored() async throws {
        _ = try await writer.submit { try $0.run("DELETE FROM meta WHERE key = 'restored'") }
    }

    /// Walks the whole chain of the own log.
    /// - Returns: nil when every number, link and hash holds, else the first fault.
    public func verifyLog() async throws -> String? {
        let topic = definition.topic
        return try await read { try EventLog.verify(source: topic, $0.connection) }
    }

    /// `PRAGMA integrity_check` and `foreign_key_check`, and that the writer still waits for the disk.
    public func checkIntegrity() async throws -> String {
        let synchronous = try await writer.submit { try $0.connection.integer("PRAGMA synchronous") ?? -1 }
        guard synchronous == 2 else { return "synchronous is \(synchronous), not 2 (FULL)" }
        return try await read { db in
            let faults = try db.connection.rows("PRAGMA foreign_key_check") { $0.text(0) }
            guard faults.isEmpty else { return "foreign keys broken in \(faults.joined(separator: ", "))" }
            return try db.connection.first("PRAGMA integrity_check") { $0.text(0) } ?? "no answer"
        }
    }
}
