import Foundation
public import OpsContracts

/// Says that the facts of a data directory were played and not lived.
///
/// It lies in the directory itself, so whoever serves that directory says so on every page and in every answer.
public struct SampleData: Codable, Sendable, Equatable {
    /// What the play grew from: the same seed plays the same.
    public var seed: UInt64
    /// The first and the last moment that were played.
    public var from: Timestamp
    public var until: Timestamp
    /// False while it is being played, and for a play that was broken off.
    public var isComplete: Bool

    public init(seed: UInt64, from: Timestamp, until: Timestamp, isComplete: Bool = false) {
        self.seed = seed
        self.from = from
        self.until = until
        self.isComplete = isComplete
    }

    public static let fileName = "sample-data.json"
    /// The response header that every answer carries, with `headerValue`.
    public static let header = "X-Sample-Data"
    public var headerValue: String { "seed=\(seed)" }
    public var zh: String { "样例数据 · 种子 \(seed)" }

    /// - Returns: nil where the directory holds no such mark.
    /// - Throws: `DecodingError` for a mark that cannot be read: such data must not pass for real.
    public static func read(in directory: String) throws -> SampleData? {
        guard let bytes = FileManager.default.contents(atPath: "\(directory)/\(fileName)") else { return nil }
        return try ContractCoding.decode(SampleData.self, from: bytes)
    }

    public func write(in directory: String) throws {
        try ContractCoding.encode(self).write(
            to: URL(fileURLWithPath: "\(directory)/\(Self.fileName)"), options: .atomic)
    }
}
