public import OpsContracts
public import OpsDomain

/// The items of a round and what a complete, honest set of answers to them is.
public struct ChecklistRules: Sendable {
    public var items: [CheckItem]

    public init(_ items: [CheckItem]) { self.items = items }

    /// The readings in the checklist's order. A number outside its limits turns 正常 into 异常.
    /// - Throws: the first thing that is wrong or missing, with the item's code as `field`.
    public func checked(_ readings: [Reading]) throws(Rejection) -> [Reading] {
        var answers: [String: Reading] = [:]
        for reading in readings {
            guard items.contains(where: { $0.code == reading.code }) else { throw .noSuchCheck(reading.code) }
            guard answers.updateValue(reading, forKey: reading.code) == nil else { throw .answeredTwice(reading.code) }
        }
        let open = items.filter { answers[$0.code] == nil }
        if let first = open.first { throw .unanswered(open, first: first) }
        var checked: [Reading] = []
        for item in items {
            if let answer = answers[item.code] { checked.append(try Self.checked(answer, for: item)) }
        }
        return checked
    }

    private static func checked(_ answer: Reading, for item: CheckItem) throws(Rejection) -> Reading {
        var reading = answer
        guard ReadingOutcome.all.contains(reading.outcome) else { throw .noSuchOutcome(item) }
        reading.note = reading.note.flatMap { $0.isEmpty ? nil : $0 }
        guard (reading.note?.count ?? 0) <= 500 else { throw .noteTooLong(item) }
        if let photo = reading.photo, photo.count != 64 || !photo.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) {
            throw .badPhoto(item)
        }
        reading.unit = nil
        if item.unit == nil {
            guard reading.value == nil else { throw .noNumberWanted(item) }
        } else if reading.outcome != .notApplicable {
            guard let value = reading.value else { throw .numberMissing(item) }
            reading.unit = item.unit
            if item.isOutside(value) { reading.outcome = .abnormal }
        } else {
            reading.value = nil
        }
        guard reading.outcome == .abnormal else {
            reading.fault = nil
            reading.severity = nil
            return reading
        }
        guard reading.note != nil else { throw .noteMissing(item, reading) }
        reading.fault = reading.fault ?? false
        reading.severity = reading.severity ?? .medium
        guard let severity = reading.severity, FindingSeverity.all.contains(severity) else {
            throw .invalid(item.code, zh: "“\(item.text)”的严重程度应选高、中或低。", en: "Choose high, medium or low.")
        }
        return reading
    }
}

extension CheckItem {
    /// `21～25℃`, `≤80%`, `≥40%RH`; nil without limits.
    public var limitsZH: String? {
        let unit = unit ?? ""
        return switch (low, high) {
        case (let low?, let high?): "\(low)～\(high)\(unit)"
        case (let low?, nil): "≥\(low)\(unit)"
        case (nil, let high?): "≤\(high)\(unit)"
        case (nil, nil): nil
        }
    }

    public func isOutside(_ value: DecimalReading) -> Bool {
        if let low, value < low { return true }
        if let high, high < value { return true }
        return false
    }
}

extension Rejection {
    static func noSuchCheck(_ code: String) -> Rejection {
        .invalid("code", zh: "检查表没有“\(code.prefix(40))”这一项。", en: "No such item: \(code.prefix(40)).")
    }

    static func answeredTwice(_ code: String) -> Rejection {
        .invalid(code, zh: "“\(code)”填写了两次。", en: "Answered twice: \(code).")
    }

    static func unanswered(_ items: [CheckItem], first: CheckItem) -> Rejection {
        let some = items.prefix(3).map(\.text).joined(separator: "、")
        return .invalid(
            first.code, zh: "还有\(items.count)项没有填写：\(some)\(items.count > 3 ? "等" : "")。",
            en: "\(items.count) items are unanswered.")
    }

    static func noSuchOutcome(_ item: CheckItem) -> Rejection {
        .invalid(item.code, zh: "“\(item.text)”应选正常、异常或不适用。", en: "Choose normal, abnormal or n/a.")
    }

    static func noNumberWanted(_ item: CheckItem) -> Rejection {
        .invalid(item.code, zh: "“\(item.text)”不填数值。", en: "\(item.code) takes no number.")
    }

    static func numberMissing(_ item: CheckItem) -> Rejection {
        .invalid(
            item.code, zh: "填写“\(item.text)”的读数，如23.5；读不到就选不适用。", en: "\(item.code) wants a number.")
    }

    static func noteMissing(_ item: CheckItem, _ reading: Reading) -> Rejection {
        let why =
            if let value = reading.value, item.isOutside(value), let limits = item.limitsZH {
                "“\(item.text)”读数\(value)\(item.unit ?? "")超出\(limits)，写明情况。"
            } else {
                "“\(item.text)”异常，写明情况。"
            }
        return .invalid(item.code, zh: why, en: "\(item.code) is abnormal and wants a note.")
    }

    static func badPhoto(_ item: CheckItem) -> Rejection {
        .invalid(item.code, zh: "“\(item.text)”的照片校验值应为64位十六进制小写。", en: "A photo is 64 hex digits.")
    }

    static func noteTooLong(_ item: CheckItem) -> Rejection {
        .invalid(item.code, zh: "“\(item.text)”的说明最多500字。", en: "A note has at most 500 characters.")
    }
}
