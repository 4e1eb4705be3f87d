import OpsContracts
import OpsServer

/// What OpenAPI says of billing.
enum BillingDocs {
    private static let day = Schema.string(format: "date")
    private static let quarterName = Schema.string(pattern: "^[0-9]{4}-q[1-4]$")
    private static let bp = Schema.integer(min: 0, max: 10_000)
    private static let amount = Schema.integer(min: 0, max: 1_000_000_000_000)
    private static let text = Schema.string(maxLength: 500)

    private static let share = Schema.object([.required("site", .site), .required("bp", bp)])
    private static let terms: [Schema.Property] = [
        .required("year", .integer(min: 1, max: 9999)),
        .required("quarters", .array(amount, minItems: 4, maxItems: 4), "four amounts in fen"),
        .required("shares", .array(share), "they add up to 10000"),
        .optional("scoreCapBp", bp, "absent: nothing is capped"),
        .optional("q4Deducts", .string(values: Q4Policy.all.map(\.rawValue))), .optional("finesEveryQuarter", .boolean),
        .optional("personWeightBp", bp), .required("supplier", .string(maxLength: 100)), .required("signedOn", day),
    ]
    private static let row = Schema.object([
        .required("contract", .id), .required("year", .integer()), .required("supplier", .string()),
        .required("annual", .money), .required("signedOn", day),
    ])
    private static let line = Schema.object([
        .required("site", .site), .required("month", .string()), .required("sheetVersion", .integer(min: 0)),
        .required("score", .integer(min: 0, max: 1000)), .required("fee", .money), .required("rateBp", bp),
        .required("deduction", .money),
    ])
    private static let deduction = Schema.object([
        .required("contract", .id), .required("quarter", quarterName), .required("lines", .array(line)),
        .required("scoreDeduction", .money), .required("waivedByCap", .money), .required("fines", .money),
        .required("total", .money),
    ])
    private static let quarterAmount = Schema.object([.required("quarter", quarterName), .required("amount", .money)])
    private static let head = Schema.object([
        .required("topic", .string()), .required("seq", .integer(min: 0)), .required("hash", .string()),
    ])
    private static let one = Schema.object([
        .required("quarter", quarterName), .required("stage", .string()), .optional("dueOn", day),
        .required("isIssued", .boolean, "false: the payment is an expectation"),
        .required("isDeductionFrozen", .boolean), .required("deduction", deduction),
        .required("missing", .array(.string()), "site-months without a frozen sheet"), .required("base", .money),
        .required("deducted", .array(quarterAmount)), .required("carryIn", .money), .required("adjustments", .money),
        .required("net", .money), .required("pay", .money), .required("carryOut", .money),
        .required("heads", .array(head)), .optional("paidOn", day),
    ])
    private static let imposed = Schema.object([
        .required("contract", .id), .required("fine", .id), .required("quarter", quarterName), .optional("site", .site),
        .required("amount", .money), .required("reason", .string()), .optional("evidence", .id),
        .required("decidedBy", .id),
    ])
    private static let adjustment = Schema.object([
        .required("contract", .id), .required("adjustment", .id), .required("site", .site),
        .required("month", .string()), .required("fromVersion", .integer()), .required("toVersion", .integer()),
        .required("amount", .money), .optional("landsIn", quarterName),
    ])
    private static let year = Schema.object([
        .required("contract", .object([.required("contract", .id)] + terms)), .required("version", .integer(min: 1)),
        .required("quarters", .array(one)), .required("fines", .array(imposed)),
        .required("adjustments", .array(adjustment)),
    ])
    private static let fen4 = Schema.array(.integer(), minItems: 4, maxItems: 4)

    static let contracts = RouteDoc(
        "listContracts", "The contracts, one a year.", tags: ["contracts"], response: .page(of: row))
    static let sign = RouteDoc(
        "signContract", "Enter a year's contract.", tags: ["contracts"], request: .object(terms), response: year,
        status: 201)
    static let contract = RouteDoc(
        "readContract", "A contract year with its quarters.", tags: ["contracts"], response: year)
    static let forecast = RouteDoc(
        "forecastContract", "What the year comes to by what is known now.", tags: ["contracts"],
        response: .object([
            .required("contract", .id), .required("deductionFen", fen4), .required("paymentFen", fen4),
            .required("carryFen", fen4), .required("receivableFen", .integer(min: 0)),
            .required("open", .integer(min: 0), "site-months that are not frozen yet"),
        ]))
    static let fine = RouteDoc(
        "imposeFine", "Impose a fine.", tags: ["contracts"],
        request: .object([
            .required("quarter", quarterName), .optional("site", .site),
            .required("amount", .integer(min: 1, max: 1_000_000_000_000)), .required("reason", text),
            .optional("evidence", .id),
        ]), response: year)
    static let withdraw = RouteDoc(
        "withdrawFine", "Take a fine back before its quarter is frozen.", tags: ["contracts"],
        request: .object([.required("reason", text)]), response: year)
    static let quarter = RouteDoc(
        "readQuarter", "A quarter's deduction, and the payment that bears its name.", tags: ["payments"],
        response: one)
    static let freeze = RouteDoc(
        "freezeDeduction", "Settle a quarter's deduction for good.", tags: ["payments"], response: one)
    static let issue = RouteDoc(
        "issueStatement", "Issue a payment's statement.", tags: ["payments"], response: one)
    static let fiscal = RouteDoc(
        "approveFiscally", "Record the budget's approval; only the fourth payment.", tags: ["payments"],
        request: .object([.required("document", .string(maxLength: 100)), .required("approvedOn", day)]),
        response: one)
    static let approve = RouteDoc("approvePayment", "Approve a payment.", tags: ["payments"], response: one)
    static let funds = RouteDoc(
        "awaitFunds", "Record that fiscal funds have not arrived.", tags: ["payments"],
        request: .object([.required("reason", text), .optional("document", .string(maxLength: 100))]), response: one)
    static let pay = RouteDoc(
        "recordPayment", "Record that a payment was made.", tags: ["payments"],
        request: .object([
            .required("amount", amount, "the statement's, in fen"), .required("paidOn", day),
            .optional("fundsArrivedOn", day, "required for the fourth payment"),
        ]), response: one)
}
