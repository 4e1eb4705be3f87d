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
        #expect(block.contains("volumes: [\"\(service):/var/lib/stationops\"]"))
    }

    @Test func `nothing runs but the services, their gateway, Kafka and its topics`() {
        #expect(
            Set(compose.services.keys) == Set(ServiceName.allCases.map(\.rawValue) + ["gateway", "kafka", "topics"]))
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

    @Test(arguments: Deployment.Rule.allCases)
    func `what runs is what the code says`(_ rule: Deployment.Rule) throws {
        #expect(try Deployment.ours().broken(rule) == [])
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

/// A file that is broken is seen to be.
struct DeployRulesTests {
    struct Break: Sendable, CustomTestStringConvertible {
        var rule: Deployment.Rule
        var what: String
        var by: String
        var testDescription: String { "\(rule): \(what.prefix(40)) → \(by.prefix(40))" }

        init(_ rule: Deployment.Rule, _ what: String, _ by: String) {
            (self.rule, self.what, self.by) = (rule, what, by)
        }
    }

    @Test(arguments: [
        Break(.settings, "OPS_HTTP_HOST:", "OPS_HTTP_HOSTS:"),
        Break(.settings, "OPS_NEW: ", "OPS_NOTIFY_MAIL_TO: "),
        Break(.settings, "OPS_NOTIFY_WECOM_URL: ", "OPS_NOTIFY_WECOM: "),
        Break(.settings, "OPS_HTTP_PORT: \"8081\"", "OPS_NOTIFY_MAIL_TO: a@example.cn"),
        Break(.nothingForShow, "OPS_NEW: ", "OPS_DEMO: "), Break(.nothingForShow, "OPS_NEW: ", "OPS_SIMULATE: "),
        Break(.nothingForShow, "OPS_NEW: ", "OPS_SABOTAGE: "),
        Break(.data, "OPS_DATA_DIR: /var/lib/stationops", "OPS_DATA_DIR: /var/lib/station"),
        Break(.data, "billing:/var/lib/stationops", "billing:/var/lib/billing"),
        Break(.broker, "BOOTSTRAP_SERVERS: kafka:9092", "BOOTSTRAP_SERVERS: kafka:9094"),
        Break(.broker, "PLAINTEXT://kafka:9092", "PLAINTEXT://localhost:9092"),
        Break(.broker, "PLAINTEXT://:9092", "PLAINTEXT://:9094"), Break(.broker, "1@kafka:9093", "1@kafka:9095"),
        Break(.broker, "--bootstrap-server kafka:9092", "--bootstrap-server localhost:9092"),
        Break(.health, "/health/ready", "/healthz"), Break(.health, "$$OPS_HTTP_PORT", "8080"),
        Break(.door, "    command: [office]", "    command: [office]\n    ports: [\"8087:8080\"]"),
        Break(.door, "\"8080:8080\"", "\"8080:80\""), Break(.door, "localhost:8080", "localhost:8081"),
        Break(.door, "./deploy/gateway.conf", "./gateway.conf"),
        Break(.gateway, "tickets:8081;", "tickets:8082;"), Break(.gateway, "proxy_buffering off;", ""),
        Break(.gateway, "$http_host", "office"), Break(.routes, "~^/(api/)?billing/", "~^/billing/"),
        Break(.routes, "~^/(api/)?assets/", "~^/(api/)?asset/"), Break(.routes, "~^/(api/)?notify/", "~/"),
    ])
    func `a broken file is seen`(_ change: Break) throws {
        var deployment = try Deployment.ours()
        #expect(deployment.compose.contains(change.what) || deployment.gateway.contains(change.what))
        deployment.compose = deployment.compose.replacing(change.what, with: change.by)
        deployment.gateway = deployment.gateway.replacing(change.what, with: change.by)
        #expect(deployment.broken(change.rule) != [])
    }

    @Test func `a route that no pattern knows is seen`() throws {
        var deployment = try Deployment.ours()
        let route = #"Route(.get, "/scores/", .anyone) { _ in .noContent }"#
        deployment.sources.append(Repository.File(path: "Services/assessments/Service/Pages/A.swift", text: route))
        #expect(deployment.broken(.routes) == ["/scores/ of assessments leads to office:8080"])
    }

    @Test func `a demonstration in the image is seen`() throws {
        var deployment = try Deployment.ours()
        deployment.image += "ENV OPS_DEMO=1 OPS_HTTP_HOSTS=a\n"
        #expect(deployment.broken(.nothingForShow) == ["OPS_DEMO"])
        #expect(deployment.broken(.settings) == ["image: nobody reads OPS_HTTP_HOSTS"])
    }
}
