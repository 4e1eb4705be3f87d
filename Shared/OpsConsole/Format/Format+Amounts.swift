public import OpsContracts

extension Format {
    /// 45秒 · 8分钟 · 2小时15分 · 3天4小时, rounded down.
    public static func duration(seconds: Int) -> String {
        let seconds = max(0, seconds)
        if seconds < 60 { return "\(seconds)秒" }
        let minutes = seconds / 60
        if minutes < 60 { return "\(minutes)分钟" }
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours < 24 { return rest == 0 ? "\(hours)小时" : "\(hours)小时\(rest < 10 ? "0" : "")\(rest)分" }
        return hours % 24 == 0 ? "\(hours / 24)天" : "\(hours / 24)天\(hours % 24)小时"
    }

    /// 剩 1小时32分, rounded down; below ten minutes 剩 9分30秒.
    public static func left(seconds: Int) -> String {
        guard seconds >= 0 else { return over(seconds: -seconds) }
        guard seconds >= 60, seconds < 600 else { return "剩 \(duration(seconds: seconds))" }
        return "剩 \(seconds / 60)分\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)秒"
    }

    /// 超时 1小时05分, rounded up to the minute.
    public static func over(seconds: Int) -> String { "超时 \(duration(seconds: (max(1, seconds) + 59) / 60 * 60))" }

    /// Counted working time: 5工时 · 1工作日 is 8工时.
    public static func workingTime(seconds: Int) -> String {
        let minutes = max(0, seconds) / 60
        let (days, hours, rest) = (minutes / 480, minutes % 480 / 60, minutes % 60)
        var parts = days > 0 ? ["\(days)工作日"] : []
        if hours > 0 || (days == 0 && rest == 0) { parts.append("\(hours)工时") }
        if rest > 0 { parts.append("\(rest)分") }
        return parts.joined()
    }

    /// ￥1,234.56 · −￥1,225.00
    public static func money(_ amount: Money) -> String {
        (amount.fen < 0 ? "−" : "") + "￥" + grouped(amount.fen.magnitude / 100) + "." + two(amount.fen.magnitude % 100)
    }

    /// 70.00万元, rounded half up; to be linked to the exact sum.
    public static func tenThousands(_ amount: Money) -> String {
        let hundredths = (amount.fen.magnitude + 5000) / 10_000
        return (amount.fen < 0 ? "−" : "") + grouped(hundredths / 100) + "." + two(hundredths % 100) + "万元"
    }

    /// 122,500分, in derivations only.
    public static func fen(_ amount: Money) -> String {
        (amount.fen < 0 ? "−" : "") + grouped(amount.fen.magnitude) + "分"
    }

    /// 人民币壹仟贰佰贰拾伍元整: 整 after 元, never after 分.
    public static func capitals(_ amount: Money) -> String { "人民币" + CapitalAmount(amount).text }

    /// 87.5, without 分.
    public static func score(_ score: Score) -> String { tenths(score.tenths) }

    /// Points in tenths: 25 is 2.5.
    public static func tenths(_ tenths: Int) -> String {
        (tenths < 0 ? "−" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }

    /// 2.50%; with one decimal 96.4%, rounded down, so that 99.99 % never reads as 100.
    public static func rate(_ rate: BasisPoints, decimals: Int = 2) -> String {
        let (sign, points) = (rate.rawValue < 0 ? "−" : "", rate.rawValue.magnitude)
        return switch decimals {
        case 0: "\(sign)\(points / 100)%"
        case 1: "\(sign)\(points / 100).\(points % 100 / 10)%"
        default: "\(sign)\(points / 100).\(two(UInt64(points % 100)))%"
        }
    }

    /// 10,243
    public static func count(_ number: Int) -> String { (number < 0 ? "−" : "") + grouped(UInt64(number.magnitude)) }

    /// Exact to the limit, then 1000+.
    public static func count(_ number: Int, upTo limit: Int) -> String { number > limit ? "\(limit)+" : count(number) }

    /// +3 · −2 · ±0: a change, the sign always there.
    public static func change(_ number: Int) -> String {
        number == 0 ? "±0" : (number > 0 ? "+" : "−") + grouped(UInt64(number.magnitude))
    }

    /// 21～25℃
    public static func range(_ low: String, _ high: String, unit: String) -> String { "\(low)～\(high)\(unit)" }

    static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    static func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : String(number) }
}
