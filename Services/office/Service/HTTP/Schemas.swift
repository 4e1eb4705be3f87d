import OpsContracts
import OpsServer

/// The shapes of requests and answers, for OpenAPI.
enum Schemas {
    static let day = Schema.string(format: "date")
    static let role = Schema.string(values: Role.all.map(\.rawValue))
    static let accountID = Schema.string(pattern: "^[a-z0-9._-]{1,32}$")
    static let password = Schema.string(minLength: 10, maxLength: 128)
    static let count = Schema.integer(min: 0)

    static let version = Schema.object([.required("version", .integer(min: 0), "for If-Match")])

    static let site = Schema.object([
        .required("site", .site), .required("name", .string(maxLength: 20)),
        .required("shortName", .string(maxLength: 4)), .required("hasPosts", .boolean),
    ])

    static let unit = Schema.object([
        .required("unit", .id), .required("name", .string(maxLength: 30)), .required("sites", .array(.site)),
    ])

    static let profile: [Schema.Property] = [
        .required("name", .string(maxLength: 40)), .required("roles", .array(role)),
        .required("sites", .array(.site), "empty: all"), .optional("post", .id), .optional("unit", .id),
    ]

    static let account = Schema.object(
        [.required("account", .id)] + profile + [
            .required("closed", .boolean), .required("version", .integer(min: 1), "for If-Match"),
        ])

    static let newAccount = Schema.object(
        [.required("account", accountID)] + profile + [.required("password", password)])

    static let calendar = Schema.object([
        .required("calendar", .id), .required("version", .integer(min: 0), "assigned when published"),
        .required("timezone", .string(maxLength: 64)),
        .required(
            "week", .map(.array(.string()), names: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
            "weekday to spans"),
        .required("closed", .array(day)), .required("closedEveryYear", .array(.string(pattern: "^\\d\\d-\\d\\d$"))),
        .required("open", .array(day)), .optional("openAs", .string()), .required("years", .array(.integer())),
        .required("statutory", .array(day)), .optional("names", .map(.string())),
    ])

    static let newPeriod = Schema.object(periodFields)
    static let period = Schema.object(
        periodFields + [.optional("cancelled", .string()), .required("version", .integer(min: 1))])

    private static let periodFields: [Schema.Property] = [
        .required("period", .id), .required("code", .string(maxLength: 20)), .required("name", .string(maxLength: 20)),
        .required("from", day), .required("to", day), .required("confirmed", .boolean),
        .required("sites", .array(.site), "empty: all"),
    ]

    static let figures = Schema.object([
        .required("site", .site), .required("name", .string()), .required("shortName", .string()),
        .required("open", count), .required("overdue", count), .required("near", count), .required("major", count),
        .required("suspended", count), .required("roundsPlanned", count), .required("roundsDone", count),
        .required("roundsMissed", count), .required("findings", count), .optional("score", .integer(min: 0, max: 1000)),
        .optional("scoreState", .string()), .optional("deduction", .money), .optional("fee", .money),
    ])

    static let overview = Schema.object([
        .required("sites", .array(figures)), .required("day", day), .optional("month", .string()),
        .required("computedAt", .timestamp), .optional("quarter", .string()), .optional("asOf", .timestamp),
    ])

    static let ticket = Schema.object([
        .required("ticket", .id), .required("site", .site), .required("priority", .string()),
        .optional("title", .string()), .required("status", .string()), .required("openedAt", .timestamp),
        .optional("dueAt", .timestamp), .optional("dueTarget", .string()), .optional("engineer", .id),
    ])

    static let siteDetail = Schema.object([
        .required("figures", figures), .required("tickets", .array(ticket)), .required("rounds", .array(.any)),
        .required("months", .array(.any)), .required("deductions", .array(.any)), .required("trend", .array(.any)),
        .required("periods", .array(period)),
    ])

    static let fact = Schema.object([
        .required("seq", .integer(min: 1)), .required("id", .string()), .required("type", .string()),
        .required("subject", .string()), .optional("site", .site), .required("time", .timestamp),
        .required("actor", .string()), .required("hash", .string()),
    ])

    static let system = Schema.object([
        .required("feeds", .array(.any)), .required("parked", .array(.any)), .required("unreadable", count),
        .required("loadedYears", .array(.integer())),
    ])
}
