import Foundation
import OpsContracts
import Testing

struct CloudEventsTests {
    static let full = Fact(
        seq: 1207, id: "0194fdc2-fa2f-7cc0-81d3-ff1207451b9a", type: "tickets.ticket-opened.v1",
        subject: "ticket/XZ-20260213-0007", version: 3, site: .xz, time: Timestamp(1_770_940_800_123),
        actor: Actor(rawValue: "account/wang.li"), command: "9f2c", n: 1, correlation: "c-1", causation: "f-0", hops: 2,
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", data: Data(#"{"a":"售票"}"#.utf8),
        sealedDigest: String(repeating: "e", count: 64), prev: Fact.noHash, hash: String(repeating: "a1", count: 32))

    static let bare: Fact = {
        var fact = full
        (fact.site, fact.causation, fact.traceparent, fact.sealedDigest) = (nil, nil, nil, nil)
        fact.data = Data()
        fact.subject = "设备/售票机-1 🚉"
        return fact
    }()

    private func headers(_ fact: Fact = full) -> [CloudEvents.Header] {
        CloudEvents.headers(of: fact, source: ServiceName.tickets.topic)
    }

    private func replaced(_ name: String, by value: String?) -> [CloudEvents.Header] {
        headers().map { $0.name == name ? CloudEvents.Header(name, value) : $0 }
    }

    private func reason(_ headers: [CloudEvents.Header], value: Data? = Data()) -> String? {
        do {
            _ = try CloudEvents.fact(headers: headers, value: value)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [full, bare])
    func `a fact comes back as it was written`(fact: Fact) throws {
        #expect(try CloudEvents.fact(headers: headers(fact), value: fact.data) == fact)
    }

    @Test func `the envelope is the published one`() {
        #expect(
            headers().map { "\($0.name)=\($0.value ?? "")" } == [
                "ce_specversion=1.0", "ce_id=0194fdc2-fa2f-7cc0-81d3-ff1207451b9a", "ce_source=ops.tickets.v1",
                "ce_type=tickets.ticket-opened.v1", "ce_time=2026-02-13T00:00:00.123Z",
                "ce_subject=ticket/XZ-20260213-0007", "ce_sequence=1207", "ce_aggversion=3", "ce_site=XZ",
                "ce_actor=account/wang.li", "ce_command=9f2c", "ce_n=1", "ce_correlationid=c-1", "ce_causationid=f-0",
                "ce_hops=2", "ce_traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "ce_sealeddigest=" + String(repeating: "e", count: 64), "ce_prev=" + Fact.noHash,
                "ce_hash=" + String(repeating: "a1", count: 32), "content-type=application/json",
            ])
    }

    @Test func `what a fact lacks has no header`() {
        let names = Set(headers(Self.bare).map(\.name))
        #expect(names.isDisjoint(with: ["ce_site", "ce_causationid", "ce_traceparent", "ce_sealeddigest"]))
        #expect(names.count == 16)
    }

    @Test(arguments: [
        "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "ce_sequence", "ce_aggversion",
        "ce_actor", "ce_command", "ce_n", "ce_correlationid", "ce_hops", "ce_prev", "ce_hash",
    ])
    func `a record that lacks a required header says which`(name: String) {
        #expect(reason(headers().filter { $0.name != name }) == "\(name) is missing")
        #expect(reason(replaced(name, by: nil)) == "\(name) is null or not UTF-8")
        #expect(reason(headers() + [CloudEvents.Header(name, "1")]) == "\(name) appears twice")
    }

    @Test(arguments: [
        ("ce_specversion", "0.3"), ("ce_id", ""), ("ce_sequence", "0"), ("ce_sequence", "-1"), ("ce_sequence", "+1"),
        ("ce_sequence", "007"), ("ce_sequence", "9223372036854775808"), ("ce_aggversion", "0"), ("ce_n", "-1"),
        ("ce_hops", "many"), ("ce_site", "西站"), ("ce_site", "xz"), ("ce_time", "2026-02-13T00:00:00Z"),
        ("ce_time", "2026-02-30T00:00:00.000Z"), ("ce_time", "2026-02-13T24:00:00.000Z"),
        ("ce_time", "2026-02-13T00:00:00.000+08:00"), ("ce_hash", "abc"),
        ("ce_prev", String(repeating: "A", count: 64)),
        ("ce_sealeddigest", ""), ("content-type", "application/cloudevents+json"),
    ])
    func `an odd header is named in the reason`(name: String, value: String) throws {
        #expect(try #require(reason(replaced(name, by: value))).hasPrefix(name))
    }

    @Test func `foreign headers and a charset do not disturb`() throws {
        var read = replaced("content-type", by: "application/json; charset=utf-8")
        read.append(CloudEvents.Header("b3", nil))
        read.append(CloudEvents.Header("ce_partitionkey", "x"))
        #expect(try CloudEvents.fact(headers: read, value: Self.full.data) == Self.full)
    }

    @Test func `a null value is no fact`() {
        #expect(reason(headers(), value: nil) == "the value is null")
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_868_799_999, "2000-02-29T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
        (Int64.min, "0001-01-01T00:00:00.000Z"),
    ])
    func `time is written in UTC with milliseconds`(milliseconds: Int64, text: String) throws {
        var fact = Self.full
        fact.time = Timestamp(milliseconds)
        #expect(headers(fact).first { $0.name == "ce_time" }?.value == text)
    }
}
