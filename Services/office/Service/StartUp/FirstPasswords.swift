import Foundation
import OpsContracts
import OpsMessaging
import OpsServer

/// Loads the sample directory and leaves the passwords it made in a file only the service's own user can read.
enum FirstPasswords {
    static func load(_ store: Store, now: Timestamp, _ host: ServiceHost) async throws {
        let isDemo = host.setting("OPS_DEMO") == "1"
        let made = try await OfficeStartUp.load(store, now: now, passwords: isDemo ? .demo : .random)
        guard !made.isEmpty, !isDemo else { return }
        let lines = made.map { "\($0.0)\t\($0.1)\n" }.joined()
        let path = "\(host.dataDirectory)/first-passwords.txt"
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(lines.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        host.log.warning("first passwords written; hand them out and delete the file", ["file": path])
    }
}
