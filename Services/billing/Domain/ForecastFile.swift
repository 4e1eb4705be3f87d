public import Foundation
import OpsContracts
public import OpsDomain

/// Worked examples in one JSON file: contracts with scores and fines, and what they should come to.
///
/// `{"cases":[{"name","contract":{"year","quarterFen":[4],"siteShareBp":{"JG":1400,…},"scoreCapBp"?,"q4Deducts"?,
/// "finesEveryQuarter"?},"months":[{"site","month","scoreTenths","version"?}]?,"fines":[{"quarter","fen","reason"?}]?,
/// "adjustments":[{"quarter","fen"}]?,"adjustmentFen":[4]?,"expect"?}]}`. `quarterFen` may be left out where `annualFen` stands. Months that a
/// case does not list scored 100.0.
public struct ForecastFile: Decodable, Sendable {
    public let cases: [Case]

    /// - Throws: `Rejection.invalid` with the place in the file that cannot be read.
    public init(_ data: Data) throws(Rejection) {
        do {
            // A case keeps its own error, so the one decoder whose errors name a place must read it.
            self = try JSONDecoder().decode(ForecastFile.self, from: data)
        } catch {
            throw Self.unreadable(error)
        }
    }

    private static func unreadable(_ error: any Error) -> Rejection {
        .invalid("file", zh: "文件不是预测用例：\(place(of: error))。", en: "Not a forecast file: \(place(of: error)).")
    }

    /// - Throws: `Rejection.missing` with the names there are; what `Forecast.run` throws.
    public func run(_ name: String) throws(Rejection) -> Forecast {
        guard let found = cases.first(where: { $0.name == name }) else {
            let names = cases.map(\.name).joined(separator: "、")
            throw Rejection(
                .missing, "no-such-case", zh: "文件里没有用例“\(name)”。有：\(names)。",
                en: "The file has no case “\(name)”, only: \(names).", field: "case")
        }
        return try found.forecast()
    }

    /// One example. What is wrong with it is said when it is run, so that a broken neighbour does not matter.
    public struct Case: Decodable, Sendable {
        public let name: String
        private let content: Result<Content, any Error>
        /// What the case says should come out; nil where it does not say, or says something else.
        public let expect: Forecast?

        private enum Key: String, CodingKey { case name, expect }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            name = try container.decode(String.self, forKey: .name)
            expect = try? container.decode(Forecast.self, forKey: .expect)
            content = Result { try Content(from: decoder) }
        }

        /// - Throws: `Rejection.invalid` with the place that cannot be read; what `BillingTerms` and `Forecast.run` throw.
        public func forecast() throws(Rejection) -> Forecast {
            let content: Content
            switch self.content {
            case .success(let read): content = read
            case .failure(let error): throw ForecastFile.unreadable(error)
            }
            let terms = try content.contract.terms()
            let months = (content.months ?? []).map {
                Forecast.Month(
                    site: $0.site, month: $0.month, version: $0.version ?? 1, score: Score(tenths: $0.scoreTenths))
            }
            let byQuarter = zip(Quarter.all(of: terms.year), content.adjustmentFen ?? []).map {
                QuarterAmount(quarter: $0, amount: Money(fen: $1))
            }
            return try Forecast.run(
                terms, months: months, fines: Self.amounts(content.fines, terms, "fines"),
                adjustments: Self.amounts(content.adjustments, terms, "adjustments") + byQuarter)
        }

        private static func amounts(
            _ entries: [Entry]?, _ terms: BillingTerms, _ field: String
        ) throws(Rejection) -> [QuarterAmount] {
            var amounts: [QuarterAmount] = []
            for entry in entries ?? [] {
                guard let quarter = Quarter(year: terms.year, number: entry.quarter) else {
                    throw .invalid(
                        field, zh: "季度应为1到4，现在是\(entry.quarter)。", en: "Quarter \(entry.quarter) is none of 1 to 4.")
                }
                amounts.append(QuarterAmount(quarter: quarter, amount: Money(fen: entry.fen)))
            }
            return amounts
        }
    }

    struct Content: Decodable, Sendable {
        let contract: Contract
        let months: [Month]?
        let fines: [Entry]?
        let adjustments: [Entry]?
        let adjustmentFen: [Int64]?
    }

    struct Contract: Decodable, Sendable {
        let year: Int
        let quarterFen: [Int64]?
        let annualFen: Int64?
        let siteShareBp: [String: Int]
        let scoreCapBp: Int?
        let q4Deducts: Q4Policy?
        let finesEveryQuarter: Bool?

        func terms() throws(Rejection) -> BillingTerms {
            var quarters = (quarterFen ?? []).map(Money.init(fen:))
            if quarterFen == nil, let annualFen {
                quarters = BillingTerms.defaultQuarters(annual: Money(fen: annualFen))
            }
            var shares: [SiteShare] = []
            for (code, bp) in siteShareBp {
                guard let site = SiteCode(rawValue: code) else {
                    throw .invalid("siteShareBp", zh: "“\(code)”不是站区代码。", en: "“\(code)” is no site code.")
                }
                shares.append(SiteShare(site: site, bp: BasisPoints(bp)))
            }
            return try BillingTerms(
                year: year, quarters: quarters, shares: shares, scoreCapBp: scoreCapBp.map { BasisPoints($0) },
                q4Deducts: q4Deducts ?? .thirdAndFourth, finesEveryQuarter: finesEveryQuarter ?? true)
        }
    }

    struct Month: Decodable, Sendable {
        let site: SiteCode
        let month: YearMonth
        let version: Int?
        let scoreTenths: Int
    }

    struct Entry: Decodable, Sendable {
        let quarter: Int
        let fen: Int64
    }

    private static func place(of error: any Error) -> String {
        guard let decoding = error as? DecodingError else { return "\(error)" }
        let context: DecodingError.Context
        switch decoding {
        case .keyNotFound(let key, let found):
            return (found.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: ".") + " ?"
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
        @unknown default: return "\(decoding)"
        }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
}
