import Foundation
public import OpsContracts
import OpsDomain
public import OpsMessaging

/// What `ops` asks a running process, over a Unix socket that only its owner can open.
///
/// `ops` never opens a store that somebody runs: two writers could corrupt it.
struct AdminRoutes {
    let fleet: Fleet

    var all: [Route] {
        [
            Route(.get, "/admin/status", .anyone) { _ in try .json(await fleet.status()) },
            Route(.get, "/admin/log/{service}", .anyone) { try await log($0) },
            Route(.get, "/admin/verify", .anyone) { _ in try .json(await verify()) },
            Route(.get, "/admin/parked", .anyone) { _ in try .json(await parked()) },
            Route(.post, "/admin/parked/retry", .anyone, needsKey: false) { try await retry($0) },
            Route(.post, "/admin/parked/discard", .anyone, needsKey: false) { try await discard($0) },
            Route(.post, "/admin/resume", .anyone, needsKey: false) { try await resume($0) },
            Route(.post, "/admin/rebuild", .anyone, needsKey: false) { try await rebuild($0) },
            Route(.post, "/admin/backup", .anyone, needsKey: false) { try await backup($0) },
        ] + ClockRoutes(fleet: fleet).all + fleet.members.flatMap(\.module.admin)
    }

    private struct LogRow: Encodable {
        var seq: Int64
        var time: Timestamp
        var type: String
        var subject: String
        var site: SiteCode?
        var actor: String
        var data: String
        var hash: String
    }

    private func log(_ request: Request) async throws -> Response {
        let store = try store(request.parameters["service"])
        let head = await store.head().seq
        let after = request.query.text("after").flatMap { Int64($0) } ?? max(0, head - 20)
        let facts = try await store.facts(after: after, limit: 500)
        return try .json(
            facts.map {
                LogRow(
                    seq: $0.seq, time: $0.time, type: $0.type.rawValue, subject: $0.subject, site: $0.site,
                    actor: $0.actor.rawValue, data: String(decoding: $0.data, as: UTF8.self), hash: $0.hash)
            })
    }

    private struct Verdict: Codable {
        var service: String
        var facts: Int64
        var head: String
        var fault: String?
        var integrity: String
        /// Files that facts name and the disk does not have.
        var missingFiles: [String]
    }

    private func verify() async throws -> [Verdict] {
        var verdicts: [Verdict] = []
        for member in fleet.members {
            let head = await member.store.head()
            verdicts.append(
                Verdict(
                    service: member.service.rawValue, facts: head.seq, head: head.hash,
                    fault: try await member.store.verifyLog(), integrity: try await member.store.checkIntegrity(),
                    missingFiles: try await member.module.files?.missing() ?? []))
        }
        return verdicts
    }

    private struct Parked: Encodable {
        var service: String
        var facts: [ParkedFact]
    }

    private func parked() async throws -> [Parked] {
        var result: [Parked] = []
        for member in fleet.members {
            let facts = try await member.store.parked()
            if !facts.isEmpty { result.append(Parked(service: member.service.rawValue, facts: facts)) }
        }
        return result
    }

    private struct ParkedRequest: Decodable {
        var service: String
        var source: Topic
        var subject: String?
        var seq: Int64?
        var reason: String?
    }

    private func retry(_ request: Request) async throws -> Response {
        let asked = try request.json(ParkedRequest.self)
        let store = try store(asked.service)
        var applied = 0
        let subjects = try await store.parked(source: asked.source, subject: asked.subject).map(\.subject)
        for subject in Set(subjects) { applied += try await store.retryParked(source: asked.source, subject: subject) }
        return try .json(["applied": applied, "parked": try await store.parked().count])
    }

    private func discard(_ request: Request) async throws -> Response {
        let asked = try request.json(ParkedRequest.self)
        guard let seq = asked.seq else { throw Rejection.invalid("seq", zh: "缺少 seq。", en: "seq is missing.") }
        try await store(asked.service).discardParked(
            source: asked.source, seq: seq, reason: asked.reason ?? "", by: Actor(rawValue: "operator"))
        return .noContent
    }

    private func resume(_ request: Request) async throws -> Response {
        let asked = try request.json(ParkedRequest.self)
        try await store(asked.service).resume(asked.source)
        return .noContent
    }

    private func rebuild(_ request: Request) async throws -> Response {
        struct Asked: Decodable { var service: String; var model: String }
        let asked = try request.json(Asked.self)
        let store = try store(asked.service)
        do {
            if try await store.rebuild(asked.model, bus: fleet.options.bus) { return .noContent }
        } catch let error as BusError {
            throw Problem.unavailable(
                zh: "读不到来源，没有重建：\(error)", en: "A source cannot be read, nothing was rebuilt: \(error)")
        }
        let known = store.definition.models.map(\.name).joined(separator: ", ")
        throw Rejection(.missing, "no-such-model", zh: "没有这个读模型。", en: "No such read model; there are: \(known).")
    }

    private func backup(_ request: Request) async throws -> Response {
        struct Asked: Decodable { var directory: String }
        let asked = try request.json(Asked.self)
        var report = BackupReport(stores: try await Backup.make(of: fleet.members.map(\.store), into: asked.directory))
        // After the stores: whatever their facts name was on the disk before them.
        for member in fleet.members {
            guard let files = member.module.files else { continue }
            let target = BlobFolder(path: "\(asked.directory)/\(member.service.rawValue)-files")
            let (count, damaged) = try files.folder.copy(to: target)
            report.files[member.service.rawValue] = count
            report.damaged += damaged
        }
        // The copy is whole and checked, whether the disk takes the mark or not.
        try? DiskFigures.noteBackup(of: fleet.options.dataDirectory)
        return try .json(report)
    }

    private func store(_ name: String?) throws -> Store {
        guard let service = name.flatMap({ ServiceName(rawValue: $0) }), let member = fleet.member(service) else {
            let known = fleet.members.map(\.service.rawValue).joined(separator: ", ")
            throw Rejection(
                .missing, "no-such-service", zh: "没有这个服务。", en: "No such service here; there are: \(known).")
        }
        return member.store
    }
}

/// What `ops backup` has copied.
public struct BackupReport: Codable, Sendable {
    public var stores: [Backup.Entry]
    /// Files by service.
    public var files: [String: Int] = [:]
    /// Files that no longer hold what their names say; they are not in the copy.
    public var damaged: [String] = []
}

extension Fleet {
    /// What every store, reader and relay says about itself.
    public struct Status: Codable, Sendable {
        public struct Source: Codable, Sendable {
            public var topic: String
            public var seq: Int64
            public var head: Int64
            public var state: String
            public var applied: Int64
            public var duplicates: Int64
            public var skipped: Int64
            public var parked: Int64
        }
        public struct Service: Codable, Sendable {
            public var service: String
            public var facts: Int64
            public var hash: String
            public var commits: Int64
            public var refusal: String?
            public var parked: Int
            public var relay: String?
            public var published: Int64?
            public var sources: [Source]
        }
        public var services: [Service]
        public var ready: Bool
        /// What the process's clock shows.
        public var now: Timestamp
        /// Where people reach it; 0 where nothing serves.
        public var port: Int
    }

    public func status() async throws -> Status {
        var services: [Status.Service] = []
        for member in members {
            let head = await member.store.head()
            services.append(
                Status.Service(
                    service: member.service.rawValue, facts: head.seq, hash: head.hash,
                    commits: await member.store.commitCount(), refusal: member.store.refusal,
                    parked: try await member.store.parked().count, relay: member.relay.map { "\($0.status.state)" },
                    published: member.relay?.status.seq,
                    sources: member.consumers.map {
                        let status = $0.status
                        return Status.Source(
                            topic: $0.source.rawValue, seq: status.seq, head: status.head ?? status.seq,
                            state: "\(status.state)", applied: status.applied, duplicates: status.duplicates,
                            skipped: status.skipped, parked: status.parked)
                    }))
        }
        return Status(services: services, ready: await health.report().ready, now: options.clock.now(), port: Int(port))
    }

    func adminEdge() throws -> Edge {
        let name = members.first?.service ?? .office
        return try Edge(
            [ServiceRoutes(name, AdminRoutes(fleet: self).all)], options: Edge.Options(log: options.log(name)))
    }
}

extension Fleet {
    /// What the port would answer, without a network in between.
    public func ask(_ request: IncomingRequest) async -> Response { await edge.respond(to: request) }

    /// What the admin socket would answer, in a process that does not serve.
    public func askAdmin(_ request: IncomingRequest) async throws -> Response {
        try await adminEdge().respond(to: request)
    }
}
