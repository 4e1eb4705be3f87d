import Foundation
import OpsContracts
import OpsKafka
import OpsTestSupport
import Testing

struct SettingsTests {
    @Test func `properties come from the environment by librdkafka's names`() throws {
        let folder = try TemporaryFolder()
        try "geheim\n".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        let settings = try #require(
            try KafkaSettings(
                environment: [
                    "OPS_KAFKA_BOOTSTRAP_SERVERS": "a:1,b:2", "OPS_KAFKA_SSL_CA_LOCATION": "/ca.crt",
                    "OPS_KAFKA_SASL_PASSWORD_FILE": folder.file("password"), "OPS_OTHER": "x", "PATH": "/bin",
                ], clientID: "tickets"))
        #expect(
            settings.properties == [
                "bootstrap.servers": "a:1,b:2", "ssl.ca.location": "/ca.crt", "sasl.password": "geheim",
            ])
    }

    @Test func `without bootstrap servers there is no Kafka`() throws {
        #expect(try KafkaSettings(environment: ["OPS_KAFKA_LINGER_MS": "5"], clientID: "tickets") == nil)
    }

    @Test func `a secret that cannot be read is an error`() {
        #expect(throws: KafkaSettings.Invalid.self) {
            try KafkaSettings(environment: ["OPS_KAFKA_SASL_PASSWORD_FILE": "/nowhere"], clientID: "tickets")
        }
    }

    @Test(arguments: [
        ("no.such.property", "1"), ("linger.ms", "soon"), ("acks", "1"), ("enable.idempotence", "false"),
        ("auto.offset.reset", "earliest"), ("enable.auto.commit", "true"), ("message.timeout.ms", "1000"),
    ])
    func `what Kafka does not take, or what would lose facts, is refused at once`(name: String, value: String) {
        #expect(throws: KafkaSettings.Invalid.self) {
            try KafkaBus(settings: KafkaSettings(bootstrap: "a:1", clientID: "t", properties: [name: value]))
        }
    }

    @Test func `a bus can be made and closed while no broker is there`() async throws {
        let bus = try KafkaBus(settings: KafkaSettings(bootstrap: "127.0.0.1:1", clientID: "t"))
        #expect(await bus.close(within: 2000))
    }
}
