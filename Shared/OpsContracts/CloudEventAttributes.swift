extension CloudEvents {
    /// The headers of a fact, in the order they are written.
    enum Attribute: String, CaseIterable {
        case specversion = "ce_specversion"
        case id = "ce_id"
        case source = "ce_source"
        case type = "ce_type"
        case time = "ce_time"
        case subject = "ce_subject"
        case sequence = "ce_sequence"
        case aggversion = "ce_aggversion"
        case site = "ce_site"
        case actor = "ce_actor"
        case command = "ce_command"
        case n = "ce_n"
        case correlationid = "ce_correlationid"
        case causationid = "ce_causationid"
        case hops = "ce_hops"
        case traceparent = "ce_traceparent"
        case sealeddigest = "ce_sealeddigest"
        case prev = "ce_prev"
        case hash = "ce_hash"
        case contentType = "content-type"
    }

    /// What one record says, and the rule each attribute must keep.
    struct Attributes {
        private var values: [Attribute: String] = [:]

        init(_ headers: [Header]) throws(Unreadable) {
            values.reserveCapacity(headers.count)
            for header in headers {
                guard let attribute = Attribute(rawValue: header.name) else { continue }
                guard let value = header.value else { throw Unreadable("\(header.name) is null or not UTF-8") }
                guard values.updateValue(value, forKey: attribute) == nil else {
                    throw Unreadable("\(header.name) appears twice")
                }
            }
        }

        func checkFormat() throws(Unreadable) {
            let specversion = try text(.specversion)
            guard specversion == "1.0" else { throw Self.odd(.specversion, specversion, "1.0") }
            _ = try text(.source)
            guard let contentType = optional(.contentType) else { return }
            guard contentType.lowercased().prefix(while: { $0 != ";" }) == "application/json" else {
                throw Self.odd(.contentType, contentType, "application/json")
            }
        }

        func optional(_ attribute: Attribute) -> String? { values[attribute] }

        func text(_ attribute: Attribute) throws(Unreadable) -> String {
            guard let value = values[attribute] else { throw Unreadable("\(attribute.rawValue) is missing") }
            guard !value.isEmpty else { throw Unreadable("\(attribute.rawValue) is empty") }
            return value
        }

        /// A decimal number as we write it: no sign, no leading zero, so that it reads back as the same text.
        func number(_ attribute: Attribute, from least: Int64) throws(Unreadable) -> Int64 {
            let value = try text(attribute)
            guard let number = Int64(value), number >= least, String(number) == value else {
                throw Self.odd(attribute, value, "a number from \(least)")
            }
            return number
        }

        func site() throws(Unreadable) -> SiteCode? {
            guard let value = values[.site] else { return nil }
            guard let code = SiteCode(rawValue: value) else { throw Self.odd(.site, value, "a site code") }
            return code
        }

        func time() throws(Unreadable) -> Timestamp {
            let value = try text(.time)
            guard let time = Timestamp(cloudEventTime: value) else {
                throw Self.odd(.time, value, "like 2026-02-13T08:00:00.000Z")
            }
            return time
        }

        func digest(_ attribute: Attribute) throws(Unreadable) -> String {
            let value = try text(attribute)
            let isHex = value.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            guard value.utf8.count == 64, isHex else { throw Self.odd(attribute, value, "64 hex digits") }
            return value
        }

        private static func odd(_ attribute: Attribute, _ value: String, _ expected: String) -> Unreadable {
            Unreadable("\(attribute.rawValue) is “\(value.prefix(80))”, not \(expected)")
        }
    }
}
