public import OpsContracts

/// Component 5: what is left and when it ends, in words; under them a bar whose x is counted time.
public struct SLAClock: Component {
    public enum Phase: Sendable {
        /// Counting now. `stops` is when it will next stand still (12:00, 18:00), `resumes` when it goes on after that.
        case counting(stops: Timestamp?, resumes: Timestamp?)
        /// Standing still until working time begins.
        case offHours(until: Timestamp)
        case paused(reason: String, since: Timestamp)
        case met(at: Timestamp)
        case notApplicable(why: String?)
        /// The calendar of that year is not loaded.
        case awaitingCalendar(year: Int)
    }

    let name: String
    let allowed: Int
    let used: Int
    let due: DueTime
    let phase: Phase
    let pauses: [Int]
    let now: Timestamp
    let explanation: HTML

    /// - Parameters:
    ///   - name: 受理, 到场, 解决 …: a clock always says of what.
    ///   - allowed, used: counted seconds.
    ///   - pauses: the counted seconds at which counting stood.
    ///   - explanation: 怎么算的: intervals from, to, counted, reason, calendar; left out where empty.
    public init(
        _ name: String, allowed: Int, used: Int, due: DueTime, phase: Phase, pauses: [Int] = [], now: Timestamp,
        @HTMLBuilder explanation: () -> HTML = { HTML() }
    ) {
        self.name = name
        self.allowed = max(1, allowed)
        self.used = max(0, used)
        self.due = due
        self.phase = phase
        self.pauses = pauses
        self.now = now
        self.explanation = explanation()
    }

    /// What a list sorts and colours by.
    public var urgency: TableRow.Urgency {
        switch phase {
        case .met, .notApplicable, .awaitingCalendar: .none
        case .counting, .offHours, .paused: used > allowed ? .late : used * 4 >= allowed * 3 ? .near : .none
        }
    }

    public var html: HTML {
        div(.class("clock \(look)")) {
            div(.class("clock-words")) {
                HTML.element("strong", [], HTML([glyph, headline]))
                span(.class("ink2")) { second }
            }
            if drawsBar { ClockBar(clock: self) }
            if !explanation.isEmpty { fold("怎么算的") { explanation } }
        }
    }

    var overrun: Bool { used > allowed }

    private var drawsBar: Bool {
        switch phase {
        case .notApplicable, .awaitingCalendar: false
        default: true
        }
    }

    private var look: String {
        switch phase {
        case .met: overrun ? "late out red" : "met green"
        case .notApplicable, .awaitingCalendar: "grey"
        case .paused: "paused " + (urgency == .late ? "late grey" : "grey")
        case .offHours: urgency == .late ? "late red" : "grey"
        case .counting:
            switch urgency {
            case .late: "late red"
            case .near: "near amber"
            case .none: "blue"
            }
        }
    }

    private var glyph: HTML {
        switch phase {
        case .met: SVG.use(.tick)
        case .paused: SVG.use(.waiting)
        case .counting, .offHours:
            urgency == .late ? SVG.use(.late) : urgency == .near ? SVG.use(.near) : HTML()
        case .notApplicable, .awaitingCalendar: HTML()
        }
    }

    private var headline: HTML {
        switch phase {
        case .met(let at):
            HTML {
                "\(name) \(overrun ? "超时完成" : "按时") "
                Format.time(at, now: now)
            }
        case .notApplicable: HTML("\(name) 不适用")
        case .awaitingCalendar(let year): HTML("\(name) 待\(year)年日历")
        case .paused(_, let since):
            HTML("\(name)\(overrun ? " 超时" : "") 已暂停 \(Format.duration(seconds: Int((now - since) / 1000)))")
        case .counting(let stops, let resumes): counting(stops, resumes)
        case .offHours: HTML(name + Format.left(seconds: allowed - used))
        }
    }

    private func counting(_ stops: Timestamp?, _ resumes: Timestamp?) -> HTML {
        span(
            .data("left", String(allowed - used)), .data("at", String(now.rawValue)), .data("name", name),
            stops.map { .data("stops", String($0.rawValue)) },
            stops == nil ? nil : .data("then", resumes.map { "非工作时间，\(Format.moment($0, now: now)) 继续" } ?? "非工作时间")
        ) {
            name + Format.left(seconds: allowed - used)
        }
    }

    private var second: HTML {
        switch phase {
        case .met: overrun ? HTML(Format.over(seconds: used - allowed)) : HTML()
        case .notApplicable(let why): HTML(why ?? "")
        case .awaitingCalendar: HTML("导入后自动计算")
        case .paused(let reason, _): HTML(reason)
        case .offHours(let until):
            HTML {
                "非工作时间，"
                Format.time(until, now: now)
                " 继续"
            }
        case .counting:
            HTML {
                "应 "
                Format.due(due, now: now)
            }
        }
    }
}

/// The bar: target at 800 of 1000, 75 % of it at 600, overrun to 1000 (125 %), then a chevron. Stripes are upright, so
/// that stretching cannot bend them.
struct ClockBar: Component {
    let clock: SLAClock

    private func place(_ seconds: Int) -> Int { min(1000, seconds * 800 / clock.allowed) }

    var html: HTML {
        let end = place(clock.used)
        SVG.decoration(
            "clock-bar", "0 0 1000 12", stretched: true,
            [SVG.rect("ground", x: 0, y: 2, width: 1000, height: 8)] + filled(to: end)
                + clock.pauses.map { SVG.rect("gap", x: place($0) - 3, y: 2, width: 6, height: 8) }
                + [
                    SVG.rect("frame-line", x: 0, y: 2, width: 1000, height: 8),
                    SVG.rect("tick", x: 600, y: 8, width: 2, height: 4),
                    SVG.rect("tick", x: 799, y: 0, width: 4, height: 12),
                    clock.used * 4 > clock.allowed * 5
                        ? SVG.path("tick", "M982 0h6l12 6-12 6h-6l12-6Z") : HTML(),
                ])
    }

    private func filled(to end: Int) -> [HTML] {
        let stripes: (Int, Int) -> [HTML] = { from, to in
            stride(from: from, to: to, by: 14).map { SVG.rect("stripe", x: $0, y: 2, width: 6, height: 8) }
        }
        return switch clock.phase {
        case .met where clock.overrun: []
        case .paused: [SVG.rect("fill", x: 0, y: 2, width: end, height: 8)] + stripes(8, end)
        default: [SVG.rect("fill", x: 0, y: 2, width: end, height: 8)] + (end > 803 ? stripes(806, end) : [])
        }
    }
}
