import BillingDomain
import Foundation
import OpsContracts
import OpsDomain
import Testing

@Suite struct ForecastTests {
    private func terms(
        cap: Int? = nil, q4: Q4Policy = .thirdAndFourth, everyQuarter: Bool = true,
        quarters: [Int64] = [900, 900, 900, 900]
    ) throws -> BillingTerms {
        try BillingTerms(
            year: 2026, quarters: quarters.map(Money.init(fen:)),
            shares: [SiteShare(site: .xz, bp: BasisPoints(10_000))],
            scoreCapBp: cap.map { BasisPoints($0) }, q4Deducts: q4, finesEveryQuarter: everyQuarter)
    }

    private func amount(_ quarter: Int, _ fen: Int64) -> QuarterAmount {
        QuarterAmount(quarter: Sample.quarter(quarter), amount: Money(fen: fen))
    }

    @Test func `a deduction larger than the payment is carried on, and what is left is a receivable`() throws {
        let forecast = try Forecast.run(terms(), fines: [amount(1, 2000), amount(3, 500), amount(4, 700)])
        #expect(forecast.deductionFen == [2000, 0, 500, 700])
        // 900; 900−2000 → carry 1100; 900−0−1100 → carry 200; 900−500−700−200 → carry 500.
        #expect(forecast.paymentFen == [900, 0, 0, 0])
        #expect(forecast.carryFen == [0, 1100, 200, 500])
        #expect(forecast.receivableFen == 500)
    }

    @Test func `a score costs nothing above the cap, a fine always`() throws {
        let months = [Forecast.Month(site: .xz, month: Sample.month("2026-01"), score: Score(tenths: 650))]
        let capped = try Forecast.run(terms(cap: 500), months: months, fines: [amount(1, 100)])
        // 300 × 30 % = 90; the cap is 45.
        #expect(capped.deductionFen == [145, 0, 0, 0])
        let free = try Forecast.run(terms(cap: nil), months: months)
        #expect(free.deductionFen == [90, 0, 0, 0])
        #expect(try Forecast.run(terms(cap: 0), months: months).deductionFen == [0, 0, 0, 0])
    }

    @Test func `the newest version of a sheet counts, in whatever order they come`() throws {
        func month(_ version: Int, _ tenths: Int) -> Forecast.Month {
            Forecast.Month(site: .xz, month: Sample.month("2026-05"), version: version, score: Score(tenths: tenths))
        }
        let (one, two, three) = (month(1, 600), month(2, 850), month(3, 800))
        for months in [[one, two, three], [three, one, two], [three, three, two, one]] {
            #expect(try Forecast.run(terms(), months: months).deductionFen == [0, 30, 0, 0])
        }
    }

    @Test func `the policy says which deductions the fourth payment takes`() throws {
        let fines = [amount(3, 10), amount(4, 25)]
        #expect(try Forecast.run(terms(), fines: fines).paymentFen[3] == 865)
        #expect(try Forecast.run(terms(q4: .third), fines: fines).paymentFen[3] == 890)
        #expect(try Forecast.run(terms(q4: .fourth), fines: fines).paymentFen[3] == 875)
    }

    @Test func `fines of all quarters wait for the fourth payment where the contract reads so`() throws {
        let forecast = try Forecast.run(
            terms(everyQuarter: false), fines: [amount(1, 10), amount(2, 20), amount(4, 30)])
        #expect(forecast.deductionFen == [0, 0, 0, 60])
        #expect(forecast.paymentFen == [900, 900, 900, 840])
    }

    @Test func `adjustments change the payment they land in`() throws {
        let forecast = try Forecast.run(terms(), adjustments: [amount(2, 40), amount(3, -1000), amount(4, 7)])
        #expect(forecast.paymentFen == [900, 940, 0, 807])
        #expect(forecast.carryFen == [0, 0, 100, 0])
    }

    @Test func `what is none of the contract's is refused`() throws {
        let terms = try terms()
        for month in [
            Forecast.Month(site: .jg, month: Sample.month("2026-01"), score: .full),
            Forecast.Month(site: .xz, month: Sample.month("2027-01"), score: .full),
            Forecast.Month(site: .xz, month: Sample.month("2026-01"), score: Score(tenths: 1001)),
        ] {
            #expect(throws: Rejection.self) { try Forecast.run(terms, months: [month]) }
        }
        #expect(throws: Rejection.self) { try Forecast.run(terms, fines: [amount(1, -1)]) }
    }

    @Test func `a file may leave out what is optional`() throws {
        let json = """
            {"cases":[{"name":"a","contract":{"year":2026,"annualFen":11,"siteShareBp":{"XZ":10000}}},
            {"name":"b","contract":{"year":2026,"quarterFen":[1,2,3,4],"siteShareBp":{"XZ":6000,"JG":4000},
            "scoreCapBp":null},"fines":[],"adjustments":[{"quarter":4,"fen":-5}]}]}
            """
        let file = try ForecastFile(Data(json.utf8))
        #expect(try file.run("a").paymentFen == [2, 2, 2, 5])
        let b = try file.run("b")
        #expect(b.paymentFen == [1, 2, 3, 0])
        #expect(b.receivableFen == 1)
    }

    @Test func `a file that is none says where`() throws {
        let json =
            #"{"cases":[{"name":"a","contract":{"year":2026}},{"name":"b","expect":7,"contract":"#
            + #"{"year":2026,"quarterFen":[1,1,1,1],"siteShareBp":{"XZ":10000}}}]}"#
        let file = try ForecastFile(Data(json.utf8))
        let rejection = #expect(throws: Rejection.self) { try file.run("a") }
        #expect(rejection?.en.contains("siteShareBp") == true)
        #expect(try file.run("b").paymentFen == [1, 1, 1, 1])
        #expect(throws: Rejection.self) { try ForecastFile(Data("[]".utf8)) }
    }

    /// Σ pay − final carry = A − Σ D + Σ adjustments, whatever happens.
    @Test func `no fen is lost in a thousand contracts`() throws {
        var random = SplitMix64(seed: 20_260_213)
        for _ in 0..<1000 {
            let terms = try random.terms()
            let months = random.months(terms)
            let fines = (0..<random.below(4)).map { _ in amount(1 + random.below(4), Int64(random.below(90_000_000))) }
            let adjustments = (0..<random.below(3)).map { _ in
                amount(1 + random.below(4), Int64(random.below(20_000_000)) - 10_000_000)
            }
            let forecast = try Forecast.run(terms, months: months, fines: fines, adjustments: adjustments)
            let paid = forecast.paymentFen.reduce(0, +) - forecast.carryFen[3]
            let owed = terms.annual.fen - forecast.deductionFen.reduce(0, +)
            #expect(paid == owed + adjustments.reduce(0) { $0 + $1.amount.fen })
            #expect(forecast.paymentFen.allSatisfy { $0 >= 0 } && forecast.carryFen.allSatisfy { $0 >= 0 })
            #expect(zip(forecast.paymentFen, forecast.carryFen).allSatisfy { $0 == 0 || $1 == 0 })
        }
    }
}

/// A small generator with a seed, so that a failure comes again.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func terms() throws -> BillingTerms {
        let sites = Array(SiteCode.contractOrder.prefix(1 + below(9)))
        var left = 10_000
        var shares: [SiteShare] = []
        for site in sites.dropLast() {
            let bp = below(left + 1)
            left -= bp
            shares.append(SiteShare(site: site, bp: BasisPoints(bp)))
        }
        shares.append(SiteShare(site: sites[sites.count - 1], bp: BasisPoints(left)))
        return try BillingTerms(
            year: 2026, quarters: (0..<4).map { _ in Money(fen: Int64(below(100_000_000))) }, shares: shares,
            scoreCapBp: below(2) == 0 ? nil : BasisPoints(below(10_001)), finesEveryQuarter: below(2) == 0)
    }

    mutating func months(_ terms: BillingTerms) -> [Forecast.Month] {
        (0..<below(60)).map { _ in
            Forecast.Month(
                site: terms.sites[below(terms.sites.count)], month: Sample.month("2026-01").advanced(below(12)),
                version: 1 + below(3), score: Score(tenths: below(1001)))
        }
    }
}

extension YearMonth {
    fileprivate func advanced(_ months: Int) -> YearMonth { (0..<months).reduce(self) { month, _ in month.next } }
}
