import OpsContracts
import OpsMessaging

extension Fleet {
    /// Metrics and readiness of every store, reader and relay.
    func registerFigures() {
        let lag = metrics.gauge(
            "ops_source_lag_facts", "Facts of the source not yet applied.", labels: ["service", "source"])
        let counts = metrics.gauge(
            "ops_source_facts", "Facts of the source by what became of them.", labels: ["service", "source", "what"])
        let unpublished = metrics.gauge(
            "ops_oldest_unpublished_ms", "Age of the oldest fact the topic lacks.", labels: ["service"])
        for member in members {
            for consumer in member.consumers { register(consumer, member) }
            register(member)
        }
        metrics.beforeText { [members] in
            for member in members {
                for consumer in member.consumers {
                    let (status, labels) = (consumer.status, (member.service.rawValue, consumer.source.rawValue))
                    lag.set(Double(max(0, (status.head ?? status.seq) - status.seq)), labels.0, labels.1)
                    for (what, value) in [
                        ("applied", status.applied), ("duplicate", status.duplicates), ("skipped", status.skipped),
                        ("parked", status.parked), ("gap", status.gaps), ("future", status.fromTheFuture),
                    ] { counts.set(Double(value), labels.0, labels.1, what) }
                }
                if let relay = member.relay, let age = try? await relay.oldestUnpublishedAge() {
                    unpublished.set(Double(age), member.service.rawValue)
                }
            }
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
