import Foundation
import OpsContracts
import OpsServer

/// What docker-compose.yml, deploy/Dockerfile and deploy/gateway.conf owe the code; each rule says what is broken.
struct Deployment {
    var compose = ""
    var image = ""
    var gateway = ""
    var sources: [Repository.File] = []

    static func ours() throws -> Deployment {
        Deployment(
            compose: try Repository.text("docker-compose.yml"), image: try Repository.text("deploy/Dockerfile"),
            gateway: try Repository.text("deploy/gateway.conf"), sources: Repository.swiftFiles)
    }

    var file: ComposeFile { ComposeFile(compose) }

    enum Rule: String, CaseIterable, Sendable {
        case settings, nothingForShow, data, broker, health, door, gateway, routes
    }

    func broken(_ rule: Rule) -> [String] {
        switch rule {
        case .settings: unknownSettings
        case .nothingForShow: showSettings
        case .data: lostData
        case .broker: strayBroker
        case .health: deadHealth
        case .door: openDoors
        case .gateway: wrongTargets
        case .routes: unreachedRoutes
        }
    }

    /// What every process can be told, by variable.
    private static let common = Set(ServeOptions.keys(port: 0, bus: "kafka").map(\.variable))

    /// Settings of all are declared keys; those of one service may also be read by name in its own sources. What stands
    /// behind OPS_KAFKA_ is a property of the client, whatever its name.
    private var unknownSettings: [String] {
        func unknown(_ names: [String], _ known: Set<String>, _ place: String) -> [String] {
            names.filter { !known.contains($0) && !$0.hasPrefix("OPS_KAFKA_") }.map { "\(place): nobody reads \($0)" }
        }
        let named = image.matches(of: /\b(OPS_[A-Z_]+)=/).map { String($0.1) }
        return unknown(named, Self.common, "image") + unknown(Self.names(file.settings), Self.common, "x-settings")
            + ServiceName.allCases.flatMap { service in
                let own = sources.filter { $0.path.hasPrefix("Services/\(service)/Service/") }
                    .flatMap { $0.text.matches(of: /"(OPS_[A-Z_]+)"/).map { String($0.1) } }
                return unknown(
                    Self.names(file.services[service.rawValue] ?? []), Self.common.union(own), service.rawValue)
            }
    }

    private static func names(_ lines: [String]) -> [String] {
        lines.compactMap { $0.firstMatch(of: /^(OPS_[A-Z_]+):/).map { String($0.1) } }
    }

    /// A clock of its own, a password everybody knows, a switched-off safeguard.
    private var showSettings: [String] {
        ["OPS_SIMULATE", "OPS_DEMO", "OPS_SABOTAGE"].filter { compose.contains($0) || image.contains($0) }
    }

    /// Stores lie where the volume is, in the image too.
    private var lostData: [String] {
        guard let path = file.setting("OPS_DATA_DIR") else { return ["no OPS_DATA_DIR"] }
        let services = ServiceName.allCases.filter {
            !(file.services[$0.rawValue] ?? []).contains("volumes: [\"\($0):\(path)\"]")
        }
        let absent = ["OPS_DATA_DIR=\(path)", "VOLUME \(path)\n"].filter { !image.contains($0) }
        return services.map { "\($0) does not keep \(path)" } + absent.map { "the image lacks \($0)" }
    }

    /// Everybody is sent to the address that the broker listens on and names as its own.
    private var strayBroker: [String] {
        let broker = Dictionary(
            (file.services["kafka"] ?? []).compactMap { line in
                line.firstMatch(of: /^(KAFKA_[A-Z_]+): "?([^"]*)"?$/).map { (String($0.1), String($0.2)) }
            }, uniquingKeysWith: { first, _ in first })
        let address = file.setting("OPS_KAFKA_BOOTSTRAP_SERVERS") ?? "nowhere"
        let port = address.split(separator: ":").last.map(String.init) ?? ""
        let listeners = (broker["KAFKA_LISTENERS"] ?? "").split(separator: ",")
        let quorum = (broker["KAFKA_CONTROLLER_QUORUM_VOTERS"] ?? "").split(separator: ":").last ?? "-"
        let topics = (file.services["topics"] ?? []).joined(separator: "\n")
        let asked = topics.matches(of: /--bootstrap-server (\S+)/).map { String($0.1) }
        return [
            (broker["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://\(address)", "the broker does not name \(address)"),
            (listeners.contains("PLAINTEXT://:\(port)"), "the broker does not listen on \(port)"),
            (listeners.contains("CONTROLLER://:\(quorum)"), "the quorum's port is not listened on"),
            (!asked.isEmpty && asked.allSatisfy { $0 == address }, "topics are made at \(asked), not \(address)"),
        ].filter { !$0.0 }.map(\.1)
    }

    /// The check asks a path that is served, at the port the service was told.
    private var deadHealth: [String] {
        guard let asked = compose.firstMatch(of: /http:\/\/127\.0\.0\.1:\$\$OPS_HTTP_PORT(\/[^" ]+)/) else {
            return ["no service is asked how it is"]
        }
        let isServed = sources.contains {
            $0.path.hasPrefix("Shared/OpsServer/") && $0.text.contains("Route(.get, \"\(asked.1)\"")
        }
        return isServed ? [] : ["nothing serves \(asked.1)"]
    }

    /// One port is open, the gateway's; it is the one it listens on and the one the head of the file names.
    private var openDoors: [String] {
        let open = file.services.filter { $0.value.contains { $0.hasPrefix("ports:") } }.keys.sorted()
        guard open == ["gateway"] else { return ["open: \(open)"] }
        let lines = (file.services["gateway"] ?? []).joined(separator: "\n")
        guard let port = lines.firstMatch(of: /ports: \["(\d+):(\d+)"\]/) else { return ["no port"] }
        return [
            (gateway.contains("listen \(port.2);"), "the gateway does not listen on \(port.2)"),
            (compose.contains("http://localhost:\(port.1)\n"), "the head of the file names another port"),
            (
                lines.contains("./deploy/gateway.conf:/etc/nginx/conf.d/default.conf:ro"),
                "the gateway does not get its rules"
            ),
        ].filter { !$0.0 }.map(\.1)
    }
}

extension Deployment {
    /// The gateway's table: a pattern and the address behind it, in order; `default` is for what no pattern fits.
    private var table: [(pattern: String, target: String)] {
        guard let map = gateway.firstMatch(of: /map \$uri \$service \{([^}]*)\}/) else { return [] }
        return map.1.matches(of: /(\S+)\s+([^;\s]+);/).map { (String($0.1), String($0.2)) }
    }

    private func target(of path: String) -> String? {
        let hit = table.first { row in
            row.pattern.hasPrefix("~") && path.range(of: row.pattern.dropFirst(), options: .regularExpression) != nil
        }
        return (hit ?? table.first { $0.pattern == "default" })?.target
    }

    /// Every target is a service at its port; names of our own pass on, and events are not held back.
    var wrongTargets: [String] {
        let expected = Set(ServiceName.allCases.map { "\($0):\($0.defaultPort)" })
        let strangers = Set(table.map(\.target)).symmetricDifference(expected).sorted()
        let lines = ["proxy_pass http://$service;", "proxy_set_header Host $http_host;", "proxy_buffering off;"]
        return strangers.map { "\($0) is no service, or is left out" }
            + lines.filter { !gateway.contains($0) }.map { "lacks \($0)" }
    }

    /// Every path that a service's sources serve reaches that service.
    var unreachedRoutes: [String] {
        let served = ServiceName.allCases.map { ($0, paths(of: $0)) }
        let silent = served.filter { $0.1.count < 2 }.map { "no routes found in \($0.0)" }
        return silent
            + served.flatMap { service, paths in
                paths.filter { target(of: $0) != "\(service):\(service.defaultPort)" }.map { path in
                    "\(path) of \(service) leads to \(target(of: path) ?? "nobody")"
                }
            }
    }

    private func paths(of service: ServiceName) -> [String] {
        let literals = sources.filter { $0.path.hasPrefix("Services/\(service)/Service/") }
            .flatMap { $0.text.matches(of: /\bRoute\(\s*\.\w+,\s*"(\/[^"\\]*)"/).map { String($0.1) } }
        let api = "/api/\(service)/v1/"
        return Set(literals + [api, "/\(service)/", "/\(service)/assets/ops.0.css"]).sorted()
    }
}

/// As much of a compose file as these tests ask about: the lines of each service, trimmed.
struct ComposeFile {
    private(set) var services: [String: [String]] = [:]
    /// The lines of `x-settings`, which all services share.
    private(set) var settings: [String] = []

    init(_ text: String) {
        var (section, service) = ("", "")
        for line in text.split(separator: "\n") {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if let top = line.wholeMatch(of: #/([\w-]+):.*/#) {
                (section, service) = (String(top.output.1), "")
            } else if section == "services", let name = line.wholeMatch(of: #/  ([\w-]+):/#) {
                service = String(name.output.1)
                services[service] = []
            } else if section == "x-settings" {
                settings.append(trimmed)
            } else if !service.isEmpty {
                services[service]?.append(trimmed)
            }
        }
    }

    func setting(_ name: String) -> String? {
        settings.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}
