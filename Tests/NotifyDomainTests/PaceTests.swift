import NotifyDomain
import OpsContracts
import OpsDomain
import Testing

private func at(_ text: String) -> Timestamp { LocalTime(text).map { Timestamp($0) } ?? Timestamp(0) }

@Suite struct RateLimitTests {
    @Test func `the twenty-first of a minute waits for the first to be a minute old`() {
        var limit = RateLimit.wecom
        let start = Timestamp(1_000_000)
        let first = (0..<20).map { limit.take(at: start + Int64($0) * 1000) }
        #expect(first.allSatisfy { $0 })
        let now = start + 20_000
        #expect(limit.next(at: now) == start + 60_000)
        let later = [now, start + 60_000, start + 60_000].map { limit.take(at: $0) }
        #expect(later == [false, true, false])
    }

    @Test func `no minute ever holds more than twenty, however they come`() {
        var limit = RateLimit.wecom
        var sent: [Int64] = []
        for step in 0..<3000 {
            let time = Timestamp(Int64(step * step % 977) + Int64(step) * 350)
            if limit.take(at: max(time, Timestamp(sent.last ?? 0))) { sent.append(max(time.rawValue, sent.last ?? 0)) }
        }
        #expect(sent.count > 100)
        for (index, first) in sent.enumerated() where index + 20 < sent.count {
            #expect(sent[index + 20] - first >= 60_000)
        }
    }

    @Test func `told to wait, it waits a whole window`() {
        var limit = RateLimit.wecom
        limit.fill(at: Timestamp(5000))
        #expect(limit.next(at: Timestamp(5001)) == Timestamp(65_000))
    }
}

@Suite struct BreakerTests {
    @Test func `the fifth failure opens it, and the pause doubles up to half an hour`() {
        var breaker = Breaker()
        for _ in 0..<4 { breaker.fail(at: Timestamp(0)) }
        #expect(breaker.state(at: Timestamp(0)) == .closed)
        var pauses: [Int64?] = []
        for _ in 0..<8 {
            breaker.fail(at: Timestamp(0))
            pauses.append(breaker.openUntil.map { $0.rawValue / 60_000 })
        }
        #expect(pauses == [1, 2, 4, 8, 16, 30, 30, 30])
    }

    @Test func `after the pause one message tries, and its success closes it`() {
        var breaker = Breaker()
        for _ in 0..<5 { breaker.fail(at: Timestamp(0)) }
        #expect(breaker.state(at: Timestamp(59_999)) == .open)
        #expect(breaker.state(at: Timestamp(60_000)) == .trying)
        breaker.succeed()
        #expect(breaker.state(at: Timestamp(60_000)) == .closed)
    }
}

@Suite struct QuietHoursTests {
    private let night = QuietHours(from: "22:00", to: "07:00")
    private let noon = QuietHours(from: "12:00", to: "13:00")

    @Test(arguments: [
        ("2026-02-13 21:59", "2026-02-13 21:59"), ("2026-02-13 22:00", "2026-02-14 07:00"),
        ("2026-02-13 23:59:59", "2026-02-14 07:00"), ("2026-02-14 00:00", "2026-02-14 07:00"),
        ("2026-02-14 06:59", "2026-02-14 07:00"), ("2026-02-14 07:00", "2026-02-14 07:00"),
    ])
    func `a night crosses midnight and both its ends`(now: String, release: String) {
        #expect(night.release(.p3, at: at(now)) == at(release))
        #expect(night.release(nil, at: at(now)) == at(release))
    }

    @Test(arguments: [
        ("2026-02-13 11:59", "2026-02-13 11:59"), ("2026-02-13 12:30", "2026-02-13 13:00"),
        ("2026-02-13 13:00", "2026-02-13 13:00"),
    ])
    func `a noon stays within its day`(now: String, release: String) {
        #expect(noon.release(.p4, at: at(now)) == at(release))
    }

    @Test func `levels one and two never wait`() {
        let midnight = at("2026-02-14 00:00")
        #expect(night.release(.p1, at: midnight) == midnight)
        #expect(night.release(.p2, at: midnight) == midnight)
    }

    @Test(arguments: ["24:00", "7:00", "07:60", "", "07-00"])
    func `what is no time of day keeps nobody quiet`(text: String) {
        let quiet = QuietHours(from: text, to: "07:00")
        #expect(quiet.minutes == nil)
        #expect(quiet.release(.p4, at: Timestamp(0)) == Timestamp(0))
    }
}
