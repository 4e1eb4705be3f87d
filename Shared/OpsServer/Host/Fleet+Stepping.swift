public import OpsContracts
import OpsMessaging

extension Fleet {
    /// Returns when every fact of every log is applied by every reader of it, and nothing new came of it.
    ///
    /// - Throws: `SettlingError` where a reader halts or half a minute passes.
    public func settle(within seconds: Int = 30) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let before = try await positions()
            if before.allSatisfy({ $0.position >= $0.head }), try await positions() == before { return }
            if let halted = before.first(where: { $0.isHalted }) { throw SettlingError(behind: halted.name) }
            guard ContinuousClock.now < end else {
                throw SettlingError(behind: before.filter { $0.position < $0.head }.map(\.name).joined(separator: ", "))
            }
            try await Task.sleep(for: .milliseconds(1))  // gives the core to the readers; the loop looks again
        }
    }

    /// Moves a manual clock forward in steps no longer than an hour, doing all work at each and settling between.
    public func advance(to moment: Timestamp, step: Int64 = 3_600_000) async throws {
        guard let clock = options.clock as? ManualClock else { return }
        try await settle()  // what was said before is heard before: at its own time
        while clock.now() < moment {
            clock.advance(to: min(moment, clock.now() + step))
            try await doWork()
        }
    }

    /// Does every service's work once, at the clock's time, and lets the facts flow.
    ///
    /// Each service sees what the ones before it brought about, so that the same day always goes the same way.
    public func doWork() async throws {
        try await settle()
        for member in members {
            let before = await member.store.head().seq
            try await doWork(of: member)
            if await member.store.head().seq != before { try await settle() }
        }
    }

    func doWork(of member: Member) async throws {
        for work in member.module.work { try await work.step(options.clock.now()) }
    }

    private struct Standing: Equatable {
        var name: String
        var position: Int64
        var head: Int64
        var isHalted: Bool
    }

    private func positions() async throws -> [Standing] {
        var result: [Standing] = []
        for member in members {
            for consumer in member.consumers {
                let head: Int64
                if let source = members.first(where: { $0.store.definition.topic == consumer.source }) {
                    // From the disk, as the position is: else what a fact brought about could show later than that it is applied.
                    head = try await source.store.read { try $0.head().seq }
                } else {
                    head = try await options.bus.tail(of: consumer.source)?.seq ?? 0
                }
                let position = try await member.store.read { try $0.position(of: consumer.source)?.seq ?? 0 }
                var isHalted = false
                if case .halted = consumer.status.state { isHalted = true }
                result.append(
                    Standing(
                        name: "\(member.service.rawValue) ← \(consumer.source)", position: position, head: head,
                        isHalted: isHalted))
            }
        }
        return result
    }
}

/// Facts did not come to rest.
public struct SettlingError: Error, CustomStringConvertible {
    public var behind: String
    public var description: String { "still behind: \(behind)" }
}
