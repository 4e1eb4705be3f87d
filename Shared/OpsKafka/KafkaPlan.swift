public import OpsContracts

/// The topics and rights a set of services needs, from what each declares to read. Printed by `ops kafka topics|acls`.
public struct KafkaPlan: Sendable {
    /// One service's door: its principal, its own topic, and the topics it reads.
    public struct Entry: Sendable, Equatable {
        /// The certificate's common name, and the client id: `tickets`, or `tickets-xz` for a cell.
        public var principal: String
        public var writes: Topic
        public var reads: [Topic]

        public init(principal: String, writes: Topic, reads: [Topic]) {
            self.principal = principal
            self.writes = writes
            self.reads = reads
        }

        public init(_ service: ServiceName, reads: [ServiceName]) {
            self.init(principal: service.rawValue, writes: service.topic, reads: reads.map(\.topic))
        }
    }

    public enum Resource: Sendable, Hashable {
        case topic(Topic)
        /// All consumer groups that begin so.
        case groups(prefix: String)
    }

    public enum Operation: String, Sendable, CaseIterable {
        case read = "Read"
        case write = "Write"
        case describe = "Describe"
        case describeConfigs = "DescribeConfigs"
    }

    /// One right: this principal may do these things to this.
    public struct Right: Sendable, Equatable {
        public var principal: String
        public var resource: Resource
        public var operations: [Operation]
    }

    /// What every log topic is set to: nothing is ever deleted by age or size, nothing is compacted.
    public static let topicSettings = ["cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"]

    public var entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }

    /// All topics written or read, sorted.
    public var topics: [Topic] { Set(entries.flatMap { [$0.writes] + $0.reads }).sorted() }

    /// A service writes and reads its own topic (the relay compares tails, a restored store copies back), reads those it
    /// declares, may see the settings it checks at start, and commits to its own groups.
    public var rights: [Right] {
        entries.flatMap { entry in
            let own = Right(
                principal: entry.principal, resource: .topic(entry.writes),
                operations: [.read, .write, .describe, .describeConfigs])
            let others = Set(entry.reads).subtracting([entry.writes]).sorted().map {
                Right(
                    principal: entry.principal, resource: .topic($0), operations: [.read, .describe, .describeConfigs])
            }
            let groups = Right(
                principal: entry.principal, resource: .groups(prefix: "ops-\(entry.principal)"),
                operations: [.read, .describe])
            return [own] + others + [groups]
        }
    }

    /// The arguments of Kafka's `kafka-topics` for each topic.
    ///
    /// - Parameter replication: copies; the settings then ask for all but one to be in step before an acknowledgement.
    public func topicArguments(replication: Int) -> [[String]] {
        topics.map { topic in
            var arguments = ["--create", "--if-not-exists", "--topic", topic.rawValue, "--partitions", "1"]
            arguments += ["--replication-factor", String(replication)]
            var settings = Self.topicSettings
            settings["min.insync.replicas"] = String(max(1, replication - 1))
            for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
                arguments += ["--config", "\(name)=\(value)"]
            }
            return arguments
        }
    }

    /// The arguments of Kafka's `kafka-acls` for each right.
    public var aclArguments: [[String]] {
        rights.map { right in
            var arguments = ["--add", "--allow-principal", "User:\(right.principal)"]
            for operation in right.operations { arguments += ["--operation", operation.rawValue] }
            switch right.resource {
            case .topic(let topic): arguments += ["--topic", topic.rawValue]
            case .groups(let prefix): arguments += ["--group", prefix, "--resource-pattern-type", "prefixed"]
            }
            return arguments
        }
    }

    /// One shell command per line: `kafka-topics.sh --bootstrap-server … --create …`.
    public func topicCommands(bootstrap: String, replication: Int) -> String {
        Self.commands("kafka-topics.sh", bootstrap, topicArguments(replication: replication))
    }

    /// One shell command per line: `kafka-acls.sh --bootstrap-server … --add …`.
    public func aclCommands(bootstrap: String) -> String {
        Self.commands("kafka-acls.sh", bootstrap, aclArguments)
    }

    private static func commands(_ tool: String, _ bootstrap: String, _ calls: [[String]]) -> String {
        calls.map { ([tool, "--bootstrap-server", bootstrap] + $0).joined(separator: " ") + "\n" }.joined()
    }
}
