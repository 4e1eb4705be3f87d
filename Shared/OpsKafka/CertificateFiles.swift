import Foundation

/// The files with keys and certificates that librdkafka reads once per client. A certificate that is renewed on the disk is used
/// without a restart: whoever finds the files changed makes the clients anew.
struct CertificateFiles {
    private let paths: [String]
    private let lookEvery: Duration
    private var known: [String]
    private var looked = ContinuousClock.now

    init(_ settings: KafkaSettings) {
        paths = settings.properties.filter { $0.key.hasPrefix("ssl.") && $0.key.hasSuffix(".location") }.values.sorted()
        lookEvery = .milliseconds(settings.certificatesLookedAtEvery)
        known = Self.stamps(of: paths)
    }

    /// True once after each change; looks at the disk only every few seconds.
    mutating func haveChanged() -> Bool {
        guard !paths.isEmpty, looked.duration(to: .now) >= lookEvery else { return false }
        looked = .now
        let now = Self.stamps(of: paths)
        defer { known = now }
        return now != known
    }

    private static func stamps(of paths: [String]) -> [String] {
        paths.map { path in
            // Through a link, as mounted secrets are.
            let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            let found = try? FileManager.default.attributesOfItem(atPath: target)
            let number = found?[.systemFileNumber] as? NSNumber
            let size = found?[.size] as? NSNumber
            let changed = (found?[.modificationDate] as? Date)?.timeIntervalSince1970
            return "\(target) \(number?.int64Value ?? 0) \(size?.int64Value ?? 0) \(changed ?? 0)"
        }
    }
}
