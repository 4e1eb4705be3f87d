import OpsContracts
import OpsServer
import TicketsDomain

/// What OpenAPI says of the routes.
enum TicketDocs {
    static let open = RouteDoc(
        "openTicket", "Open a ticket (报单)", tags: ["tickets"], request: openBody, response: TicketSchemas.detail,
        status: 201)
    static let list = RouteDoc(
        "listTickets", "Tickets by what is due next", tags: ["tickets"], response: .page(of: TicketSchemas.row),
        parameters: [
            RouteDoc.Parameter("site", "Only this site.", schema: .site),
            RouteDoc.Parameter(
                "view", "Which tickets.", schema: .string(values: TicketFilter.Scope.allCases.map(\.rawValue))),
            .cursor, .limit,
        ])
    static let one = RouteDoc("getTicket", "One ticket", tags: ["tickets"], response: TicketSchemas.detail)
    static let timeline = RouteDoc(
        "getTimeline", "What happened to a ticket, oldest first", tags: ["tickets"],
        response: .page(of: TicketSchemas.entry))
    static let alarm = RouteDoc(
        "takeAlarm", "An alarm of the monitoring: one open ticket per key", tags: ["alarms"], request: alarmBody,
        response: TicketSchemas.detail)
    static let policies = RouteDoc(
        "listPolicies", "Time limits (时限规则) by version, the newest first", tags: ["sla"],
        response: .page(of: TicketSchemas.policy))
    static let publish = RouteDoc(
        "publishPolicy", "Publish the next version of time limits", tags: ["sla"], request: TicketSchemas.policy,
        response: TicketSchemas.policy, status: 201)

    static func verb(_ verb: TicketVerb) -> RouteDoc {
        RouteDoc(
            operation(verb), "\(verb.zh): \(verb.rawValue) the ticket", tags: ["tickets"], request: body(verb),
            response: TicketSchemas.detail)
    }

    private static func operation(_ verb: TicketVerb) -> String {
        let words = verb.rawValue.split(separator: "-")
        return words.enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
            + "Ticket"
    }

    private static func codes<C: ContractCode>(_ known: [C]) -> Schema { .string(values: known.map(\.rawValue)) }
    private static func words(_ limit: Int) -> Schema { .string(maxLength: limit) }

    private static let openBody = Schema.object([
        .required("site", .site), .required("title", words(80)), .optional("description", words(4000)),
        .optional("kind", codes(TicketKind.all)), .optional("impact", codes(Impact.all)),
        .optional("urgency", codes(Urgency.all)), .optional("priorityCase", words(64)), .optional("item", .id),
        .optional("unit", .id), .optional("requester", .id), .optional("source", codes(TicketSource.all)),
        .optional("finding", .id), .optional("reopens", .id), .optional("wantedBy", .timestamp),
        .optional("classified", .boolean), .optional("contactName", words(40), "Kept sealed, never on the bus."),
        .optional("contactPhone", words(40), "Kept sealed, never on the bus."), photos,
    ])

    private static let photos = Schema.Property.optional(
        "photos", .array(.string(pattern: "^[0-9a-fA-F]{64}$"), maxItems: 20),
        "SHA-256 of JPEG, PNG or WebP files, each uploaded before by PUT /tickets/blobs/<sha256>.")

    private static let alarmBody = Schema.object([
        .required("site", .site), .required("key", words(120), "What is alarming; the same until it clears."),
        .required("title", words(80)), .required("state", .string(values: ["firing", "cleared"])),
        .optional("description", words(4000)), .optional("item", .id), .optional("impact", codes(Impact.all)),
        .optional("urgency", codes(Urgency.all)),
    ])

    private static let cause: [Schema.Property] = [
        .optional("causeCategory", codes(CauseCategory.all)), .optional("causeText", words(1000)),
    ]

    private static func body(_ verb: TicketVerb) -> Schema {
        switch verb {
        case .accept, .arrive, .start, .resume: .object([])
        case .dispatch: .object([.required("engineer", .id), .optional("post", .id)])
        case .note:
            .object([
                .required("text", words(4000)), .optional("isPublic", .boolean), .optional("isWorkaround", .boolean),
                photos,
            ])
        case .report:
            .object([
                .required("kind", codes(FaultReportKind.all)), .required("to", words(200)),
                .required("text", words(4000)),
            ])
        case .suspend:
            .object([
                .required("reason", codes(PendingReason.all)), .required("note", words(400)),
                .optional("until", .timestamp), .optional("carrierTicket", words(64)),
            ])
        case .escalate:
            .object([
                .required("text", words(4000)), .optional("channel", codes(ExpertChannel.all)),
                .optional("skill", words(64)),
            ])
        case .handBack:
            .object([.required("advice", words(4000)), .optional("minutes", .integer(min: 0, max: 10_000))])
        case .replacePart:
            .object([
                // One of the two that follow: a serial number, or why there is none.
                .required("part", words(100)), .required("model", words(100)), .optional("newSerial", words(100)),
                .optional("unreadable", .string(values: Part.withoutSerial)), .optional("oldSerial", words(100)),
                .optional("item", .id),
            ])
        case .resolve:
            .object(
                [
                    .required("result", words(4000)), .optional("partReplaced", .boolean),
                    .optional("asksReporter", .boolean), photos,
                ] + cause)
        case .confirm: .object([.optional("rating", .integer(min: 1, max: 5)), .optional("comment", words(1000))])
        case .close: .object([.optional("result", words(4000))] + cause)
        case .reopen: .object([.required("reason", words(400))])
        case .cancel: .object([.required("reason", words(400)), .optional("duplicateOf", .id)])
        case .changeLevel:
            .object([
                .required("reason", words(400)), .optional("priority", codes(Priority.all)),
                .optional("impact", codes(Impact.all)), .optional("urgency", codes(Urgency.all)),
            ])
        }
    }
}
