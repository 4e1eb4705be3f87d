import CKafka
import Foundation

/// How to reach Kafka. Every librdkafka property can be given; the ones that keep facts safe cannot be changed.
public struct KafkaSettings: Sendable {
    /// A property that librdkafka does not know, a value it does not take, or a missing bootstrap list.
    public struct Invalid: Error, Equatable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// librdkafka's own names: `bootstrap.servers`, `ssl.ca.location`. They win over our defaults.
    public var properties: [String: String]
    /// Names this process at the broker (`client.id`), and its consumer group: `ops-<clientID>`.
    public var clientID: String
    /// Milliseconds to wait for any answer but an acknowledgement before `BusError.unavailable`.
    public var requestTimeout = 10_000
    /// Milliseconds without one acknowledgement before a publish gives up with `BusError.unavailable`.
    public var publishTimeout = 30_000
    /// Whether the first use of a topic checks its settings. Off only for the mock broker, which cannot tell them.
    public var checksTopics = true
    /// Milliseconds between two looks whether the files of keys and certificates are still the same.
    public var certificatesLookedAtEvery = 10_000

    public init(bootstrap: String, clientID: String, properties: [String: String] = [:]) {
        self.properties = properties.merging(["bootstrap.servers": bootstrap]) { _, bootstrap in bootstrap }
        self.clientID = clientID
    }

    /// Reads `OPS_KAFKA_<PROPERTY>`: `OPS_KAFKA_BOOTSTRAP_SERVERS=k1:9092` is `bootstrap.servers`. With `_FILE` at the
    /// end the value is the content of that file, for secrets.
    ///
    /// - Returns: nil where no bootstrap servers are named: this process does not use Kafka.
    /// - Throws: `Invalid` where a file cannot be read.
    public init?(environment: [String: String], clientID: String) throws {
        var properties: [String: String] = [:]
        for (name, value) in environment where name.hasPrefix(Self.prefix) {
            let isFile = name.hasSuffix(Self.fileSuffix)
            let key = name.dropFirst(Self.prefix.count).dropLast(isFile ? Self.fileSuffix.count : 0)
            properties[key.lowercased().replacing("_", with: ".")] =
                isFile ? try Self.content(of: value, for: name) : value
        }
        guard properties["bootstrap.servers"] != nil else { return nil }
        self.properties = properties
        self.clientID = clientID
    }

    private static let prefix = "OPS_KAFKA_"
    private static let fileSuffix = "_FILE"

    private static func content(of path: String, for name: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Invalid(description: "\(name): the file “\(path)” cannot be read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// - Throws: `Invalid`.
    func validate() throws {
        for role in KafkaRole.allCases { rd_kafka_conf_destroy(try role.configuration(self)) }
    }
}

/// What a client handle is for.
enum KafkaRole: CaseIterable {
    case producer, consumer, admin

    var type: rd_kafka_type_t { self == .consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER }

    var events: Int32 {
        let complaints = RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG
        return self == .producer ? RD_KAFKA_EVENT_DR | complaints : complaints
    }

    /// Reconnecting quickly matters most: with librdkafka's own back-off a broker's restart of 2 s stops us for 8 s.
    private func defaults(_ settings: KafkaSettings) -> [String: String] {
        let common = [
            "client.id": settings.clientID, "socket.nagle.disable": "true", "socket.keepalive.enable": "true",
            "socket.timeout.ms": "15000", "reconnect.backoff.ms": "50", "reconnect.backoff.max.ms": "500",
            "retry.backoff.ms": "50", "topic.metadata.propagation.max.ms": "5000",
        ]
        let own: [String: String] =
            switch self {
            case .producer:
                [
                    "linger.ms": "0", "compression.codec": "lz4", "request.timeout.ms": "10000",
                    "partitioner": "murmur2_random", "queue.buffering.max.kbytes": "65536",
                ]
            case .consumer: consumerDefaults(settings)
            case .admin: [:]
            }
        return common.merging(own) { _, own in own }
    }

    /// Positions live in the readers' stores, but a consumer cannot be assigned without a group.
    private func consumerDefaults(_ settings: KafkaSettings) -> [String: String] {
        // A fetch that waits holds up the next seek; a shorter one costs an idle reader five small requests a second.
        var chosen = [
            "group.id": "ops-\(settings.clientID)", "fetch.wait.max.ms": "200", "fetch.error.backoff.ms": "50",
            "check.crcs": "true",
        ]
        if rd_kafka_version() >= 0x0202_0000 {
            chosen["queued.max.messages.kbytes"] = "16384"
            chosen["fetch.queue.backoff.ms"] = "10"
        } else {
            // A full prefetch queue pauses the fetcher for a second, so it must hold a second's worth of facts.
            chosen["queued.max.messages.kbytes"] = "65536"
        }
        return chosen
    }

    /// What the promises of the bus rest on: every fact acknowledged by all replicas, in order, never given up by the
    /// client; positions only in the readers' stores; a lost position is an error, not a jump.
    private var fixed: [String: String] {
        // Log lines come as events: nothing is written to stderr behind the service's log.
        let logs = ["log.queue": "true"]
        return logs.merging(promises) { a, _ in a }
    }

    private var promises: [String: String] {
        switch self {
        case .producer: ["enable.idempotence": "true", "acks": "all", "message.timeout.ms": "0"]
        case .consumer:
            [
                "enable.auto.commit": "false", "enable.auto.offset.store": "false", "auto.offset.reset": "error",
                "enable.partition.eof": "true", "allow.auto.create.topics": "false",
            ]
        case .admin: [:]
        }
    }

    /// - Throws: `KafkaSettings.Invalid`. The caller owns the configuration.
    func configuration(_ settings: KafkaSettings) throws -> OpaquePointer {
        let fixedAnywhere = Set(Self.allCases.flatMap(\.fixed.keys))
        if let name = settings.properties.keys.first(where: fixedAnywhere.contains) {
            throw KafkaSettings.Invalid(description: "\(name) is fixed, facts would be lost")
        }
        guard let configuration = rd_kafka_conf_new() else { throw KafkaSettings.Invalid(description: "no memory") }
        do {
            let chosen = defaults(settings).merging(settings.properties) { _, chosen in chosen }
            for (name, value) in chosen.merging(fixed, uniquingKeysWith: { _, fixed in fixed }) {
                try set(configuration, name, value)
            }
        } catch {
            rd_kafka_conf_destroy(configuration)
            throw error
        }
        rd_kafka_conf_set_events(configuration, events)
        return configuration
    }

    private func set(_ configuration: OpaquePointer, _ name: String, _ value: String) throws {
        try withErrorText { text, size in
            rd_kafka_conf_set(configuration, name, value, text, size) == RD_KAFKA_CONF_OK
        } or: {
            KafkaSettings.Invalid(description: $0)
        }
    }
}

extension KafkaBus {
    /// The bus that the environment describes.
    /// - Throws: `KafkaSettings.Invalid` where no broker is named.
    public init(environment: [String: String], clientID: String) throws {
        guard let settings = try KafkaSettings(environment: environment, clientID: clientID) else {
            throw KafkaSettings.Invalid(
                description: "OPS_KAFKA_BOOTSTRAP_SERVERS is not set: name the brokers, as kafka1:9092")
        }
        try self.init(settings: settings)
    }
}
