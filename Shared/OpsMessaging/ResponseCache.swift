public import Foundation
import OpsContracts
import OpsSQLite

/// A response as it was sent, kept so that a repeated request gets the very same.
public struct StoredResponse: Sendable, Equatable {
    public var status: Int
    public var headers: [String: String]
    public var body: Data

    public init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    private struct AsJSON: Decodable {
        var status: Int
        var headers: [String: String]
        var body: Data
    }

    /// As HTTP writes it, because it is kept for every command: status, a line per header, an empty line, the body.
    var stored: Data {
        var head = "\(status)\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\n" }
        return Data((head + "\n").utf8) + body
    }

    /// - Throws: `StoreError.unavailable` where the bytes are no response: a repeated command must not run again then.
    init(stored: Data) throws {
        // Stores of before kept JSON; such rows live for 40 days.
        if stored.first == UInt8(ascii: "{") {
            let old = try ContractCoding.decode(AsJSON.self, from: stored)
            self.init(status: old.status, headers: old.headers, body: old.body)
            return
        }
        let end = stored.firstRange(of: Data("\n\n".utf8))
        let lines = String(decoding: stored[..<(end?.lowerBound ?? stored.startIndex)], as: UTF8.self)
            .split(separator: "\n")
        guard let end, let status = lines.first.flatMap({ Int($0) }) else {
            throw StoreError.unavailable("a stored response cannot be read")
        }
        let pairs = lines.dropFirst().compactMap { line in
            line.firstRange(of: ": ").map { (String(line[..<$0.lowerBound]), String(line[$0.upperBound...])) }
        }
        self.init(
            status: status, headers: Dictionary(pairs) { first, _ in first }, body: Data(stored[end.upperBound...]))
    }
}

enum ResponseCache {
    /// Phones come back late: at least 30 days.
    static let keptMilliseconds: Int64 = 40 * 86_400_000

    static func recall(_ command: String, _ db: Connection) throws -> (fingerprint: String, response: StoredResponse)? {
        try db.first("SELECT fingerprint, response FROM response WHERE command = ?", [command]) {
            (fingerprint: $0.text(0), response: try StoredResponse(stored: $0.blob(1)))
        }
    }

    static func remember(
        _ response: StoredResponse, _ command: String, fingerprint: String, at now: Timestamp, _ db: Connection
    ) throws {
        try db.run(
            "INSERT INTO response(command, fingerprint, at, response) VALUES (?,?,?,?)",
            [command, fingerprint, now, response.stored])
    }
}

extension Store {
    /// Drops responses nobody will ask for any more, a few at a time, in the order they came. One that a clock stamped too
    /// late keeps those behind it for as long as itself: longer than promised is no harm.
    public func forgetOldResponses() async throws {
        let before = clock.now() + -ResponseCache.keptMilliseconds
        try await writer.submit { transaction in
            _ = try transaction.connection.run(
                """
                DELETE FROM response WHERE at < ? AND rowid IN (SELECT rowid FROM response ORDER BY rowid LIMIT 500)
                """, [before])
        }
    }
}
