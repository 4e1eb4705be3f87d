// swift-tools-version: 6.2
import PackageDescription

// The architecture, stated once: who may import whom (docs/architecture.md; held by Tests/ArchitectureTests).
// No package is fetched: what is not ours comes from the Swift toolchain or from Debian (docs/adr/0002).

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .treatAllWarnings(as: .error),
]

func cLibrary(_ name: String, _ pkgConfig: String?, _ debian: String) -> Target {
    .systemLibrary(name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func shared(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", resources: resources, swiftSettings: settings)
}

/// The services whose domain tests read worked examples from a folder beside them.
let withVectors: Set = ["Billing"]

/// A service is a pure domain, the service around it, and a one-file executable.
func service(_ name: String, _ module: String) -> [Target] {
    let domain: Target.Dependency = .target(name: "\(module)Domain")
    let body: Target.Dependency = .target(name: "\(module)Service")
    return [
        .target(
            name: "\(module)Domain", dependencies: ["OpsContracts", "OpsDomain"], path: "Services/\(name)/Domain",
            swiftSettings: settings),
        .target(
            name: "\(module)Service",
            dependencies: [
                domain, "OpsContracts", "OpsDomain", "OpsCrypto", "OpsSQLite", "OpsMessaging", "OpsServer",
                "OpsConsole",
            ],
            path: "Services/\(name)/Service", swiftSettings: settings),
        .executableTarget(
            name: name, dependencies: [body, "OpsContracts", "OpsServer", "OpsKafka"], path: "Services/\(name)/Main",
            swiftSettings: settings),
        tests(
            "\(module)DomainTests", [domain, "OpsContracts", "OpsDomain"],
            resources: withVectors.contains(module) ? [.copy("Vectors")] : []),
        tests("\(module)ServiceTests", [body, domain, "OpsContracts", "OpsMessaging", "OpsServer", "OpsTestSupport"]),
    ]
}

let services = [
    ("tickets", "Tickets"), ("assets", "Assets"), ("inspections", "Inspections"), ("assessments", "Assessments"),
    ("billing", "Billing"), ("notify", "Notify"), ("office", "Office"),
]
let bodies: [Target.Dependency] = services.map { .target(name: "\($0.1)Service") }
let domains: [Target.Dependency] = services.map { .target(name: "\($0.1)Domain") }

/// What must hold of every decoder, and the tests that try it.
let fuzzing: [Target] = [
    .target(
        name: "FuzzProperties",
        dependencies: bodies + [
            "BillingDomain", "NotifyDomain", "OpsServer", "OpsMessaging", "OpsContracts", "OpsDomain", "OpsCrypto",
            "OpsTestSupport",
        ], path: "Tests/FuzzTests/Properties", swiftSettings: settings),
    .testTarget(
        name: "FuzzTests",
        dependencies: ["FuzzProperties", "OpsServer", "OpsMessaging", "OpsContracts", "OpsTestSupport"],
        path: "Tests/FuzzTests", exclude: ["Properties", "Program"], resources: [.copy("Corpus")],
        swiftSettings: settings),
]

/// The same under libFuzzer, whose `main` is in the compiler's own library: only `make fuzz-guided` builds it.
let guided: [Target] =
    Context.environment["OPS_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzProperties"], path: "Tests/FuzzTests/Program", swiftSettings: settings)
    ]
let perService: [Target] = services.flatMap(service)

let package = Package(
    name: "StationOps",
    targets: [
        cLibrary("CSQLite", "sqlite3", "libsqlite3-dev"),
        cLibrary("CCrypto", "libcrypto", "libssl-dev"),
        cLibrary("CMicrohttpd", "libmicrohttpd", "libmicrohttpd-dev"),
        cLibrary("CCurl", nil, "libcurl4-openssl-dev"),
        cLibrary("CKafka", "rdkafka", "librdkafka-dev"),
        shared("OpsContracts", []),
        shared("OpsDomain", ["OpsContracts"]),
        shared("OpsCrypto", ["CCrypto"]),
        shared("OpsSQLite", ["CSQLite"]),
        shared("OpsMessaging", ["OpsContracts", "OpsDomain", "OpsSQLite", "OpsCrypto"]),
        shared("OpsKafka", ["OpsContracts", "OpsMessaging", "CKafka"]),
        shared(
            "OpsServer",
            ["OpsContracts", "OpsDomain", "OpsMessaging", "OpsSQLite", "OpsCrypto", "CMicrohttpd", "CCurl"]),
        shared("OpsConsole", ["OpsContracts", "OpsDomain", "OpsServer"]),
        shared("OpsTestSupport", ["OpsContracts", "OpsDomain", "OpsMessaging", "OpsSQLite", "OpsServer"]),
        .executableTarget(
            name: "ops",
            dependencies: bodies + domains
                + [
                    "OpsContracts", "OpsDomain", "OpsCrypto", "OpsSQLite", "OpsMessaging", "OpsServer", "OpsConsole",
                    "OpsKafka",
                ],
            path: "Services/ops", swiftSettings: settings),
        tests("OpsContractsTests", ["OpsContracts"], resources: [.copy("Goldens"), .copy("Python")]),
        tests("OpsDomainTests", ["OpsDomain", "OpsContracts"], resources: [.copy("Vectors")]),
        tests(
            "OpsMessagingTests",
            ["OpsMessaging", "OpsDomain", "OpsContracts", "OpsSQLite", "CSQLite", "OpsTestSupport"],
            resources: [.copy("Python")]),
        tests("OpsKafkaTests", ["OpsKafka", "OpsMessaging", "OpsContracts", "OpsTestSupport"]),
        tests(
            "OpsServerTests", ["OpsServer", "OpsMessaging", "OpsSQLite", "OpsContracts", "OpsCrypto", "OpsTestSupport"]),
        tests("OpsConsoleTests", ["OpsConsole", "OpsContracts", "OpsDomain", "OpsServer"]),
        tests("ArchitectureTests", ["OpsContracts", "OpsServer"]),
        tests("OpsTests", ["ops"]),
        tests(
            "SystemTests",
            bodies + [
                "OpsServer", "OpsMessaging", "OpsKafka", "OpsContracts", "OpsDomain", "OpsSQLite", "OpsTestSupport",
            ]),
    ] + perService + fuzzing + guided
)
