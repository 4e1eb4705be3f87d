/// The published language as an AsyncAPI 3.0 document: one channel per topic, one message per fact.
public enum AsyncAPI {
    /// - Throws: where a contract reads its JSON in a way this does not know; declare the type in `ContractSchema`.
    public static func document() throws -> JSONTree {
        let schema = ContractSchema()
        var messages: [(String, JSONTree)] = []
        var payloads: [(String, JSONTree)] = []
        for contract in contracts {
            let type = contract.type
            payloads.append((type.rawValue, try schema.payload(contract)))
            messages.append((type.rawValue, message(type)))
        }
        let shared = schema.components.sorted { $0.name < $1.name }.map { ($0.name, $0.schema) }
        return [
            "asyncapi": "3.0.0",
            "info": info,
            "defaultContentType": "application/json",
            "channels": .object(ServiceName.allCases.map { ($0.rawValue, channel($0)) }),
            "operations": .object(ServiceName.allCases.map { ("state-\($0.rawValue)", operation($0)) }),
            "components": [
                "messages": .object(messages),
                "schemas": .object([("CloudEventHeaders", headers)] + shared + payloads),
            ],
        ]
    }

    private static var contracts: [any FactContract.Type] {
        ContractRegistry.all.sorted { $0.type.rawValue < $1.type.rawValue }
    }

    /// What a topic carries: its own service's facts, and those any service may state of itself.
    private static func facts(of service: ServiceName) -> [FactType] {
        contracts.map { $0.type }.filter { $0.service == service.rawValue || ServiceName(rawValue: $0.service) == nil }
    }

    private static let info: JSONTree = [
        "title": "StationOps facts",
        "version": "1.0.0",
        "description": .string(
            "Every service keeps a log of facts; its topic carries the log in order, and nothing is ever removed. "
                + "Contracts only grow: new optional fields, never a changed meaning; a break is a new type. "
                + "Readers ignore fields they do not know."),
    ]

    private static func channel(_ service: ServiceName) -> JSONTree {
        [
            "address": .string(service.topic.rawValue),
            "title": .string("The log of \(service.rawValue)"),
            "description": .string(
                "One partition; the key is the subject. A cell's log is ops.\(service.rawValue).<cell>.v1."),
            "messages": .object(
                facts(of: service).map { type in
                    (type.rawValue, ["$ref": .string("#/components/messages/\(type)")])
                }),
        ]
    }

    private static func operation(_ service: ServiceName) -> JSONTree {
        [
            "action": "send",
            "channel": ["$ref": .string("#/channels/\(service.rawValue)")],
            "summary": .string("\(service.rawValue) states its facts."),
        ]
    }

    private static func message(_ type: FactType) -> JSONTree {
        let words = (type.family.split(separator: ".").last ?? "").replacing("-", with: " ")
        return [
            "name": .string(type.rawValue),
            "title": .string(String(words)),
            "contentType": "application/json",
            "headers": ["$ref": "#/components/schemas/CloudEventHeaders"],
            "payload": ["$ref": .string("#/components/schemas/\(type)")],
        ]
    }

    /// CloudEvents 1.0 in Kafka's binary mode; every value is text.
    private static var headers: JSONTree {
        let optional: Set<CloudEvents.Attribute> = [.site, .causationid, .traceparent, .sealeddigest]
        let names = CloudEvents.Attribute.allCases
        return [
            "type": "object",
            "description": "docs/log-format.md says what each is and how the hash is made.",
            "properties": .object(names.map { ($0.rawValue, ["type": "string"]) }),
            "required": .array(names.filter { !optional.contains($0) }.map { .string($0.rawValue) }),
        ]
    }
}
