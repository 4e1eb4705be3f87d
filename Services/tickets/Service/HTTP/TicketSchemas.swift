import OpsServer

/// The shapes of what the API answers.
enum TicketSchemas {
    static let due = Schema.object([
        .optional("at", .timestamp), .optional("awaitsYear", .integer(), "the year whose calendar is not loaded"),
    ])

    private static let rowProperties: [Schema.Property] = [
        .required("ticket", .id), .required("site", .site), .required("kind", .string()), .required("title", .string()),
        .required("priority", .string()), .required("state", .string()), .optional("pendingReason", .string()),
        .optional("item", .id), .optional("itemName", .string()), .optional("unit", .id), .optional("engineer", .id),
        .required("source", .string()), .required("openedAt", .timestamp), .required("updatedAt", .timestamp),
        .required("version", .integer()), .optional("nextTarget", .string()), .optional("nextDue", due),
        .required("isMissed", .boolean),
    ]
    static let row = Schema.object(rowProperties)

    private static let cause = Schema.object([.required("category", .string()), .required("text", .string())])

    private static let target = Schema.object([
        .required("kind", .string()), .required("priority", .string()), .required("seconds", .integer()),
        .required("clock", .string()), .required("from", .timestamp), .required("due", due),
        .required("basis", .string()), .optional("metAt", .timestamp), .required("isVoid", .boolean),
        .required("isMissed", .boolean),
    ])

    private static let part = Schema.object([
        .required("part", .string()), .required("model", .string()), .optional("oldSerial", .string()),
        .required("newSerial", .string()), .required("at", .timestamp),
    ])

    static let detail = Schema.object([
        .required("ticket", row), .required("description", .string()), .required("impact", .string()),
        .required("urgency", .string()), .required("unverified", .array(.string())),
        .required("targets", .array(target)), .optional("cause", cause), .optional("result", .string()),
        .required("parts", .array(part)), .required("missing", .array(.string())),
        .required("verbs", .array(.string())), .optional("reopens", .id), .optional("finding", .id),
    ])

    static let entry = Schema.object([
        .required("seq", .integer()), .required("at", .timestamp), .required("actor", .string()),
        .required("kind", .string()), .required("what", .string()), .optional("text", .string()),
        .optional("photos", .array(.string())),
    ])

    private static let limits = Schema.object([
        .required("priority", .string()), .required("clock", .string(values: ["7x24", "5x8"])),
        .optional("respond", seconds), .optional("arrive", seconds), .optional("arriveOff", seconds),
        .optional("workaround", seconds), .optional("resolve", seconds), .optional("report", seconds),
    ])
    private static let seconds = Schema.described(.integer(min: 1, max: 31_536_000), "seconds")

    static let policy = Schema.object([
        .required("policy", .id), .required("version", .integer()), .required("name", .string()),
        .required("sites", .array(.site)), .required("basis", .string()), .required("rows", .array(limits)),
        .required(
            "cells",
            .array(
                .object([
                    .required("impact", .string()), .required("urgency", .string()), .required("priority", .string()),
                ]))),
        .required(
            "cases",
            .array(
                .object([
                    .required("code", .string()), .required("name", .string()), .required("priority", .string()),
                    .required("sites", .array(.site)),
                ]))),
        .required("reopenSeconds", .integer(min: 0, max: 31_536_000)),
        .required("autoCloseDays", .integer(min: 1, max: 60)), .required("at", .timestamp),
    ])
}
