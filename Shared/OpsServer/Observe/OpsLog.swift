import Foundation
import Glibc
import OpsContracts
import OpsMessaging

/// One JSON object per line on standard error. Messages are fixed words; what varies goes into the metadata.
public struct OpsLog: Sendable {
    public enum Level: String, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    private let service: String
    private let level: Level
    private let sink: @Sendable (String) -> Void

    /// - Parameters:
    ///   - level: What is less grave than this is not written.
    ///   - sink: Takes a line without its end.
    public init(
        service: String, level: Level = .info, sink: @escaping @Sendable (String) -> Void = OpsLog.standardError
    ) {
        self.service = service
        self.level = level
        self.sink = sink
    }

    public static let silent = OpsLog(service: "-", level: .error) { _ in }

    public func debug(_ message: String, _ metadata: [String: String] = [:], correlation: String? = nil) {
        write(.debug, message, metadata, correlation)
    }
    public func info(_ message: String, _ metadata: [String: String] = [:], correlation: String? = nil) {
        write(.info, message, metadata, correlation)
    }
    public func warning(_ message: String, _ metadata: [String: String] = [:], correlation: String? = nil) {
        write(.warning, message, metadata, correlation)
    }
    public func error(_ message: String, _ metadata: [String: String] = [:], correlation: String? = nil) {
        write(.error, message, metadata, correlation)
    }

    /// What a reader or the relay complains of.
    @Sendable func take(_ complaint: Complaint) {
        warning(complaint.message, complaint.details, correlation: complaint.correlation)
    }

    /// A whole line in one call, so that lines of several threads do not mix.
    public static func standardError(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }

    private func write(_ level: Level, _ message: String, _ metadata: [String: String], _ correlation: String?) {
        guard level >= self.level else { return }
        let line = Line(
            time: SystemClock().now(), level: level.rawValue, service: service, message: message,
            correlation: correlation,
            metadata: metadata.isEmpty ? nil : Dictionary(uniqueKeysWithValues: metadata.map { ($0, masked($0, $1)) }))
        if let data = try? ContractCoding.encode(line) { sink(String(decoding: data, as: UTF8.self)) }
    }

    /// A secret that somebody hands to the log by its name does not get there.
    private func masked(_ key: String, _ value: String) -> String {
        let name = key.lowercased()
        let isSecret = ["password", "secret", "token", "authorization", "cookie", "phone"].contains {
            name.contains($0)
        }
        return isSecret ? "•••" : String(value.prefix(2_000))
    }

    private struct Line: Encodable {
        var time: Timestamp
        var level: String
        var service: String
        var message: String
        var correlation: String?
        var metadata: [String: String]?
    }
}
