import Foundation
import InspectionsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsServer

/// A checklist as a form: `outcome.TEMP`, `value.TEMP`, `note.TEMP`, and `fault.TEMP` for what wants a ticket.
enum ChecklistForm {
    /// Stands where the contract says `n/a`: a form's value without a slash.
    private static let notApplicable = "not-applicable"

    /// The field that names the picture of an item.
    static func photoName(_ code: String) -> String { "photos.\(code)" }

    static func items(
        _ items: [CheckItem], _ answers: [DraftAnswer], _ errors: [FieldError], _ photos: RoundPhotos
    ) -> [Checklist.Item] {
        items.map { item in
            let answer = answers.first { $0.code == item.code }
            let outcome = answer?.outcome.map { $0 == .notApplicable ? notApplicable : $0.rawValue }
            return Checklist.Item(
                item.code, item.text, range: item.limitsZH, unit: item.unit,
                answer: .init(outcome: outcome, value: answer?.value?.rawValue ?? "", note: answer?.note ?? ""),
                error: errors[item.code],
                extra: HTML {
                    photos.field(item.code, answer?.photo)
                    Field.checks(
                        "fault.\(item.code)", "报修", [Choice("1", "需要报修", hint: "提交后自动开工单")],
                        chosen: answer?.fault == true ? ["1"] : [], optional: true)
                })
        }
    }

    /// What the form says of one item; nil where it says nothing.
    /// - Throws: a number that is none, named by the item's code.
    static func answer(_ form: Fields, _ item: CheckItem, takenAt: Timestamp) throws(Rejection) -> DraftAnswer? {
        let text = form.text("value.\(item.code)")?.replacing("。", with: ".").replacing("．", with: ".")
        let value = text.flatMap { DecimalReading(rawValue: $0) }
        if let text, value == nil {
            let zh = "“\(item.text)”读数应为数字，如23.5，现在是“\(text.prefix(20))”。"
            throw .invalid(item.code, zh: zh, en: "\(item.code) wants a number.")
        }
        let outcome = form.text("outcome.\(item.code)")
            .map { $0 == notApplicable ? .notApplicable : ReadingOutcome(rawValue: $0) }
        let note = form.text("note.\(item.code)").map { String($0.prefix(500)) }
        let photo = form.text(photoName(item.code)).flatMap { BlobFolder.isDigest($0) ? $0 : nil }
        guard value != nil || outcome != nil || note != nil || photo != nil else { return nil }
        return DraftAnswer(
            code: item.code, outcome: outcome, value: value, note: note, fault: form["fault.\(item.code)"] == "1",
            photo: photo, takenAt: takenAt)
    }

    /// What the form says of every item.
    static func answers(_ form: Fields, _ items: [CheckItem], takenAt: Timestamp) throws(Rejection) -> [DraftAnswer] {
        var answers: [DraftAnswer] = []
        for item in items {
            if let answer = try answer(form, item, takenAt: takenAt) { answers.append(answer) }
        }
        return answers
    }
}
