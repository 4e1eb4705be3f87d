import OpsContracts
import OpsMessaging
import OpsTestSupport
import Testing

/// The suite that judges the buses must itself see a bad one.
struct EventBusSuiteTests {
    enum Fault: CaseIterable { case drops, swaps, changes, forgetsTail }

    private struct FaultyBus: EventBus {
        let fault: Fault
        let inner = HostileBus()

        func tail(of topic: Topic) async throws -> TopicTail? {
            fault == .forgetsTail ? nil : try await inner.tail(of: topic)
        }
        func publish(_ facts: [Fact], to topic: Topic) async throws { try await inner.publish(facts, to: topic) }
        func mirror(_ position: SourcePosition, of topic: Topic, reader: String) async {}

        func read(_ topic: Topic, after position: SourcePosition, max: Int, wait: Int) async throws -> BusBatch {
            var batch = try await inner.read(topic, after: position, max: max, wait: wait)
            guard batch.records.count > 3 else { return batch }
            switch fault {
            case .drops: batch.records.remove(at: 2)
            case .swaps: batch.records.swapAt(1, 2)
            case .changes:
                guard case .fact(var fact, let offset) = batch.records[1] else { return batch }
                fact.data.append(0x20)
                batch.records[1] = .fact(fact, nextOffset: offset)
            case .forgetsTail: break
            }
            return batch
        }
    }

    @Test(arguments: Fault.allCases)
    func `a bus with a fault breaks a promise`(_ fault: Fault) async throws {
        var broken = 0
        for promise in EventBusSuite.cases where promise.description.contains(/read in order|tail follows/) {
            let bus = FaultyBus(fault: fault)
            let topic = ServiceName.tickets.topic
            let world = EventBusWorld(bus: bus, topic: topic) { try await bus.publish($0, to: topic) }
            do {
                try await promise.check(world)
            } catch is EventBusSuite.Broken {
                broken += 1
            }
        }
        #expect(broken >= 1)
    }
}
