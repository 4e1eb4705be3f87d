import BillingDomain
import OpsContracts
import OpsDomain

/// The sample contract of 2026: 2.8 million yuan, nine sites.
enum Sample {
    static let contract = ContractSigned(
        contract: ContractID("2026"), year: 2026, quarters: Array(repeating: Money(fen: 70_000_000), count: 4),
        shares: BillingTerms.sampleShares, scoreCapBp: BasisPoints(2000), q4Deducts: .thirdAndFourth,
        finesEveryQuarter: true, personWeightBp: BasisPoints(0), supplier: "北京某某信息技术有限公司",
        signedOn: day("2026-01-05"))
    static let finance = AccountID("wang.min")
    /// 2027-01-20 10:00 in Beijing.
    static let now = Timestamp(LocalTime(day("2027-01-20"), hour: 10))

    static func day(_ text: String) -> Day { Day(text) ?? Day(ordinal: 0) }
    static func month(_ text: String) -> YearMonth { YearMonth(text) ?? YearMonth(Day(ordinal: 0)) }
    static func quarter(_ number: Int) -> Quarter { Quarter(year: 2026, number: number) ?? Quarter(month("2026-01")) }

    /// Monday to Friday, no holidays.
    static var calendar: WorkCalendar {
        get throws {
            let span = ClockSpan("09:00-18:00").map { [$0] } ?? []
            return try WorkCalendar(
                zone: .shanghai,
                week: Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, span) }))
        }
    }

    static func score(_ site: SiteCode, _ month: String, _ tenths: Int, version: Int = 1) -> ScoreReceived {
        ScoreReceived(
            contract: ContractID("2026"), sheet: SheetID("\(site)-\(month)"), site: site, month: self.month(month),
            sheetVersion: version, score: Score(tenths: tenths), head: nil)
    }

    static func fine(_ id: String, _ number: Int, _ fen: Int64) -> FineImposed {
        FineImposed(
            contract: ContractID("2026"), fine: FineID(id), quarter: quarter(number), site: .bz,
            amount: Money(fen: fen), reason: "更换人员迟到岗", evidence: nil, decidedBy: finance)
    }

    /// A year as its events leave it, refusing none of the commands.
    static func year(_ commands: [ContractCommand]) throws -> ContractYear? {
        try commands.reduce(nil) { state, command in
            ContractDecider.fold(state, try ContractDecider.decide(command, state, at: now))
        }
    }

    /// Full marks for every site-month of a quarter.
    static func fullMarks(_ number: Int) throws -> [ContractCommand] {
        try BillingTerms(contract).siteMonths(quarter(number)).map {
            .receiveScore(score($0.site, $0.month.description, 1000))
        }
    }
}
