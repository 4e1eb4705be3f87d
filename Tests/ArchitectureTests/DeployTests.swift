import Foundation
import OpsContracts
import Testing

/// What docker-compose.yml and the image say is what the code says.
struct DeployTests {
    let compose = ComposeFile(Repository.files.first { $0.path == "docker-compose.yml" }?.text ?? "")

    @Test(arguments: ServiceName.allCases)
    func `every service runs on its port with a volume of its own`(_ service: ServiceName) throws {
        let block = try #require(compose.services[service.rawValue])
        let port = service.defaultPort
        #expect(block.contains("command: [\(service)]"))
        #expect(block.contains("OPS_HTTP_PORT: \"\(port)\""))
        #expect(block.contains("ports: [\"\(port):\(port)\"]"))
        #expect(block.contains("volumes: [\"\(service):/var/lib/stationops\"]"))
    }

    @Test func `nothing runs but the services, Kafka and its topics`() {
        #expect(Set(compose.services.keys) == Set(ServiceName.allCases.map(\.rawValue) + ["kafka", "topics"]))
    }

    @Test func `ports and volumes are nobody else's`() {
        #expect(Set(ServiceName.allCases.map(\.defaultPort)).count == ServiceName.allCases.count)
    }

    @Test func `every topic is created, in one partition, for ever`() throws {
        let block = try #require(compose.services["topics"]).joined(separator: "\n")
        let created = Set(block.matches(of: #/ops\.[a-z]+\.v\d+/#).map { String($0.output) })
        #expect(created == Set(ServiceName.allCases.map(\.topic.rawValue)))
        #expect(block.contains("--partitions 1 "))
        #expect(block.contains("cleanup.policy=delete") && block.contains("retention.ms=-1"))
    }

    @Test func `the broker is the one the tests know`() throws {
        for name in ["kafka", "topics"] {
            #expect(try #require(compose.services[name]).contains("image: apache/kafka:4.3.0"))
        }
    }

    @Test func `every setting is one the code reads`() throws {
        let files = Repository.files.filter { !$0.path.hasPrefix("Tests/") && $0.path.hasSuffix(".swift") }
        let texts = try [Repository.text("docker-compose.yml"), Repository.text("deploy/Dockerfile")]
        let names = Set(texts.flatMap { $0.matches(of: #/\bOPS_[A-Z_]+/#).map { String($0.output) } })
        #expect(names.count >= 5)
        // What stands behind OPS_KAFKA_ is a property of the client, whatever its name.
        for name in names where !name.hasPrefix("OPS_KAFKA_") {
            // A variable stands for a key (`OPS_HTTP_PORT` for `http.port`), or is read by its own name.
            let key = "\"" + name.dropFirst(4).lowercased().replacing("_", with: ".") + "\""
            #expect(files.contains { $0.text.contains(key) || $0.text.contains(name) }, "no source reads \(name)")
        }
    }

    @Test func `the image is built from the packages the toolchain script names`() throws {
        let script = try Repository.text("scripts/swift")
        let lists = script.matches(of: #/(?:toolchain|libraries)=\(([^)]*)\)/#).map(\.output.1)
        try #require(lists.count == 2)
        let image = try Repository.text("deploy/Dockerfile")
        for package in lists.flatMap({ $0.split(whereSeparator: \.isWhitespace) }) {
            #expect(image.contains(" \(package)"), "\(package)")
        }
        for service in ServiceName.allCases { #expect(image.contains(" \(service)"), "\(service)") }
    }
}

/// As much of a compose file as these tests ask about: the lines of each service, trimmed.
struct ComposeFile {
    private(set) var services: [String: [String]] = [:]

    init(_ text: String) {
        var (section, service) = ("", "")
        for line in text.split(separator: "\n") {
            if let top = line.wholeMatch(of: #/([\w-]+):.*/#) {
                (section, service) = (String(top.output.1), "")
            } else if section == "services", let name = line.wholeMatch(of: #/  ([\w-]+):/#) {
                service = String(name.output.1)
                services[service] = []
            } else if !service.isEmpty {
                services[service]?.append(line.trimmingCharacters(in: .whitespaces))
            }
        }
    }
}
