import OpsContracts
import OpsKafka
import Testing

struct KafkaPlanTests {
    let plan = KafkaPlan([.init(.billing, reads: [.tickets, .assessments]), .init(.tickets, reads: [])])

    @Test func `every topic written or read is created once, for ever and in one partition`() {
        #expect(plan.topics.map(\.rawValue) == ["ops.assessments.v1", "ops.billing.v1", "ops.tickets.v1"])
        let commands = plan.topicCommands(bootstrap: "k:9092", replication: 3).split(separator: "\n")
        #expect(
            commands.last
                == """
                kafka-topics.sh --bootstrap-server k:9092 --create --if-not-exists --topic ops.tickets.v1 --partitions 1 \
                --replication-factor 3 --config cleanup.policy=delete --config min.insync.replicas=2 \
                --config retention.bytes=-1 --config retention.ms=-1
                """)
        #expect(commands.count == 3)
    }

    @Test func `a service writes its own topic and only reads those it declares`() {
        let writers = plan.rights.filter { $0.operations.contains(.write) }
        #expect(
            writers.map { "\($0.principal) \($0.resource)" } == [
                "billing \(KafkaPlan.Resource.topic(ServiceName.billing.topic))",
                "tickets \(KafkaPlan.Resource.topic(ServiceName.tickets.topic))",
            ])
        let readers = plan.rights.filter { $0.resource == .topic(ServiceName.assessments.topic) }
        #expect(readers.map(\.principal) == ["billing"])
        #expect(readers.first?.operations == [.read, .describe, .describeConfigs])
    }

    @Test func `the rights are lines for Kafka's own tool`() {
        #expect(
            plan.aclCommands(bootstrap: "k:9092").split(separator: "\n").suffix(2) == [
                """
                kafka-acls.sh --bootstrap-server k:9092 --add --allow-principal User:tickets --operation Read \
                --operation Write --operation Describe --operation DescribeConfigs --topic ops.tickets.v1
                """,
                """
                kafka-acls.sh --bootstrap-server k:9092 --add --allow-principal User:tickets --operation Read \
                --operation Describe --group ops-tickets --resource-pattern-type prefixed
                """,
            ])
    }

    @Test func `a cell is a door of its own`() {
        let cell = KafkaPlan.Entry(
            principal: "tickets-xz", writes: Topic(rawValue: "ops.tickets.xz.v1"), reads: [ServiceName.office.topic])
        #expect(KafkaPlan([cell]).aclArguments.allSatisfy { $0.contains("User:tickets-xz") })
    }
}
