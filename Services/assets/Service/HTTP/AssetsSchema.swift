import OpsContracts
import OpsServer

/// What OpenAPI says of the ledger's documents.
enum AssetsSchema {
    static let states = Schema.string(values: ItemState.all.map(\.rawValue))
    static let categories = Schema.described(
        .string(), "the catalogue's code, such as LED; a category added later is possible")
    static let fields = Schema.described(
        .object(ItemField.all.map { .optional($0.rawValue, .string(), $0.zh) }),
        "columns by name, as text; days as 2026-02-13, numbers in digits")

    static let filters: [RouteDoc.Parameter] = [
        .init("site", "Only this site", schema: .site), .init("category", "Only this category"),
        .init("state", "Only in this state", schema: states),
        .init("q", "Words of number, name, place, model or serial"),
        .init("incomplete", "1: only items with empty mandatory columns", schema: .string(values: ["1"])),
    ]

    static let item = Schema.object([
        .required("item", .id), .required("site", .site), .required("name", .string()),
        .required("category", categories), .required("state", .string(), "in-use, spare, sealed, repair …"),
        .optional("subSite", .string()), .optional("place", .string()),
        .optional("quantity", .integer(min: 1), "absent where the contract gives none"), .required("unit", .string()),
        .optional("model", .string()), .optional("serial", .string(), "the number, or 无 or 看不清"),
        .optional("warrantyTo", .string(format: "date")), .optional("label", .string(), "of the QR label"),
        .required("missing", .integer(min: 0), "mandatory columns that are empty"),
        .required("faults", .integer(min: 0)), .required("version", .integer(min: 1)), .required("fields", fields),
    ])

    static let newItem = Schema.object([
        .optional("item", .id, "left out, the next number of site and category is taken"), .required("site", .site),
        .optional("state", states), .required("fields", fields),
    ])

    static let correction = Schema.object([
        .required(
            "fields",
            .described(
                .map(.textOrNull, names: ItemField.all.map(\.rawValue)),
                "columns to change, by name; null or empty text empties one")),
        .required("reason", .string(maxLength: 200)),
    ])

    static let stateChange = Schema.object([
        .required("state", states), .required("reason", .string(maxLength: 200)),
    ])

    static let entry = Schema.object([
        .required("seq", .integer(min: 1)), .required("type", .string()), .required("at", .timestamp),
        .required("actor", .string()), .required("title", .string()), .optional("text", .string()),
        .required(
            "changes",
            .array(.object([.required("field", .string()), .optional("old", .string()), .optional("new", .string())]))),
        .optional("ticket", .id), .required("hash", .string()),
    ])

    static let completeness = Schema.object([
        .required("site", .site), .required("items", .integer(min: 0)), .required("mandatory", .integer(min: 0)),
        .required("empty", .integer(min: 0)), .required("emptyRate", .integer(min: 0, max: 10_000), "basis points"),
    ])
}
