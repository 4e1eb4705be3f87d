import OpsContracts

/// `ops contracts asyncapi`: the published language for people who do not read Swift.
enum ContractsCommand {
    static let all = [asyncapi]

    static let asyncapi = Command(
        path: ["contracts", "asyncapi"], summary: "Print every topic, fact and schema as an AsyncAPI 3.0 document.",
        options: [.flag("json", "JSON instead of YAML.")],
        details: "docs/contracts/asyncapi.yaml is what this prints; a test holds the two together."
    ) { arguments in
        let document = try AsyncAPI.document()
        say(arguments.has("json") ? document.json : document.yaml, terminator: "")
    }
}
