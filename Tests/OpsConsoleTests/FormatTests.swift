import OpsConsole
import OpsContracts
import Testing

struct FormatTests {
    /// 2026-02-13 17:05:09.123 in Beijing.
    private static let now = Timestamp(1_770_973_509_123)
    private static let (minute, day): (Int64, Int64) = (60_000, 86_400_000)

    @Test(
        arguments: [
            (now, "今天 17:05"), (now + -17 * 60 * minute, "今天 00:05"), (now + -18 * 60 * minute, "2月12日 23:05"),
            (now + 11 * day, "2月24日 17:05"), (now + -60 * day, "2025年12月15日 17:05"),
        ] as [(Timestamp, String)])
    func `a moment says as much of its date as is needed`(_ moment: Timestamp, _ text: String) {
        #expect(Format.moment(moment, now: Self.now) == text)
    }

    @Test func `a moment has its other forms`() {
        #expect(Format.full(Self.now) == "2026年2月13日 17:05")
        #expect(Format.narrow(Self.now) == "02-13 17:05")
        #expect(Format.audit(Self.now) == "2026-02-13 17:05:09.123")
        #expect(Format.clock(Self.now, seconds: true) == "17:05:09")
        #expect(Format.deadline(Self.now + 55 * Self.minute, now: Self.now) == "今天 18:00 前")
        #expect(
            Format.time(Self.now, now: Self.now).render()
                == "<time datetime=\"2026-02-13T17:05:09+08:00\">今天 17:05</time>")
    }

    @Test(
        arguments: [
            (-20_000, "刚刚"), (-8 * 60_000, "8分钟前"), (-59 * 60_000, "59分钟前"), (-60 * 60_000, "今天 16:05"),
            (5 * 60_000, "今天 17:10"),
        ] as [(Int64, String)])
    func `an age is told within the hour only`(_ offset: Int64, _ text: String) {
        #expect(Format.age(Self.now + offset, now: Self.now) == text)
    }

    @Test func `days carry weekday and what the calendar says against it`() throws {
        let friday = try #require(Day("2026-02-13"))
        #expect(Format.day(friday) == "2026年2月13日 周五")
        #expect(Format.day(friday.adding(days: 1), omitting: 2026, mark: .worked) == "2月14日 周六（班）")
        #expect(Format.day(friday.adding(days: 3), omitting: 2026, mark: .free) == "2月16日 周一（休）")
        #expect(Format.days(friday, friday.adding(days: 7), omitting: 2026) == "2月13日—2月20日")
        #expect(Format.days(friday, friday.adding(days: 400)) == "2026年2月13日—2027年3月20日")
        #expect(Format.quarter(2026, 1) == "2026年第1季度")
    }

    @Test(arguments: [
        (45, "45秒"), (480, "8分钟"), (8100, "2小时15分"), (7200, "2小时"), (3900, "1小时05分"), (273_600, "3天4小时"), (-5, "0秒"),
    ])
    func `a duration is rounded down`(_ seconds: Int, _ text: String) {
        #expect(Format.duration(seconds: seconds) == text)
    }

    @Test(arguments: [
        (5579, "剩 1小时32分"), (570, "剩 9分30秒"), (599, "剩 9分59秒"), (600, "剩 10分钟"), (59, "剩 59秒"), (0, "剩 0秒"),
        (-1, "超时 1分钟"), (-60, "超时 1分钟"), (-61, "超时 2分钟"), (-3841, "超时 1小时05分"),
    ])
    func `what is left is rounded down and what is over is rounded up`(_ seconds: Int, _ text: String) {
        #expect(Format.left(seconds: seconds) == text)
    }

    @Test(arguments: [(28_800, "1工作日"), (10_800, "3工时"), (39_600, "1工作日3工时"), (5400, "1工时30分"), (0, "0工时")])
    func `eight counted hours are a working day`(_ seconds: Int, _ text: String) {
        #expect(Format.workingTime(seconds: seconds) == text)
    }

    @Test(
        arguments: [
            (123_456, "￥1,234.56"), (-122_500, "−￥1,225.00"), (0, "￥0.00"), (5, "￥0.05"),
            (100_000_000, "￥1,000,000.00"),
        ] as [(Int64, String)])
    func `money has two decimals, groups and a real minus`(_ fen: Int64, _ text: String) {
        #expect(Format.money(Money(fen: fen)) == text)
    }

    @Test func `money has its short and its exact forms`() {
        #expect(Format.tenThousands(Money(fen: 70_000_000)) == "70.00万元")
        #expect(Format.tenThousands(Money(fen: 69_434_866)) == "69.43万元")
        #expect(Format.tenThousands(Money(fen: -5000)) == "−0.01万元")
        #expect(Format.fen(Money(fen: 122_500)) == "122,500分")
    }

    @Test(
        arguments: [
            (122_500, "人民币壹仟贰佰贰拾伍元整"), (0, "人民币零元整"), (5, "人民币伍分"), (150, "人民币壹元伍角"), (105, "人民币壹元零伍分"),
            (100_000_000, "人民币壹佰万元整"), (1_000_000, "人民币壹万元整"), (1_000_500, "人民币壹万零伍元整"),
            (101_000_000_000, "人民币壹拾亿壹仟万元整"), (69_434_866, "人民币陆拾玖万肆仟叁佰肆拾捌元陆角陆分"), (-300, "人民币负叁元整"),
            (10_203_000, "人民币壹拾万贰仟零叁拾元整"),
        ] as [(Int64, String)])
    func `sums in capitals end with 整 after 元 and never after 分`(_ fen: Int64, _ text: String) {
        #expect(Format.capitals(Money(fen: fen)) == text)
    }

    @Test func `scores, rates and counts`() {
        #expect(Format.score(Score(tenths: 875)) == "87.5")
        #expect(Format.tenths(-25) == "−2.5")
        #expect(Format.rate(BasisPoints(250)) == "2.50%")
        #expect(Format.rate(BasisPoints(9999), decimals: 1) == "99.9%")
        #expect(Format.rate(BasisPoints(9640), decimals: 1) == "96.4%")
        #expect(Format.count(10_243) == "10,243")
        #expect(Format.count(1000, upTo: 1000) == "1,000")
        #expect(Format.count(1001, upTo: 1000) == "1000+")
        #expect(Format.change(3) == "+3")
        #expect(Format.change(-1200) == "−1,200")
        #expect(Format.range("21", "25", unit: "℃") == "21～25℃")
    }

    @Test(arguments: [
        ("13800138000", "138****8000"), ("138 0013 8000", "138****8000"), ("010-63981234", "010-****1234"),
        ("63981234", "****1234"), ("119", "****"),
    ])
    func `a phone is masked for who may not see it`(_ phone: String, _ text: String) {
        #expect(Format.maskedPhone(phone) == text)
        #expect(!Format.phone(phone, full: false).render().contains("tel:"))
    }

    @Test func `a name is masked and nothing is never zero`() {
        #expect(Format.maskedName("张三丰") == "张**")
        #expect(Format.orNone(nil).plainText == "—无")
        #expect(Format.due(.unknown(year: 2027), now: Self.now).plainText == "待2027年日历")
    }
}
