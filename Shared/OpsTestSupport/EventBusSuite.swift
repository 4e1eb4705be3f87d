public import OpsContracts
public import OpsMessaging

/// A bus under test, and an empty topic on it.
public struct EventBusWorld: Sendable {
    public var bus: any EventBus
    public var topic: Topic
    /// Makes facts be in the log that the topic carries: into the store for `LocalBus`, published for `KafkaBus`.
    public var append: @Sendable ([Fact]) async throws -> Void

    public init(bus: any EventBus, topic: Topic, append: @escaping @Sendable ([Fact]) async throws -> Void) {
        self.bus = bus
        self.topic = topic
        self.append = append
    }
}

/// One promise of `EventBus`; a bus keeps it where `check` does not throw.
public struct EventBusCase: Sendable, CustomStringConvertible {
    public let description: String
    public let check: @Sendable (EventBusWorld) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (EventBusWorld) async throws -> Void) {
        self.description = description
        self.check = check
    }
}

/// What both buses promise: `@Test(arguments: EventBusSuite.cases)` runs each on a world of its own.
public enum EventBusSuite {
    /// The promise that was broken, in words.
    public struct Broken: Error, CustomStringConvertible {
        public let description: String
    }

    public static let cases = [
        EventBusCase("what is appended is read in order, equal", readsInOrder),
        EventBusCase("a batch holds at most what was asked for", limitsBatches),
        EventBusCase("a reader goes on behind its position, with or without a hint", readsBehindPosition),
        EventBusCase("two readers of one topic do not disturb each other", separatesReaders),
        EventBusCase("an empty topic has no tail", hasNoTailWhenEmpty),
        EventBusCase("the tail follows the log", followsTail),
        EventBusCase("a wait for nothing ends empty", timesOut),
        EventBusCase("a waiting reader gets what comes", wakesUp),
        EventBusCase("a cancelled read returns at once", endsWhenCancelled),
        EventBusCase("publishing twice loses and reorders nothing", survivesCopies),
        EventBusCase("ten thousand facts come through", carriesMany),
        EventBusCase("a body of 200 KiB comes through", carriesLarge),
        EventBusCase("text of every script comes through", carriesUnicode),
        EventBusCase("the head tells the lag", tellsHead),
    ]

    static func expect(_ holds: Bool, _ broken: @autoclosure () -> String) throws {
        if !holds { throw Broken(description: broken()) }
    }

    /// Reads like a consumer: drops copies, wants every other fact in its turn.
    ///
    /// - Returns: where it stands when it has `count` facts.
    @discardableResult
    public static func expectFacts(
        _ facts: [Fact], after start: SourcePosition = .start, in world: EventBusWorld, batch: Int = 500
    ) async throws -> SourcePosition {
        var position = start
        var rest = facts[...]
        let end = ContinuousClock.now + .seconds(60)
        while let next = rest.first {
            try expect(ContinuousClock.now < end, "seq \(next.seq) did not come")
            let read = try await world.bus.read(world.topic, after: position, max: batch, wait: 1000)
            try expect(read.records.count <= batch, "\(read.records.count) records instead of \(batch)")
            for record in read.records {
                guard case .fact(let fact, let offset) = record else {
                    throw Broken(description: "a record could not be read: \(record)")
                }
                if fact.seq <= position.seq { continue }
                guard let expected = rest.popFirst() else { return position }
                try expect(fact == expected, "\(fact) instead of \(expected)")
                position = SourcePosition(behind: fact, offsetHint: offset)
            }
        }
        return position
    }

    @Sendable private static func readsInOrder(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(3) + chain.next(20)
        try await world.append(Array(facts.prefix(3)))
        try await world.append(Array(facts.dropFirst(3)))
        try await expectFacts(facts, in: world)
    }

    @Sendable private static func limitsBatches(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(25)
        try await world.append(facts)
        try await expectFacts(facts, in: world, batch: 7)
        try await expectFacts(facts, in: world, batch: 1)
    }

    @Sendable private static func readsBehindPosition(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(50)
        try await world.append(facts)
        let middle = try await expectFacts(Array(facts.prefix(20)), in: world, batch: 20)
        var positions = [middle]
        for hint: Int64? in [nil, 0, 1, 7, 49, 50, 51, 1_000_000] {
            positions.append(SourcePosition(seq: middle.seq, hash: middle.hash, offsetHint: hint))
        }
        for position in positions {
            try await expectFacts(Array(facts.dropFirst(20)), after: position, in: world)
        }
    }

    @Sendable private static func separatesReaders(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(200)
        try await world.append(facts)
        try await withThrowingTaskGroup { group in
            for batch in [1, 3, 50] {
                group.addTask { _ = try await expectFacts(facts, in: world, batch: batch) }
            }
            try await group.waitForAll()
        }
    }

    @Sendable private static func hasNoTailWhenEmpty(_ world: EventBusWorld) async throws {
        let tail = try await world.bus.tail(of: world.topic)
        try expect(tail == nil, "the tail of nothing is \(tail as Any)")
    }

    @Sendable private static func followsTail(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        for count in [1, 4, 1500] {
            try await world.append(chain.next(count))
            let tail = try await world.bus.tail(of: world.topic)
            try expect(tail == chain.last, "the tail is \(tail as Any), the log's is \(chain.last as Any)")
        }
    }

    @Sendable private static func timesOut(_ world: EventBusWorld) async throws {
        let start = ContinuousClock.now
        let batch = try await world.bus.read(world.topic, after: .start, max: 10, wait: 200)
        try expect(batch.records.isEmpty, "an empty topic gave \(batch.records)")
        try expect(ContinuousClock.now - start < .seconds(15), "the wait of 200 ms took \(ContinuousClock.now - start)")
    }

    @Sendable private static func wakesUp(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(2)
        try await world.append([facts[0]])
        let position = try await expectFacts([facts[0]], in: world)
        async let coming = world.bus.read(world.topic, after: position, max: 10, wait: 30_000)
        try await world.append([facts[1]])
        let records = try await coming.records
        guard case .fact(let fact, _)? = records.last else { throw Broken(description: "nothing came") }
        try expect(fact == facts[1], "\(fact) came")
    }

    @Sendable private static func endsWhenCancelled(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(1)
        try await world.append(facts)
        let position = try await expectFacts(facts, in: world)
        for _ in 0..<20 {
            let reading = Task { try await world.bus.read(world.topic, after: position, max: 10, wait: 60_000) }
            await Task.yield()
            let start = ContinuousClock.now
            reading.cancel()
            let batch = try await reading.value
            try expect(batch.records.isEmpty, "a cancelled read gave \(batch.records)")
            try expect(ContinuousClock.now - start < .seconds(5), "cancelling took \(ContinuousClock.now - start)")
        }
        try await world.append(chain.next(1))
        let tail = try await world.bus.tail(of: world.topic)
        try expect(tail?.seq == 2, "after the cancellations the tail is \(tail as Any)")
    }

    @Sendable private static func survivesCopies(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let first = chain.next(60)
        try await world.append(first)
        try await world.bus.publish(first, to: world.topic)
        try await world.bus.publish(Array(first.dropFirst(40)), to: world.topic)
        let second = chain.next(30)
        try await world.append(second)
        try await world.bus.publish(Array(first.suffix(5)) + second, to: world.topic)
        let facts = first + second
        try await expectFacts(facts, in: world, batch: 11)
        for known in [1, 39, 55, 60, 75] {
            let position = SourcePosition(behind: facts[known - 1])
            try await expectFacts(Array(facts.dropFirst(known)), after: position, in: world)
        }
        let tail = try await world.bus.tail(of: world.topic)
        try expect(tail == chain.last, "the tail is \(tail as Any)")
    }

    @Sendable private static func carriesMany(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(10_000)
        for start in stride(from: 0, to: facts.count, by: 500) {
            try await world.append(Array(facts[start..<start + 500]))
        }
        try await expectFacts(facts, in: world)
        let late = SourcePosition(behind: facts[8_999])
        try await expectFacts(Array(facts.dropFirst(9_000)), after: late, in: world)
    }

    @Sendable private static func carriesLarge(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(5) { _ in #"{"text":"\#(String(repeating: "站", count: 68_000))"}"# }
        try await world.append(facts)
        try await expectFacts(facts, in: world)
    }

    @Sendable private static func carriesUnicode(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let texts = ["北京西站 🚉", "é ≠ e\u{301}", "مرحبا", "\u{10FFFD}", "𠮷野家", "\\u0000", ""]
        let facts = chain.next(texts.count) { #"{"text":"\#(texts[Int($0) - 1])"}"# }
        try await world.append(facts)
        try await expectFacts(facts, in: world)
    }

    @Sendable private static func tellsHead(_ world: EventBusWorld) async throws {
        var chain = FactChain(world.topic)
        let facts = chain.next(40)
        try await world.append(facts)
        let position = try await expectFacts(facts, in: world)
        let end = try await world.bus.read(world.topic, after: position, max: 10, wait: 0)
        try expect(end.head == 40, "at the end the head is \(end.head as Any)")
    }
}
