import Foundation
import Glibc

/// A folder for one test. All folders of a test run lie in one parent, which goes when the process ends.
public struct TemporaryFolder: Sendable {
    public let path: String

    private static let parent: String = {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ops-tests-\(UUID().uuidString)").path
        atexit { _ = try? FileManager.default.removeItem(atPath: TemporaryFolder.parent) }
        return path
    }()

    public init() throws {
        path = Self.parent + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    public func file(_ name: String) -> String { path + "/" + name }
}
