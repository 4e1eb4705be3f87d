import AssessmentsDomain
import OpsContracts
import OpsServer

/// What OpenAPI says of sheets.
enum SheetDocs {
    private static let month = Schema.string(pattern: "^[0-9]{4}-[0-9]{2}$")
    private static let day = Schema.string(format: "date")
    private static let status = Schema.string(values: ["draft", "scored", "published", "disputed", "frozen"])
    private static let tags = ["sheets"]

    private static let row = Schema.object([
        .required("sheet", .id), .required("site", .site), .required("month", month),
        .required("version", .integer(min: 1)), .required("status", status),
        .optional("score", .integer(min: 0, max: 1000), "tenths of a point"),
        .required("undecided", .integer(min: 0)), .required("openObjections", .integer(min: 0)),
        .optional("objectionUntil", .timestamp), .optional("frozenAt", .timestamp),
    ])

    private static let cause = Schema.object([
        .required("topic", .string()), .required("factId", .string()), .required("seq", .integer(min: 1)),
        .required("hash", .string()), .required("subject", .string()),
    ])
    private static let piece = Schema.object([
        .required("evidence", .id), .required("item", .string()), .required("rule", .string()),
        .required("tenths", .integer(min: 1)), .required("basis", .string()), .required("counts", .boolean),
        .required("ruling", .string(values: ["proposed", "upheld", "rejected", "withdrawn"])),
        .required("occurredAt", .timestamp), .optional("note", .string()), .optional("cause", cause),
    ])
    private static let objection = Schema.object([
        .required("objection", .integer(min: 1)), .required("version", .integer(min: 1)), .optional("evidence", .id),
        .required("text", .string()), .optional("granted", .boolean, "absent while nobody ruled"),
    ])
    private static let item = Schema.object([
        .required("code", .string()), .required("full", .integer(min: 0)), .required("deducted", .integer(min: 0)),
        .required("score", .integer(min: 0)),
    ])
    private static let sheet = Schema.object([
        .required("sheet", .id), .required("site", .site), .required("month", month),
        .required("version", .integer(min: 1)), .required("status", status), .required("hasPosts", .boolean),
        .required("score", .integer(min: 0, max: 1000), "tenths of a point"),
        .required("isScored", .boolean, "false: the score is an expectation"), .required("items", .array(item)),
        .optional("veto", .string()), .optional("vetoReason", .string()), .required("undecided", .integer(min: 0)),
        .required("evidence", .array(piece)), .required("objections", .array(objection)),
        .optional("objectionUntil", .timestamp), .optional("frozenAt", .timestamp), .optional("publishBy", day),
        .optional("freezeFrom", .timestamp),
    ])

    static let list = RouteDoc(
        "listSheets", "The score sheets of some months, at most twelve.", tags: tags, response: .page(of: row),
        parameters: [
            RouteDoc.Parameter("from", "The first month; January of this year.", schema: month),
            RouteDoc.Parameter("to", "The last month; this one.", schema: month),
        ])
    static let one = RouteDoc(
        "readSheet", "One site's month, with its evidence and objections.", tags: tags, response: sheet)
    static let score = RouteDoc(
        "scoreSheet", "Score the month by the rules in force.", tags: tags,
        request: .object([
            .optional("veto", .string(values: Veto.all.map(\.rawValue))), .optional("vetoReason", text),
        ]), response: sheet)
    static let publish = RouteDoc(
        "publishSheet", "Publish the score; the window for objections opens.", tags: tags, response: sheet)
    static let freeze = RouteDoc(
        "freezeSheet", "Make the score final; billing takes it from here.", tags: tags, response: sheet)
    static let reopen = RouteDoc(
        "reopenSheet", "Open a frozen sheet again as its next version.", tags: tags,
        request: .object([.required("reason", text)]), response: sheet)
    static let propose = RouteDoc(
        "proposeEvidence", "Enter what no other service tells: attendance, samples, complaints.", tags: tags,
        request: .object([
            .required(
                "rule", .string(values: ScoreRulesPublished.standard.items.flatMap(\.rules).map(\.event.rawValue))),
            .required("note", .string(maxLength: 200)), .required("day", day, "in the sheet's month"),
        ]), response: sheet)
    static let rule = RouteDoc(
        "ruleEvidence", "Uphold or reject a piece of evidence.", tags: tags,
        request: .object([.required("upheld", .boolean), .optional("reason", text, "required to reject")]),
        response: sheet)
    static let object = RouteDoc(
        "objectToSheet", "Object to the sheet or to one piece of its evidence.", tags: tags,
        request: .object([.optional("evidence", .id), .required("text", .string(maxLength: 1000))]), response: sheet)
    static let answer = RouteDoc(
        "ruleObjection", "Grant or decline an objection.", tags: tags,
        request: .object([.required("granted", .boolean), .required("reason", .string(maxLength: 1000))]),
        response: sheet)

    private static let text = Schema.string(maxLength: 500)
}
