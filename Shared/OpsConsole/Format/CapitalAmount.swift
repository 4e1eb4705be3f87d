import OpsContracts

/// An amount in the capitals of cheques: 元 ends with 整, a missing 角 before 分 is read 零.
struct CapitalAmount {
    private let amount: Money
    private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

    init(_ amount: Money) { self.amount = amount }

    var text: String {
        let fen = amount.fen.magnitude
        let (yuan, jiao, rest) = (fen / 100, Int(fen / 10 % 10), Int(fen % 10))
        var text = amount.fen < 0 ? "负" : ""
        if yuan > 0 || fen == 0 { text += (yuan == 0 ? "零" : Self.whole(yuan)) + "元" }
        if jiao == 0, rest == 0 { return text + "整" }
        if jiao > 0 { text += Self.digits[jiao] + "角" } else if yuan > 0 { text += "零" }
        return rest > 0 ? text + Self.digits[rest] + "分" : text
    }

    private static func whole(_ number: UInt64) -> String {
        var groups: [Int] = []
        var rest = number
        while rest > 0 {
            groups.append(Int(rest % 10_000))
            rest /= 10_000
        }
        var text = ""
        var gap = false
        for index in groups.indices.reversed() {
            let group = groups[index]
            if group == 0 {
                gap = true
                continue
            }
            if !text.isEmpty, gap || group < 1000 { text += "零" }
            text += four(group) + ["", "万", "亿", "万亿"][min(index, 3)]
            gap = false
        }
        return text
    }

    private static func four(_ number: Int) -> String {
        var text = ""
        var gap = false
        for (unit, size) in [("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)] {
            let digit = number / size % 10
            if digit == 0 {
                gap = !text.isEmpty
            } else {
                text += (gap ? "零" : "") + digits[digit] + unit
                gap = false
            }
        }
        return text
    }
}
