import BillingDomain
import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsTestSupport
import Testing

/// What arrives over the bus and in files: it is refused with a typed error, or it reads back as what it was read as.
@Suite(.timeLimit(.minutes(10))) struct ContractFuzzTests {
    @Test func `a fact's data is refused, or re-encodes to what reads back the same`() async throws {
        let goldens = try Fuzz.goldens()
        try await Fuzz.run("facts", count: 300, samples: goldens.map(\.data)) { input in
            for contract in ContractRegistry.all {
                guard let once = try Self.recoded(contract, input) else { continue }
                #expect(try Self.recoded(contract, once) == once, "\(contract.type): \(Fuzz.shown(input))")
            }
        }
    }

    /// Nil where it is refused; anything but a `DecodingError` is thrown.
    private static func recoded<C: FactContract>(_ type: C.Type, _ data: Data) throws -> Data? {
        let value: C
        do { value = try ContractCoding.decode(type, from: data) } catch is DecodingError { return nil }
        return try ContractCoding.encode(value)
    }

    @Test func `a record's headers are refused as unreadable, or come back equal`() async throws {
        var chain = FactChain(ServiceName.tickets.topic)
        let samples = chain.next(4).map { fact in
            Data(
                CloudEvents.headers(of: fact, source: ServiceName.tickets.topic)
                    .map { "\($0.name)=\($0.value ?? "")" }.joined(separator: "\n").utf8)
        }
        try await Fuzz.run("headers", count: 1_000, samples: samples, words: Words.text + Words.json) { input in
            let headers = input.split(separator: UInt8(ascii: "\n")).map { line in
                let halves = line.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                return CloudEvents.Header(
                    String(decoding: halves[0], as: UTF8.self),
                    halves.count > 1 ? String(validating: halves[1], as: UTF8.self) : nil)
            }
            let fact: Fact
            do { fact = try CloudEvents.fact(headers: headers, value: input) } catch is CloudEvents.Unreadable {
                return
            }
            let again = CloudEvents.headers(of: fact, source: ServiceName.tickets.topic)
            #expect(try CloudEvents.fact(headers: again, value: input) == fact, "\(Fuzz.shown(input))")
            _ = FactHash.compute(fact, source: ServiceName.tickets.topic)
        }
    }

    @Test func `a published calendar is refused, or answers within its years`() async throws {
        let samples = try Fuzz.goldens().filter { $0.name.contains("calendar") }.map(\.data)
        let start = Timestamp(1_770_940_800_000)
        try await Fuzz.run("calendar", count: 1_000, samples: samples) { input in
            guard let published = try? ContractCoding.decode(CalendarPublished.self, from: input) else { return }
            do {
                let calendar = try WorkCalendar(published)
                for span in [0, 1, 7_200_000, Int64.max] {
                    let later = try calendar.add(span, to: start)
                    #expect(later >= start, "\(Fuzz.shown(input))")
                }
                for moment in [Int64.min, -62_135_596_800_001, 253_402_300_800_000, .max] {
                    _ = try? calendar.add(60_000, to: Timestamp(moment))
                    _ = try? calendar.between(start, Timestamp(moment))
                }
                _ = try calendar.addWorkingDays(5, to: start)
            } catch is CalendarError {}
        }
    }

    @Test func `a forecast file is refused, or its cases are`() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "BillingDomainTests/Vectors/billing.json")
        let whole = try Data(contentsOf: file)
        let cases = try #require(
            (try JSONSerialization.jsonObject(with: whole) as? [String: Any])?["cases"] as? [[String: Any]])
        let samples = try cases.map { try JSONSerialization.data(withJSONObject: ["cases": [$0]]) }
        try await Fuzz.run("forecast", count: 1_000, samples: samples) { input in
            do {
                for name in try ForecastFile(input).cases.map(\.name) { _ = try ForecastFile(input).run(name) }
            } catch is Rejection {}
        }
    }

    @Test func `a text is no day, month, quarter, time or code, or is written the same again`() async throws {
        let samples = [
            "2026-02-13", "2026-02", "2026-q1", "2026-02-13 17:00:00", "09:00-12:00", "XZ", "XZ-20260213-0001", "-23.5",
            "2026-02-13T08:00:00.000Z",
        ].map { Data($0.utf8) }
        try await Fuzz.run("texts", count: 800, samples: samples, words: Words.text) { input in
            let text = String(decoding: input, as: UTF8.self)
            let written = [
                Day(text)?.description, YearMonth(text)?.description, Quarter(text)?.description,
                SiteCode(rawValue: text)?.rawValue, TicketID(rawValue: text)?.rawValue,
                DecimalReading(rawValue: text)?.rawValue,
            ]
            #expect(written.allSatisfy { $0 == nil || $0 == text }, "\(text.prefix(100))")
            _ = LocalTime(text)
            _ = ClockSpan(text)
            _ = LocalZone(text)
        }
    }
}
