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
        for member in members {
            for consumer in member.consumers { register(consumer, member) }
            register(member)
        }
    }

    /// Looks every five seconds how old the oldest fact is that the topic lacks.
    func watchRelays() async {
        let age = metrics.gauge(
            "ops_oldest_unpublished_ms", "Age of the oldest fact the topic lacks.", labels: ["service"])
        while !Task.isCancelled {
            for member in members {
                guard let relay = member.relay, let milliseconds = try? await relay.oldestUnpublishedAge() else {
                    continue
                }
                age.set(Double(milliseconds), member.service.rawValue)
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
