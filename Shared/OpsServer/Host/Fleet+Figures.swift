import Foundation
import OpsContracts
import OpsMessaging

extension Fleet {
    /// Metrics and readiness of every store, reader and relay.
    func registerFigures() {
        let readers = members.flatMap { member in member.consumers.map { (member.service.rawValue, $0) } }
        metrics.gauge("ops_source_lag_facts", "Facts of the source not yet applied.", labels: ["service", "source"]) {
            readers.map { service, reader in
                let status = reader.status
                return ([service, reader.source.rawValue], Double(max(0, (status.head ?? status.seq) - status.seq)))
            }
        }
        metrics.gauge(
            "ops_source_facts", "Facts of the source by what became of them.", labels: ["service", "source", "what"]
        ) {
            readers.flatMap { service, reader in
                let status = reader.status
                let figures: [(String, Int64)] = [
                    ("applied", status.applied), ("duplicate", status.duplicates), ("skipped", status.skipped),
                    ("parked", status.parked), ("gap", status.gaps), ("future", status.fromTheFuture),
                ]
                return figures.map { ([service, reader.source.rawValue, $0.0], Double($0.1)) }
            }
        }
        let clock = options.clock
        metrics.gauge(
            "ops_source_lag_seconds", "Age of the oldest fact seen in the source and not yet applied; 0 where none is.",
            labels: ["service", "source"]
        ) {
            readers.map { service, reader in
                let age = reader.status.waitsSince.map { max(0, clock.now().rawValue - $0.rawValue) } ?? 0
                return ([service, reader.source.rawValue], Double(age) / 1_000)
            }
        }
        registerBus()
        registerDisk()
        for member in members {
            for consumer in member.consumers { register(consumer, member) }
            register(member)
        }
    }

    /// Nothing where the bus counts nothing, as the local one.
    private func registerBus() {
        let bus = options.bus
        guard !bus.figures.isEmpty else { return }
        metrics.gauge("ops_bus_events", "What the bus has done since the process started.", labels: ["what"]) {
            bus.figures.map { ([$0.key], Double($0.value)) }
        }
    }

    /// Sizes and times that the disk tells when somebody looks.
    private func registerDisk() {
        let stores = members.map { ($0.service.rawValue, $0.store.path) }
        metrics.gauge("ops_wal_bytes", "Size of the store's write-ahead log.", labels: ["service"]) {
            stores.map { service, path in ([service], Double(DiskFigures.size(of: path + "-wal"))) }
        }
        let directory = options.dataDirectory
        metrics.gauge("ops_disk_free_bytes", "Bytes free on the disk of the data directory.") {
            BlobFolder(path: directory).freeBytes().map { [([], Double($0))] } ?? []
        }
        metrics.gauge(
            "ops_last_backup_timestamp_seconds", "When a backup was last finished, Unix time; absent before the first."
        ) { DiskFigures.lastBackup(of: directory).map { [([], $0)] } ?? [] }
    }

    /// Looks every five seconds for what only a store can tell: facts the topic lacks, subjects that stand still.
    func watchStores() async {
        let age = metrics.gauge(
            "ops_oldest_unpublished_seconds", "Age of the oldest fact the topic lacks.", labels: ["service"])
        let parked = metrics.gauge(
            "ops_parked_subjects", "Subjects with a fact that could not be applied.", labels: ["service"])
        while !Task.isCancelled {
            for member in members {
                if let subjects = try? await member.store.parkedSubjects() {
                    parked.set(Double(subjects), member.service.rawValue)
                }
                guard let milliseconds = try? await member.relay?.oldestUnpublishedAge() else { continue }
                age.set(Double(milliseconds) / 1_000, member.service.rawValue)
            }
            do { try await Task.sleep(for: .seconds(5)) } catch { return }
        }
    }

    private func register(_ consumer: Consumer, _ member: Member) {
        health.register("\(member.service.rawValue).reads.\(consumer.source)") {
            switch consumer.status.state {
            case .halted(let reason): return "halted: \(reason)"
            case .gap(let expected, let found): return "gap: waits for seq \(expected), found \(found)"
            case .starting, .flowing, .paused:
                // The directory must have been read once; afterwards a stale copy serves.
                let isDirectory = consumer.source == ServiceName.office.topic
                return isDirectory && !consumer.status.hasCaughtUp ? "the directory is not read to its end yet" : nil
            }
        }
    }

    private func register(_ member: Member) {
        let store = member.store
        health.register("\(member.service.rawValue).store") {
            if let reason = store.refusal { return reason }
            let building = store.definition.models.filter { !store.isLive($0) }.map(\.name)
            return building.isEmpty ? nil : "read models are being built: \(building.joined(separator: ", "))"
        }
        guard let relay = member.relay else { return }
        health.register("\(member.service.rawValue).relay") {
            // A dead broker is no reason to refuse a ticket: only a fork makes the service not ready.
            if case .forked(let seq) = relay.status.state { return "log and topic differ from seq \(seq)" }
            return nil
        }
    }
}

/// What the files of a data directory tell.
enum DiskFigures {
    /// 0 where there is no such file.
    static func size(of path: String) -> Int64 {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        return size?.int64Value ?? 0
    }

    /// Unix time in seconds; nil before the first backup.
    static func lastBackup(of directory: String) -> Double? {
        let changed = try? FileManager.default.attributesOfItem(atPath: mark(directory))[.modificationDate] as? Date
        return changed.map { $0.timeIntervalSince1970.rounded(.down) }
    }

    /// A backup of the directory is whole: the mark's own time says when, also after a restart.
    static func noteBackup(of directory: String) throws {
        try Data().write(to: URL(fileURLWithPath: mark(directory)))
    }

    private static func mark(_ directory: String) -> String { directory + "/last-backup" }
}
