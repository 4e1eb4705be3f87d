import OpsContracts
import OpsDomain
import OpsServer

/// What commands are given. The same shape from JSON and from a page's form.
struct ScoreInput: Decodable, Sendable {
    var veto: Veto?
    var vetoReason: String?

    init(_ form: Fields) {
        veto = form.text("veto").map { Veto(rawValue: $0) }
        vetoReason = form.text("vetoReason")
    }
}

struct RulingInput: Decodable, Sendable {
    var upheld: Bool
    var reason: String?

    init(upheld: Bool, reason: String?) {
        self.upheld = upheld
        self.reason = reason
    }
}

struct EvidenceInput: Decodable, Sendable {
    var rule: RuleCode
    var note: String
    /// The day it happened, in the sheet's month.
    var day: Day

    init(_ form: Fields) throws(Rejection) {
        rule = RuleCode(rawValue: form.text("rule") ?? "")
        note = form.text("note") ?? ""
        day = try form.day("day")
    }
}

struct ObjectionInput: Decodable, Sendable {
    var evidence: EvidenceID?
    var text: String

    init(_ form: Fields) {
        evidence = form.text("evidence").flatMap { EvidenceID(rawValue: $0) }
        text = form.text("text") ?? ""
    }
}

struct AnswerInput: Decodable, Sendable {
    var granted: Bool
    var reason: String

    init(_ form: Fields) {
        granted = form["granted"] == "true"
        reason = form.text("reason") ?? ""
    }
}

struct ReasonInput: Decodable, Sendable {
    var reason: String

    init(_ form: Fields) { reason = form.text("reason") ?? "" }
}

struct FillInput: Decodable, Sendable {
    var account: AccountID
    var name: String
    var from: Day

    init(_ form: Fields) throws(Rejection) {
        account = try form.account("account")
        name = form.text("name") ?? ""
        from = try form.day("from")
    }
}

struct VacateInput: Decodable, Sendable {
    var until: Day
    var reason: String

    init(_ form: Fields) throws(Rejection) {
        until = try form.day("until")
        reason = form.text("reason") ?? ""
    }
}

struct DutyInput: Decodable, Sendable {
    var site: SiteCode
    var day: Day
    var shift: DutyShift
    var post: PostID?
    var account: AccountID

    init(_ form: Fields) throws(Rejection) {
        guard let site = SiteCode(rawValue: form.text("site") ?? "") else {
            throw .invalid("site", zh: "选择站区。", en: "Choose a site.")
        }
        self.site = site
        day = try form.day("day")
        shift = DutyShift(rawValue: form.text("shift") ?? "")
        post = form.text("post").flatMap { PostID(rawValue: $0) }
        account = try form.account("account")
    }
}

extension Identifier {
    /// Bodies carry identifiers unchecked; paths do not.
    /// - Throws: `Rejection.invalid` unless it is 1 to 64 allowed characters.
    func checked(_ field: String) throws(Rejection) -> Self {
        guard let checked = Self(rawValue: rawValue) else {
            throw .invalid(field, zh: "编号只能有字母、数字、点、横线和下划线。", en: "\(field) is no identifier.")
        }
        return checked
    }
}

extension Fields {
    fileprivate func day(_ name: String) throws(Rejection) -> Day {
        guard let day = text(name).flatMap({ Day($0) }) else {
            throw .invalid(name, zh: "填写日期，如2026-02-13。", en: "\(name) must be a day such as 2026-02-13.")
        }
        return day
    }

    fileprivate func account(_ name: String) throws(Rejection) -> AccountID {
        guard let account = AccountID(rawValue: text(name) ?? "") else {
            throw .invalid(name, zh: "填写账号，只能有字母、数字、点、横线和下划线。", en: "\(name) is no account.")
        }
        return account
    }
}
