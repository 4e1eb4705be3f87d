import Foundation
import OpsContracts
import OpsDomain

/// What makes a calendar contradict itself.
enum CalendarRules {
    static func check(_ calendar: CalendarPublished) throws(Rejection) {
        guard TimeZone(identifier: calendar.timezone) != nil else {
            throw .invalid("timezone", zh: "没有“\(calendar.timezone)”这个时区。", en: "No such time zone.")
        }
        for (weekday, spans) in calendar.week.sorted(by: { $0.key < $1.key }) { try checkWeekday(weekday, spans) }
        guard calendar.week.values.contains(where: { !$0.isEmpty }) else {
            throw .invalid("week", zh: "一周内至少要有一段工作时间。", en: "The week has no working time.")
        }
        for text in calendar.closedEveryYear where Day("2000-" + text) == nil {
            throw .invalid("closedEveryYear", zh: "“\(text)”不是日期，应如12-25。", en: "Not a day of the year.")
        }
        try checkDays(calendar)
    }

    private static func checkWeekday(_ weekday: String, _ spans: [String]) throws(Rejection) {
        guard Weekday(rawValue: weekday) != nil else {
            throw .invalid("week", zh: "“\(weekday)”不是星期，应为mon到sun。", en: "Not a weekday.")
        }
        var end = 0
        for text in spans {
            guard let span = ClockSpan(text), span.start >= end else {
                throw .invalid(
                    "week", zh: "时段“\(text)”不对，应如09:00-12:00，按先后排，不重叠。", en: "Spans ascend and do not overlap.")
            }
            end = span.end
        }
    }

    private static func checkDays(_ calendar: CalendarPublished) throws(Rejection) {
        if let both = calendar.open.first(where: { calendar.closed.contains($0) }) {
            throw .invalid("open", zh: "\(both)既是休息日又是调休上班日。", en: "\(both) is both off and on.")
        }
        if !calendar.open.isEmpty {
            guard let openAs = calendar.openAs, calendar.week[openAs]?.isEmpty == false else {
                throw .invalid("openAs", zh: "写明调休上班日按星期几的时段。", en: "Say which weekday's spans make-up days have.")
            }
        }
        if let stray = calendar.statutory.first(where: { !calendar.closed.contains($0) }) {
            throw .invalid("statutory", zh: "法定节假日\(stray)不在休息日里。", en: "\(stray) is statutory but not off.")
        }
        for day in calendar.closed + calendar.open where !calendar.years.isEmpty && !calendar.years.contains(day.year) {
            throw .invalid("years", zh: "\(day)所在的年没有列入已导入的年。", en: "\(day) is in a year that is not loaded.")
        }
        for list in [calendar.closed, calendar.open, calendar.statutory] where Set(list).count != list.count {
            throw .invalid("closed", zh: "同一天只列一次。", en: "A day is listed twice.")
        }
    }
}
