import Foundation
import OpsContracts
import OpsMessaging
import OpsServer

/// `ops rebuild`, `ops backup`, `ops restore`.
enum StoreCommands {
    static let all = [rebuild, backup, restore]

    static let rebuild = Command(
        path: ["rebuild"], summary: "Fold a read model anew from fact 1 beside the live one, then swap it in.",
        options: [
            AdminAccess.data, .required("service", "NAME", "The service that keeps it."),
            .required("model", "NAME", "The read model; a wrong name lists those there are."),
        ]
    ) { arguments in
        struct Ask: Encodable { var service: String, model: String }
        let ask = Ask(service: try arguments.required("service"), model: try arguments.required("model"))
        _ = try await AdminAccess(arguments).send(.post, "/admin/rebuild", ask)
        say("rebuilt")
    }

    static let backup = Command(
        path: ["backup"],
        summary: "Copy all stores into a new directory, in agreement with each other, while they run.",
        options: [AdminAccess.data, .required("to", "DIR", "The new directory; it must not exist.")],
        details:
            "Each copy is checked. Then photos are copied, each checked against its name. Example: ops backup --to /srv/backup/2026-02-13"
    ) { arguments in
        struct Ask: Encodable { var directory: String }
        let target = URL(fileURLWithPath: try arguments.required("to")).path
        let access = AdminAccess(arguments)
        let answer = try await access.send(.post, "/admin/backup", Ask(directory: target))
        let report = try ContractCoding.decode(BackupReport.self, from: answer)
        for entry in report.stores {
            say("\(entry.topic)  \(entry.seq) facts  \(entry.hash.prefix(16))…  \(entry.path)")
        }
        for (service, count) in report.files.sorted(by: { $0.key < $1.key }) { say("\(service)  \(count) photos") }
        // A copy of sample data must not pass for real either.
        let mark = "\(access.directory)/\(SampleData.fileName)"
        if FileManager.default.fileExists(atPath: mark) {
            try FileManager.default.copyItem(atPath: mark, toPath: "\(target)/\(SampleData.fileName)")
        }
        guard report.damaged.isEmpty else {
            throw CommandFailure("damaged, so not in the copy: \(report.damaged.joined(separator: ", "))")
        }
    }

    static let restore = Command(
        path: ["restore"], summary: "Put a backup in the place of a data directory that holds no stores.",
        options: [AdminAccess.data, .required("from", "DIR", "A directory that ops backup made.")],
        details: """
            The whole directory is restored, never a single store. On Kafka each service then copies back from its topic \
            what the backup lacks before it takes a command.
            """
    ) { arguments in
        let target = arguments.value("data") ?? "./data"
        let source = try arguments.required("from")
        let files = FileManager.default
        if let old = try? files.contentsOfDirectory(atPath: target), old.contains(where: { $0.hasSuffix(".sqlite") }) {
            throw CommandFailure("\(target) holds stores; move them away first, nothing is overwritten")
        }
        let stores = try files.contentsOfDirectory(atPath: source).filter { $0.hasSuffix(".sqlite") }
        guard !stores.isEmpty else { throw CommandFailure("\(source) holds no stores") }
        for name in stores { try Backup.check("\(source)/\(name)") }
        try files.createDirectory(atPath: target, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: source) {
            try files.copyItem(atPath: "\(source)/\(name)", toPath: "\(target)/\(name)")
        }
        for name in stores { try Backup.markRestored("\(target)/\(name)") }
        say("restored \(stores.count) stores into \(target)")
    }
}
