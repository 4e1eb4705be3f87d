import Foundation
import OpsContracts
import OpsKafka
import OpsMessaging
import OpsTestSupport
import Testing

extension RealKafka {
    @Suite(.kafka("--tls"), .serialized)
    struct Rights {
        let cluster: KafkaCluster

        init() throws { cluster = try #require(KafkaCluster.current) }

        private func properties(_ user: String) throws -> [String: String] {
            let lines = try cluster("user", user).split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1) }
            return Dictionary(uniqueKeysWithValues: lines.map { (String($0[0]), String($0[1])) })
        }

        private func bus(_ user: String) throws -> KafkaBus {
            var settings = cluster.settings(try properties(user), client: user)
            settings.requestTimeout = 5000
            return try KafkaBus(settings: settings)
        }

        /// A topic for each promise, all written by the account `cell`, whose rights are a service's.
        private static let ownTopics = EventBusSuite.cases.indices.map { Topic(rawValue: "ops.tickets.promise\($0)") }

        /// Once for the suite: each call of Kafka's tool starts a virtual machine.
        private static let granted = Result {
            let cluster = try #require(KafkaCluster.current)
            let plan = KafkaPlan([.init(principal: "cell", writes: ownTopics[0], reads: [])])
            for (right, arguments) in zip(plan.rights, plan.aclArguments) {
                var arguments = ["--force"] + arguments
                if right.resource == .topic(ownTopics[0]) {
                    arguments += ownTopics.dropFirst().flatMap { ["--topic", $0.rawValue] }
                }
                try cluster.tool("acls", arguments)
            }
        }

        @Test(arguments: EventBusSuite.cases)
        func `with mTLS and a service's rights alone Kafka keeps the promises of a bus`(_ promise: EventBusCase)
            async throws
        {
            try Self.granted.get()
            let index = try #require(EventBusSuite.cases.firstIndex { $0.description == promise.description })
            let topic = Self.ownTopics[index]
            let admin = try bus("admin")
            try await admin.ensureTopics([topic])
            await admin.close()
            let cell = try bus("cell")
            let world = EventBusWorld(bus: cell, topic: topic) { try await cell.publish($0, to: topic) }
            do { try await promise.check(world) } catch {
                await cell.close()
                throw error
            }
            await cell.close()
        }

        @Test func `a certificate that is renewed on the disk is used without a restart`() async throws {
            try Self.granted.get()
            let (admin, files, folder) = (try bus("admin"), FileManager.default, try TemporaryFolder())
            try await admin.ensureTopics([Self.ownTopics[0]])
            await admin.close()
            func copied(_ user: String) throws -> [String: String] {
                try Dictionary(
                    uniqueKeysWithValues: properties(user).map { name, value in
                        guard name.hasPrefix("ssl."), name.hasSuffix(".location") else { return (name, value) }
                        let copy = folder.file(name)
                        try? files.removeItem(atPath: copy)
                        try files.copyItem(atPath: value, toPath: copy)
                        return (name, copy)
                    })
            }
            var settings = cluster.settings(try copied("stranger"), client: "cell")
            (settings.requestTimeout, settings.certificatesLookedAtEvery) = (5000, 100)
            let renewed = try KafkaBus(settings: settings)
            #expect(try await busError { try await renewed.tail(of: Self.ownTopics[0]) }.isForbidden)
            _ = try copied("cell")
            let isHeard = try await eventually(within: 30) {
                do {
                    _ = try await renewed.tail(of: Self.ownTopics[0])
                    return true
                } catch is BusError { return false }
            }
            #expect(isHeard)
            await renewed.close()
        }

        @Test func `with the plan's rights each service does its part, and nobody more`() async throws {
            let plan = KafkaPlan([.init(.tickets, reads: [.office]), .init(.billing, reads: [.tickets])])
            let topic = ServiceName.tickets.topic
            let admin = try bus("admin")
            try await admin.ensureTopics(plan.topics)
            for arguments in plan.aclArguments { try cluster.tool("acls", ["--force"] + arguments) }

            let (tickets, billing, stranger) = (try bus("tickets"), try bus("billing"), try bus("stranger"))
            var chain = FactChain(topic)
            let facts = chain.next(3)
            try await tickets.publish(facts, to: topic)
            #expect(try await tickets.tail(of: topic) == chain.last)
            let read = try await billing.read(topic, after: .start, max: 10, wait: 10_000)
            #expect(read.records.compactMap(\.fact) == facts)
            await billing.mirror(SourcePosition(behind: facts[2], offsetHint: 3), of: topic, reader: "billing")
            await billing.close()
            #expect(try cluster("groups", "--describe", "--group", "ops-billing").contains(topic.rawValue))

            let writer = try bus("billing")
            let refused = try await busError { try await writer.publish(facts, to: topic) }
            #expect(refused.isForbidden, "\(refused)")
            #expect(try await tickets.tail(of: topic) == chain.last)
            for error in [
                try await busError { try await stranger.read(topic, after: .start, max: 10, wait: 1000) },
                try await busError { try await stranger.tail(of: topic) },
                try await busError { try await stranger.publish(facts, to: topic) },
                try await busError {
                    try await tickets.read(ServiceName.billing.topic, after: .start, max: 1, wait: 0)
                },
            ] { #expect(error.isForbidden, "\(error)") }
            for bus in [admin, tickets, writer, stranger] { await bus.close() }
        }

        @Test func `the right to see a topic is not the right to read it`() async throws {
            let topic = KafkaCluster.freshTopic()
            let admin = try bus("admin")
            try await admin.ensureTopics([topic])
            var chain = FactChain(topic)
            try await admin.publish(chain.next(1), to: topic)
            await admin.close()
            try cluster.tool(
                "acls",
                [
                    "--force", "--add", "--allow-principal", "User:viewer", "--operation", "Describe", "--operation",
                    "DescribeConfigs", "--topic", topic.rawValue,
                ])
            let viewer = try bus("viewer")
            let error = try await busError { try await viewer.read(topic, after: .start, max: 10, wait: 5000) }
            #expect(error.isForbidden, "\(error)")
            await viewer.close()
        }

        @Test func `a client without a certificate is told why it hears nothing`() async throws {
            var settings = cluster.settings()
            settings.requestTimeout = 2000
            let plain = try KafkaBus(settings: settings)
            let error = try await busError { try await plain.tail(of: ServiceName.tickets.topic) }
            #expect("\(error)".contains("security.protocol"), "\(error)")
            await plain.close()
        }
    }
}
