import Foundation
import OpsContracts
import OpsDomain
import OpsServer

/// What commands are given. The same shape from JSON and from a page's form.
struct SignInput: Decodable, Sendable {
    /// The contract's id is the year's number.
    let contract: ContractSigned

    private enum Key: String, CodingKey {
        case year, quarters, shares, scoreCapBp, q4Deducts, finesEveryQuarter, personWeightBp, supplier, signedOn
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: Key.self)
        let year = try body.decode(Int.self, forKey: .year)
        contract = ContractSigned(
            contract: ContractID(String(year)), year: year, quarters: try body.decode([Money].self, forKey: .quarters),
            shares: try body.decode([SiteShare].self, forKey: .shares),
            scoreCapBp: try body.decodeIfPresent(BasisPoints.self, forKey: .scoreCapBp),
            q4Deducts: try body.decodeIfPresent(Q4Policy.self, forKey: .q4Deducts) ?? .thirdAndFourth,
            finesEveryQuarter: try body.decodeIfPresent(Bool.self, forKey: .finesEveryQuarter) ?? true,
            personWeightBp: try body.decodeIfPresent(BasisPoints.self, forKey: .personWeightBp) ?? BasisPoints(0),
            supplier: try body.decode(String.self, forKey: .supplier),
            signedOn: try body.decode(Day.self, forKey: .signedOn))
    }
}

struct FineInput: Decodable, Sendable {
    var quarter: Quarter
    var site: SiteCode?
    var amount: Money
    var reason: String
    var evidence: EvidenceID?

    init(_ form: Fields, _ quarter: Quarter) throws(Rejection) {
        self.quarter = quarter
        site = form.text("site").flatMap { SiteCode(rawValue: $0) }
        amount = try form.yuan("amount")
        reason = form.text("reason") ?? ""
    }
}

struct ReasonInput: Decodable, Sendable {
    var reason: String
    /// The notice or letter that says so.
    var document: String?

    init(_ form: Fields) {
        reason = form.text("reason") ?? ""
        document = form.text("document")
    }
}

struct FiscalInput: Decodable, Sendable {
    var document: String
    var approvedOn: Day

    init(_ form: Fields) throws(Rejection) {
        document = form.text("document") ?? ""
        approvedOn = try form.day("approvedOn")
    }
}

struct PayInput: Decodable, Sendable {
    var amount: Money
    var paidOn: Day
    var fundsArrivedOn: Day?

    init(_ form: Fields) throws(Rejection) {
        amount = try form.yuan("amount")
        paidOn = try form.day("paidOn")
        fundsArrivedOn = form.text("fundsArrivedOn") == nil ? nil : try form.day("fundsArrivedOn")
    }
}

extension Fields {
    fileprivate func day(_ name: String) throws(Rejection) -> Day {
        guard let day = text(name).flatMap({ Day($0) }) else {
            throw .invalid(name, zh: "填写日期，如2026-02-13。", en: "\(name) must be a day such as 2026-02-13.")
        }
        return day
    }

    /// Yuan with at most two decimals, as people type them: `1,234.5`.
    func yuan(_ name: String) throws(Rejection) -> Money {
        let typed = (text(name) ?? "").filter { $0 != "," && $0 != "，" }
        let parts = typed.split(separator: ".", omittingEmptySubsequences: false)
        let cents = parts.count == 2 ? String(parts[1]) : ""
        guard (1...2).contains(parts.count), (1...11).contains(parts[0].count), cents.count <= 2,
            parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }), let yuan = Int64(parts[0]),
            let fen = Int64(cents.padding(toLength: 2, withPad: "0", startingAt: 0))
        else {
            throw .invalid(name, zh: "填写金额，单位元，最多两位小数。", en: "\(name) must be yuan with two decimals.")
        }
        return Money(fen: yuan * 100 + fen)
    }
}
