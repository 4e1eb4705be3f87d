extension Kinds {
    public enum Adjustment {}
    public enum Fine {}
}

/// A correction of money after its quarter was frozen (`2026-a1`).
public typealias AdjustmentID = Identifier<Kinds.Adjustment>
public typealias FineID = Identifier<Kinds.Fine>

/// Which quarters' deductions the fourth payment takes off (requirements A2). Open: an unknown policy decodes.
public struct Q4Policy: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The recommended reading: otherwise the third or the fourth quarter's deduction is never collected.
    public static let thirdAndFourth = Q4Policy(rawValue: "D3_AND_D4")
    /// Only 上季度.
    public static let third = Q4Policy(rawValue: "D3")
    /// Only the fourth quarter's own.
    public static let fourth = Q4Policy(rawValue: "D4")

    public static let all: [Q4Policy] = [.thirdAndFourth, .third, .fourth]

    public var zh: String {
        switch self {
        case .thirdAndFourth: "第三、第四季度扣款"
        case .third: "仅第三季度扣款"
        case .fourth: "仅第四季度扣款"
        default: rawValue
        }
    }
}

/// The part of the year's amount that belongs to one site; the shares of a contract add up to 10 000.
public struct SiteShare: Codable, Sendable, Equatable {
    public var site: SiteCode
    public var bp: BasisPoints

    public init(site: SiteCode, bp: BasisPoints) {
        self.site = site
        self.bp = bp
    }
}

/// One site-month of a frozen deduction: every input of `(fee × rateBp + 5 000) ÷ 10 000`.
public struct DeductionLine: Codable, Sendable, Equatable {
    public var site: SiteCode
    public var month: YearMonth
    public var sheetVersion: Int
    public var score: Score
    public var fee: Money
    public var rateBp: BasisPoints
    public var deduction: Money

    public init(
        site: SiteCode, month: YearMonth, sheetVersion: Int, score: Score, fee: Money, rateBp: BasisPoints,
        deduction: Money
    ) {
        self.site = site
        self.month = month
        self.sheetVersion = sheetVersion
        self.score = score
        self.fee = fee
        self.rateBp = rateBp
        self.deduction = deduction
    }
}

/// A quarter's amount of money, where several stand in one list.
public struct QuarterAmount: Codable, Sendable, Equatable {
    public var quarter: Quarter
    public var amount: Money

    public init(quarter: Quarter, amount: Money) {
        self.quarter = quarter
        self.amount = amount
    }
}
