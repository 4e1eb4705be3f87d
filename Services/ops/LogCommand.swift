import Foundation
import OpsContracts
import OpsServer

/// `ops log …`, `ops status`: what the logs hold and whether they hold together.
enum LogCommand {
    static let all = [tail, verify, status]

    private struct Row: Decodable {
        var seq: Int64
        var time: Timestamp
        var type: String
        var subject: String
        var actor: String
        var data: String
    }

    static let tail = Command(
        path: ["log", "tail"], summary: "Print the newest facts of a service, or those after a number.",
        options: [
            AdminAccess.data, .required("service", "NAME", "Whose log: tickets, assets, …"),
            .optional("after", "SEQ", "Begin behind this number, at most 500 facts."),
        ], details: "Example: ops log tail --service tickets"
    ) { arguments in
        let service = try arguments.required("service")
        let after = arguments.value("after").map { "?after=\($0)" } ?? ""
        let rows = try await AdminAccess(arguments).decode([Row].self, .get, "/admin/log/\(service)\(after)")
        for row in rows {
            say(
                "\(row.seq)  \(row.time.date.ISO8601Format())  \(row.type)  \(row.subject)  \(row.actor)  \(row.data)")
        }
    }

    private struct Verdict: Decodable {
        var service: String
        var facts: Int64
        var head: String
        var fault: String?
        var integrity: String
        var missingFiles: [String]
    }

    static let verify = Command(
        path: ["log", "verify"], summary: "Check every number, link and hash of every log, and the files themselves.",
        options: [AdminAccess.data],
        details:
            "Prints a line per service and one per missing photo; exit code 1 where something does not hold. docs/log-format.md says what is checked."
    ) { arguments in
        let verdicts = try await AdminAccess(arguments).decode([Verdict].self, .get, "/admin/verify")
        var sound = true
        for verdict in verdicts {
            let ok = verdict.fault == nil && verdict.integrity == "ok"
            sound = sound && ok
            let finding = ok ? "ok" : "FAULT: \(verdict.fault ?? verdict.integrity)"
            sound = sound && verdict.missingFiles.isEmpty
            say("\(verdict.service)  \(verdict.facts) facts  \(verdict.head.prefix(16))…  \(finding)")
            for digest in verdict.missingFiles { say("\(verdict.service)  photo missing: \(digest)") }
        }
        if !sound { throw CommandFailure("not all logs hold; see above") }
    }

    static let status = Command(
        path: ["status"], summary: "Print how far every service has read and published, as JSON.",
        options: [AdminAccess.data]
    ) { arguments in
        say(String(decoding: try await AdminAccess(arguments).send(.get, "/admin/status"), as: UTF8.self))
    }
}
