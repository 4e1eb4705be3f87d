public import Foundation
import OpsContracts
import OpsSQLite

/// A response as it was sent, kept so that a repeated request gets the very same.
public struct StoredResponse: Codable, Sendable, Equatable {
    public var status: Int
    public var headers: [String: String]
    public var body: Data

    public init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

enum ResponseCache {
    /// Phones come back late: at least 30 days.
    static let keptMilliseconds: Int64 = 40 * 86_400_000

    static func recall(_ command: String, _ db: Connection) throws -> (fingerprint: String, response: StoredResponse)? {
        try db.first("SELECT fingerprint, response FROM response WHERE command = ?", [command]) {
            ($0.text(0), try ContractCoding.decode(StoredResponse.self, from: $0.blob(1)))
        }
    }

    static func remember(
        _ response: StoredResponse, _ command: String, fingerprint: String, at now: Timestamp, _ db: Connection
    ) throws {
        try db.run(
            "INSERT INTO response(command, fingerprint, at, response) VALUES (?,?,?,?)",
            [command, fingerprint, now, try ContractCoding.encode(response)])
    }
}

extension Store {
    /// Drops responses nobody will ask for any more, a few at a time.
    public func forgetOldResponses() async throws {
        let before = clock.now() + -ResponseCache.keptMilliseconds
        try await writer.submit { transaction in
            _ = try transaction.connection.run(
                "DELETE FROM response WHERE command IN (SELECT command FROM response WHERE at < ? LIMIT 500)", [before])
        }
    }
}
