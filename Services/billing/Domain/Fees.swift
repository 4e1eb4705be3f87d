public import OpsContracts

/// How a quarter's amount falls on sites and months (requirements section 7).
public enum Fees {
    /// The sites' parts of a quarter's amount, by largest remainder; equal remainders go in contract site order.
    /// - Parameter shares: in contract site order, adding up to 10 000.
    public static func split(_ amount: Money, by shares: [SiteShare]) -> [SiteCode: Money] {
        let products = shares.map { amount.fen * Int64($0.bp.rawValue) }
        var parts = products.map { $0 / 10_000 }
        let left = amount.fen - parts.reduce(0, +)
        let order = products.indices.sorted { a, b in
            let (ra, rb) = (products[a] % 10_000, products[b] % 10_000)
            return ra != rb ? ra > rb : a < b
        }
        for index in order.prefix(Int(left)) { parts[index] += 1 }
        return Dictionary(zip(shares.map(\.site), parts.map(Money.init(fen:)))) { a, b in a + b }
    }

    /// Two equal months rounded down; the third takes the rest.
    public static func months(of fee: Money) -> [Money] {
        let part = Money(fen: fee.fen / 3)
        return [part, part, Money(fen: fee.fen - 2 * part.fen)]
    }

    /// The fee of every site-month of a quarter.
    public static func siteMonths(_ terms: BillingTerms, _ quarter: Quarter) -> [SiteMonth: Money] {
        var fees: [SiteMonth: Money] = [:]
        for (site, fee) in split(terms.base(quarter), by: terms.shares) {
            for (month, part) in zip(quarter.months, months(of: fee)) {
                fees[SiteMonth(site: site, month: month)] = part
            }
        }
        return fees
    }
}

extension Score {
    /// The part of the month's fee that this score costs: nothing from 90.0, 30 % below 70.0.
    public var deductionRate: BasisPoints {
        switch tenths {
        case 900...: BasisPoints(0)
        case 800..<900: BasisPoints((900 - tenths) * 10)
        case 700..<800: BasisPoints(1000 + (800 - tenths) * 20)
        default: BasisPoints(3000)
        }
    }
}

extension Money {
    /// `(self × rate + 5 000) ÷ 10 000`: half-up to the fen.
    public func part(_ rate: BasisPoints) -> Money { Money(fen: (fen * Int64(rate.rawValue) + 5000) / 10_000) }
}

/// The fines whose amount follows from a rule (requirements section 3.2).
public enum FineTariff {
    /// Late replacement of a person: 500 yuan a day.
    public static let lateReplacementPerDay = Money(fen: 50_000)

    /// An absent person: month fee ÷ (headcount × working days) for each person-day, half-up to the fen.
    /// - Returns: nil where the site has no posts, or the month no working days: nobody can be absent there.
    public static func absence(monthFee: Money, headcount: Int, workingDays: Int, personDays: Int) -> Money? {
        guard headcount > 0, workingDays > 0, personDays >= 0 else { return nil }
        let divisor = Int64(headcount) * Int64(workingDays)
        let perDay = (2 * monthFee.fen + divisor) / (2 * divisor)
        return Money(fen: perDay * Int64(personDays))
    }
}
