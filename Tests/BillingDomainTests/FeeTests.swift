import BillingDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct FeeTests {
    @Test func `left-over fen go to the largest remainders, and on a tie to the earlier site`() throws {
        let shares = [SiteCode.jg, .bjz, .xz].map { SiteShare(site: $0, bp: BasisPoints($0 == .jg ? 3334 : 3333)) }
        // 100 fen: 33.34, 33.33, 33.33 → one fen is left, JG has the largest remainder.
        #expect(
            Fees.split(Money(fen: 100), by: shares) == [.jg: Money(fen: 34), .bjz: Money(fen: 33), .xz: Money(fen: 33)])
        let even = [SiteCode.jg, .bjz, .xz, .nz].map { SiteShare(site: $0, bp: BasisPoints(2500)) }
        // 7 fen: 1.75 each, three are left: the first three of the contract's order.
        #expect(
            Fees.split(Money(fen: 7), by: even)
                == [.jg: Money(fen: 2), .bjz: Money(fen: 2), .xz: Money(fen: 2), .nz: Money(fen: 1)])
    }

    @Test func `shares go by the contract's order however they were written`() throws {
        let terms = try BillingTerms(
            year: 2026, quarters: Array(repeating: Money(fen: 7), count: 4),
            shares: [SiteCode.nz, .xz, .bjz, .jg].map { SiteShare(site: $0, bp: BasisPoints(2500)) }, scoreCapBp: nil)
        #expect(terms.sites == [.jg, .bjz, .xz, .nz])
        #expect(Fees.split(Money(fen: 7), by: terms.shares)[.nz] == Money(fen: 1))
    }

    @Test(
        arguments: [(4_900_000, [1_633_333, 1_633_333, 1_633_334]), (2, [0, 0, 2]), (0, [0, 0, 0])]
            as [(Int64, [Int64])])
    func `the third month takes the rest`(fee: Int64, months: [Int64]) {
        #expect(Fees.months(of: Money(fen: fee)).map(\.fen) == months)
    }

    @Test func `a quarter's site-months add up to its amount`() throws {
        let terms = try BillingTerms(
            year: 2026, quarters: [69_999_999, 1, 0, 123_456_789].map(Money.init(fen:)),
            shares: BillingTerms.sampleShares, scoreCapBp: nil)
        for quarter in Quarter.all(of: 2026) {
            let fees = Fees.siteMonths(terms, quarter)
            #expect(fees.count == 27)
            #expect(fees.values.reduce(.zero, +) == terms.base(quarter))
        }
    }

    @Test(
        arguments: [
            ("quarters", [70, 70, 70], 10_000, nil), ("quarters", [-1, 0, 0, 0], 10_000, nil),
            ("shares", [1, 1, 1, 1], 9_999, nil), ("scoreCapBp", [1, 1, 1, 1], 10_000, 10_001),
        ] as [(String, [Int64], Int, Int?)])
    func `wrong terms are refused with their field`(field: String, quarters: [Int64], share: Int, cap: Int?) {
        let rejection = #expect(throws: Rejection.self) {
            try BillingTerms(
                year: 2026, quarters: quarters.map(Money.init(fen:)),
                shares: [SiteShare(site: .jg, bp: BasisPoints(share))], scoreCapBp: cap.map { BasisPoints($0) })
        }
        #expect(rejection?.field == field)
    }

    @Test func `a site cannot have two shares`() {
        #expect(throws: Rejection.self) {
            try BillingTerms(
                year: 2026, quarters: Array(repeating: .zero, count: 4),
                shares: [SiteShare(site: .jg, bp: BasisPoints(5000)), SiteShare(site: .jg, bp: BasisPoints(5000))],
                scoreCapBp: nil)
        }
    }

    @Test(
        arguments: [(280_000_001, [70_000_000, 70_000_000, 70_000_000, 70_000_001]), (3, [0, 0, 0, 3])]
            as [(Int64, [Int64])])
    func `a year splits by default into quarters that add up`(annual: Int64, quarters: [Int64]) {
        #expect(BillingTerms.defaultQuarters(annual: Money(fen: annual)).map(\.fen) == quarters)
    }

    @Test func `an absent person costs his part of the month's fee`() {
        // 4 900 000 ÷ (3 people × 16 working days) = 102 083.33 a day.
        let fine = FineTariff.absence(monthFee: Money(fen: 4_900_000), headcount: 3, workingDays: 16, personDays: 2)
        #expect(fine == Money(fen: 204_166))
        #expect(FineTariff.absence(monthFee: Money(fen: 1), headcount: 0, workingDays: 16, personDays: 1) == nil)
    }
}
