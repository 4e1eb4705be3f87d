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

    /// As HTTP writes it, because it is kept for every command: status, a line per header, an empty line, the body.
    var stored: Data {
        var head = "\(status)\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\n" }
        return Data((head + "\n").utf8) + body
    }

    /// - Returns: nil where the bytes are none of `stored`.
    init?(stored: Data) {
        guard let end = stored.firstRange(of: Data("\n\n".utf8)) else { return nil }
        let lines = String(decoding: stored[..<end.lowerBound], as: UTF8.self).split(separator: "\n")
        guard let status = lines.first.flatMap({ Int($0) }) else { return nil }
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
            (fingerprint: $0.text(0), response: StoredResponse(stored: $0.blob(1)))
        }.flatMap { found in found.response.map { (found.fingerprint, $0) } }
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
    /// Drops responses nobody will ask for any more, a few at a time.
    public func forgetOldResponses() async throws {
        let before = clock.now() + -ResponseCache.keptMilliseconds
        try await writer.submit { transaction in
            _ = try transaction.connection.run(
                "DELETE FROM response WHERE command IN (SELECT command FROM response WHERE at < ? LIMIT 500)", [before])
        }
    }
}
