public import OpsContracts

/// The arithmetic of a sheet, in tenths of a point.
public struct SheetResult: Codable, Sendable, Equatable {
    public let items: [SheetItem]
    public let score: Score

    /// One deduction that counts or may count.
    public struct Deduction: Sendable, Equatable {
        public var item: ScoreItemCode
        public var tenths: Int
        public var emptiesItem: Bool
        /// The ticket it came from; in K2 and K3 only the largest of one ticket counts.
        public var ticket: String?

        public init(item: ScoreItemCode, tenths: Int, emptiesItem: Bool = false, ticket: String? = nil) {
            self.item = item
            self.tenths = tenths
            self.emptiesItem = emptiesItem
            self.ticket = ticket
        }
    }

    /// - Parameters:
    ///   - weights: the items that apply with their full score. Where some were left out, the sum is scaled to 100.0,
    ///     half-up to tenths.
    ///   - cap: what a veto leaves at most; nil where none holds.
    public init(weights: [ScoreWeight], deductions: [Deduction], cap: Score?) {
        items = weights.map { weight in
            let own = deductions.filter { $0.item == weight.item }
            let taken = own.contains(where: \.emptiesItem) ? weight.full : min(weight.full, Self.sum(own, weight.item))
            return SheetItem(code: weight.item, full: weight.full, deducted: taken, score: weight.full - taken)
        }
        let (full, reached) = items.reduce((0, 0)) { ($0.0 + $1.full, $0.1 + $1.score) }
        let scaled = full == 0 ? 1000 : (2 * reached * 1000 + full) / (2 * full)
        score = Score(tenths: min(scaled, cap?.tenths ?? scaled))
    }

    private static func sum(_ deductions: [Deduction], _ item: ScoreItemCode) -> Int {
        guard item.countsTicketOnce else { return deductions.reduce(0) { $0 + $1.tenths } }
        var largest: [String: Int] = [:]
        var others = 0
        for deduction in deductions {
            if let ticket = deduction.ticket {
                largest[ticket] = max(largest[ticket] ?? 0, deduction.tenths)
            } else {
                others += deduction.tenths
            }
        }
        return others + largest.values.reduce(0, +)
    }
}

/// An item that applies to a site, with its full score in tenths.
public struct ScoreWeight: Codable, Sendable, Equatable {
    public var item: ScoreItemCode
    public var full: Int

    public init(item: ScoreItemCode, full: Int) {
        self.item = item
        self.full = full
    }

    /// A site without posts has no attendance item (K1).
    public static func of(_ rules: ScoreRulesPublished, hasPosts: Bool) -> [ScoreWeight] {
        rules.items.filter { hasPosts || $0.code != .k1 }.map { ScoreWeight(item: $0.code, full: $0.weightTenths) }
    }
}
