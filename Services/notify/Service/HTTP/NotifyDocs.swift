import NotifyDomain
import OpsContracts
import OpsServer

/// What OpenAPI says of the documents of notify.
enum NotifyDocs {
    private static let kinds = Schema.string(values: ChannelKind.all.map(\.rawValue))
    private static let clock = Schema.string(pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    private static let sites = Schema.array(.site, maxItems: 50)
    private static let quiet = Schema.object([.required("from", clock), .required("to", clock)])

    static let newChannel = Schema.object([
        .required("kind", kinds), .required("name", .string(maxLength: 20)),
        .optional("sites", sites, "empty or absent: all"), .optional("quiet", quiet, "local time"),
        .optional("url", .string(maxLength: 1_000), "kept sealed; left out, the old one stays"),
        .optional("secret", .string(maxLength: 200), "kept sealed; signs DingTalk, Feishu and webhooks"),
        .optional("from", .string(maxLength: 254), "the sender of mail"),
        .optional("to", .array(.string(maxLength: 254), maxItems: 50), "who gets every mail"),
    ])

    static let channel = Schema.object([
        .required("channel", .id), .required("kind", .string()), .required("name", .string()),
        .required("sites", sites),
        .optional("quiet", .object([.required("from", .string()), .required("to", .string())])),
        .optional("disabled", .string(), "why"), .optional("address", .string(), "host and port alone"),
        .required("breaker", .string(values: ["closed", "open", "trying"])), .required("failures", .integer(min: 0)),
        .optional("openUntil", .timestamp), .optional("pausedUntil", .timestamp),
        .required("waiting", .integer(min: 0, max: 1_000)), .optional("deliveredAt", .timestamp),
        .optional("failedAt", .timestamp), .optional("failure", .string()), .required("version", .integer(min: 1)),
    ])

    private static let audience = Schema.array(
        .string(values: Audience.all.map(\.rawValue)), maxItems: Audience.all.count)
    private static let ruleMembers: [Schema.Property] = [
        .required("notice", .string(values: NoticeKind.all.map(\.rawValue))),
        .optional("minimumPriority", .string(values: Priority.all.map(\.rawValue))), .required("channel", .id),
        .required("sites", sites), .required("audience", audience),
    ]
    static let newRule = Schema.object(ruleMembers)
    static let rule = Schema.object([.required("rule", .id)] + ruleMembers)

    static let states = Schema.string(values: DeliveryStatus.allCases.map(\.rawValue))
    static let delivery = Schema.object([
        .required("delivery", .id), .required("channel", .id), .required("kind", .string()), .optional("site", .site),
        .optional("priority", .string()), .required("number", .string()), .required("status", states),
        .optional("dueAt", .timestamp), .required("notAfter", .timestamp), .required("attempts", .integer(min: 0)),
        .required("resend", .boolean, "it may arrive twice"), .optional("note", .string()),
        .optional("digest", .id, "the digest it went into"), .required("createdAt", .timestamp),
        .required("updatedAt", .timestamp),
    ])

    static let document = Schema.object([
        .required("delivery", delivery), .required("headline", .string()), .optional("title", .string()),
        .required("lines", .array(.object([.required("label", .string()), .required("value", .string())]))),
        .required("path", .string()),
        .required(
            "attempts",
            .array(
                .object([
                    .required("n", .integer(min: 1)), .required("at", .timestamp), .optional("endedAt", .timestamp),
                    .required("outcome", .string(values: AttemptOutcome.allCases.map(\.rawValue))),
                    .optional("note", .string()), .required("resend", .boolean),
                ]), maxItems: 50)),
    ])

    static let contact = Schema.object([
        .optional("mail", .string(maxLength: 254)), .optional("mobile", .string(maxLength: 20)),
        .optional("wecom", .string(maxLength: 64), "the user id within 企业微信"),
    ])
    static let reason = Schema.object([.required("reason", .string(maxLength: 200))])
}
