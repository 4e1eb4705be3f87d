public import OpsContracts
import OpsDomain

/// The same values as pieces of a page: every time is a `<time datetime>`, every unknown is read aloud.
extension Format {
    public static func time(_ moment: Timestamp, now: Timestamp) -> HTML {
        stamp(moment, self.moment(moment, now: now))
    }

    public static func deadlineTime(_ moment: Timestamp, now: Timestamp) -> HTML {
        stamp(moment, deadline(moment, now: now))
    }

    public static func ageTime(_ moment: Timestamp, now: Timestamp) -> HTML { stamp(moment, age(moment, now: now)) }
    public static func narrowTime(_ moment: Timestamp) -> HTML { stamp(moment, narrow(moment)) }
    public static func auditTime(_ moment: Timestamp) -> HTML { stamp(moment, audit(moment)) }

    /// A due time: the deadline, 待2027年日历 where its year is not loaded, 不适用 where nothing is due.
    public static func due(_ due: DueTime, now: Timestamp) -> HTML {
        switch due {
        case .at(let moment): deadlineTime(moment, now: now)
        case .unknown(let year): HTML("待\(year)年日历")
        case .none: HTML("不适用")
        }
    }

    public static func dayTime(_ day: Day, omitting year: Int? = nil, mark: DayMark? = nil) -> HTML {
        .element("time", [.datetime(day.description)], HTML(self.day(day, omitting: year, mark: mark)))
    }

    /// Figures in their own face, all equally wide.
    public static func num(_ text: String) -> HTML { span(.class("num")) { text } }

    /// — with a hidden 无.
    public static let noneHTML = HTML {
        span(.aria("hidden", "true")) { none }
        unseen("无")
    }

    /// The value, or — with a hidden 无.
    public static func orNone(_ text: String?) -> HTML { text.map { HTML($0) } ?? noneHTML }

    /// A `tel:` link for who may see it, else the masked number.
    public static func phone(_ phone: String, full: Bool) -> HTML {
        let dialled = "tel:" + phone.filter { $0.isASCII && ($0.isNumber || $0 == "+") }
        return full ? link(dialled, phone, .class("num")) : num(maskedPhone(phone))
    }

    /// `2026-02-13T17:05:09+08:00`
    private static func machine(_ moment: Timestamp) -> String {
        let then = moment.local
        return "\(then.day)T\(then.hourAndMinute):\(two(UInt64(then.second)))+08:00"
    }

    static func stamp(_ moment: Timestamp, _ text: String) -> HTML {
        .element("time", [.datetime(machine(moment))], HTML(text))
    }
}
