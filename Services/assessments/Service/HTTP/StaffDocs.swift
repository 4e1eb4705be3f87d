import OpsContracts
import OpsServer

/// What OpenAPI says of posts, duty and rules.
enum StaffDocs {
    private static let day = Schema.string(format: "date")
    private static let role = Schema.string(values: PostRole.all.map(\.rawValue))
    private static let shift = Schema.string(values: DutyShift.all.map(\.rawValue))
    private static let party = Schema.string(values: ["site", "supplier"])

    private static let post = Schema.object([
        .required("post", .id), .required("site", .site), .required("role", .string()), .optional("account", .id),
        .optional("name", .string()), .optional("since", day),
    ])
    private static let dutyRow = Schema.object([
        .required("site", .site), .required("day", day), .required("shift", .string()), .required("agreed", .boolean),
        .optional("post", .id), .required("account", .id), .optional("party", party), .optional("agreedBySite", .id),
        .optional("agreedBySupplier", .id),
    ])
    private static let proposed = Schema.object([
        .required("site", .site), .required("day", day), .required("shift", .string()), .optional("post", .id),
        .required("account", .id), .required("party", party), .required("by", .id),
    ])
    private static let agreed = Schema.object([
        .required("site", .site), .required("day", day), .required("shift", .string()), .optional("post", .id),
        .required("account", .id), .optional("phoneMasked", .string()), .required("agreedBySite", .id),
        .required("agreedBySupplier", .id),
    ])
    private static let roster = Schema.object([
        .required("site", .site), .required("day", day), .required("shift", .string()), .optional("proposed", proposed),
        .optional("agreed", agreed),
    ])
    private static let ruleSet = Schema.object([
        .required("version", .integer(min: 1)), .required("vetoCap", .integer(min: 0, max: 1000)),
        .required(
            "items",
            .array(
                .object([
                    .required("code", .string()), .required("name", .string()),
                    .required("weightTenths", .integer(min: 1)),
                    .required(
                        "rules",
                        .array(
                            .object([
                                .required("event", .string()), .required("tenths", .integer(min: 1)),
                                .optional("emptiesItem", .boolean),
                            ]))),
                ]))),
    ])

    static let posts = RouteDoc(
        "listPosts", "The posts and who holds them.", tags: ["staff"], response: .page(of: post))
    static let define = RouteDoc(
        "definePost", "Set up a post on site.", tags: ["staff"],
        request: .object([.required("post", .id), .required("site", .site), .required("role", role)]), response: post,
        status: 201)
    static let fill = RouteDoc(
        "fillPost", "A person takes the post.", tags: ["staff"],
        request: .object([
            .required("account", .id), .required("name", .string(maxLength: 50)), .required("from", day),
        ]), response: post)
    static let vacate = RouteDoc(
        "vacatePost", "The person leaves the post.", tags: ["staff"],
        request: .object([.required("until", day), .required("reason", .string(maxLength: 200))]), response: post)
    static let duty = RouteDoc(
        "listDuty", "Who is on duty, at most 31 days.", tags: ["staff"], response: .page(of: dutyRow),
        parameters: [
            RouteDoc.Parameter("from", "The first day; today.", schema: day),
            RouteDoc.Parameter("to", "The last day; six days later.", schema: day),
        ])
    static let propose = RouteDoc(
        "proposeDuty", "Put somebody on duty; it binds when the other side agrees.", tags: ["staff"],
        request: .object([
            .required("site", .site), .required("day", day), .required("shift", shift), .optional("post", .id),
            .required("account", .id),
        ]), response: roster)
    static let agree = RouteDoc(
        "agreeDuty", "Agree to what the other side proposed.", tags: ["staff"], response: roster)
    static let rules = RouteDoc("readScoreRules", "The score rules in force.", tags: ["rules"], response: ruleSet)
    static let publish = RouteDoc(
        "publishScoreRules", "Bring the next version of the score rules into force.", tags: ["rules"],
        request: ruleSet, response: ruleSet)
}
