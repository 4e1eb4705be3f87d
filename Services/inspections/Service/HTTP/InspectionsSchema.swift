import InspectionsDomain
import OpsContracts
import OpsServer

/// What OpenAPI says of the documents of inspections.
enum InspectionsSchema {
    static let roundStates = Schema.string(values: RoundStatus.all.map(\.rawValue))
    private static let decimal = Schema.described(
        .string(pattern: "^-?[0-9]{1,9}([.][0-9]{1,6})?$"), "a decimal number as text")
    private static let outcome = Schema.string(values: ReadingOutcome.all.map(\.rawValue))
    private static let severity = Schema.string(values: FindingSeverity.all.map(\.rawValue))
    private static let basis = Schema.string(
        values: [Basis.contractual, .agreed, .default].map(\.rawValue))
    private static let clock = Schema.string(pattern: "^[0-9]{2}:[0-9]{2}$")

    static let checkItem = Schema.object([
        .required("code", .string(pattern: "^[A-Za-z0-9._-]{1,16}$")), .required("text", .string(maxLength: 120)),
        .optional("unit", .string(), "present where a number is read"), .optional("low", decimal),
        .optional("high", decimal),
    ])

    static let reading = Schema.object([
        .required("code", .string()), .required("outcome", outcome), .optional("value", decimal),
        .optional("unit", .string()), .optional("note", .string(maxLength: 500), "needed where it is abnormal"),
        .optional("fault", .boolean, "true: it wants a ticket"), .optional("severity", severity),
        .optional(
            "photo", .string(pattern: "^[0-9a-f]{64}$"),
            "SHA-256 of a JPEG, PNG or WebP file, uploaded before by PUT /inspections/blobs/<sha256>"),
    ])

    static let answers = Schema.object([.required("readings", .array(reading, maxItems: 80))])
    static let reason = Schema.object([.required("reason", .string(maxLength: 200))])

    static let round = Schema.object([
        .required("round", .id), .required("plan", .id), .required("site", .site), .required("name", .string()),
        .optional("item", .id), .required("frequency", .string()), .required("basis", .string()),
        .required("day", .string(format: "date")), .required("opensAt", .timestamp), .required("dueAt", .timestamp),
        .required("status", roundStates), .optional("person", .id), .optional("at", .timestamp),
        .optional("reason", .string()), .required("abnormal", .integer(min: 0)), .required("version", .integer(min: 1)),
        .required("items", .array(checkItem)), .required("readings", .array(reading)),
    ])

    static let finding = Schema.object([
        .required("finding", .id), .required("site", .site), .optional("item", .id), .optional("round", .id),
        .required("title", .string()), .required("detail", .string()), .required("severity", .string()),
        .required("fault", .boolean), .required("status", .string(values: FindingStatus.all.map(\.rawValue))),
        .optional("ticket", .id), .optional("person", .id), .required("raisedAt", .timestamp),
        .required("dueAt", .timestamp), .optional("clearedAt", .timestamp), .required("version", .integer(min: 1)),
    ])

    static let newFinding = Schema.object([
        .required("site", .site), .optional("item", .id), .required("title", .string(maxLength: 500)),
        .required("detail", .string(maxLength: 500)), .required("severity", severity), .required("fault", .boolean),
    ])

    private static let planMembers: [Schema.Property] = [
        .required("site", .site), .required("name", .string(maxLength: 60)), .required("category", .string()),
        .required("frequency", .string(values: PlanFrequency.all.map(\.rawValue))), .optional("windowFrom", clock),
        .required("windowTo", clock), .required("items", .array(checkItem, maxItems: 80)), .optional("item", .id),
        .required("basis", basis), .optional("clause", .string()), .required("mode", .string(values: ["hot", "cold"])),
        .required("active", .boolean),
    ]
    static let newPlan = Schema.object(planMembers)
    static let plan = Schema.object(
        [.required("plan", .id), .required("version", .integer(min: 1))] + planMembers)
}
