import Synchronization

/// Figures of this process in the text format of Prometheus. Asking twice for one name gives the same figure.
public final class Metrics: Sendable {
    enum Kind: String { case counter, gauge, histogram }

    struct Family {
        var kind: Kind
        var help: String
        var labels: [String]
        var bounds: [Double] = []
        var samples: [[String]: Sample] = [:]
    }

    struct Sample {
        var value = 0.0
        var buckets: [Int] = []
        var count = 0
    }

    typealias Collector = @Sendable () -> [(labels: [String], value: Double)]

    private struct State {
        var families: [String: Family] = [:]
        var collectors: [String: Collector] = [:]
    }

    /// More label values than this in one family are a mistake; further ones are dropped.
    static let maxSamples = 2_000
    private let state = Mutex(State())

    public init() {}

    /// Only grows. Names end in `_total`.
    public func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
        declare(name, Family(kind: .counter, help: help, labels: labels))
        return Counter(metrics: self, name: name)
    }

    public func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
        declare(name, Family(kind: .gauge, help: help, labels: labels))
        return Gauge(metrics: self, name: name)
    }

    /// A gauge that is read when somebody looks: lag, ages, sizes.
    public func gauge(
        _ name: String, _ help: String, labels: [String] = [],
        read: @escaping @Sendable () -> [(labels: [String], value: Double)]
    ) {
        declare(name, Family(kind: .gauge, help: help, labels: labels))
        state.withLock { $0.collectors[name] = read }
    }

    /// - Parameter bounds: Upper bounds, ascending; `+Inf` is added.
    public func histogram(
        _ name: String, _ help: String, labels: [String] = [],
        bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    ) -> Histogram {
        declare(name, Family(kind: .histogram, help: help, labels: labels, bounds: bounds))
        return Histogram(metrics: self, name: name)
    }

    /// The exposition format, version 0.0.4.
    public func text() -> String {
        let (families, collectors) = state.withLock { ($0.families, $0.collectors) }
        return families.keys.sorted().map { name in
            var family = families[name] ?? Family(kind: .gauge, help: "", labels: [])
            for reading in collectors[name]?() ?? [] { family.samples[reading.labels] = Sample(value: reading.value) }
            return MetricsText.render(name, family)
        }.joined()
    }

    func update(_ name: String, _ labels: [String], _ change: (inout Sample, Family) -> Void) {
        state.withLock { state in
            guard let family = state.families[name], family.labels.count == labels.count else { return }
            guard family.samples[labels] != nil || family.samples.count < Self.maxSamples else { return }
            change(&state.families[name, default: family].samples[labels, default: Sample()], family)
        }
    }

    private func declare(_ name: String, _ family: Family) {
        state.withLock { state in
            guard state.families[name] == nil else { return }
            var family = family
            // A figure without labels is 0 from the start, so that its first increase is seen.
            if family.labels.isEmpty && family.kind == .counter { family.samples[[]] = Sample() }
            state.families[name] = family
        }
    }
}

/// Values stand in the order of the labels' names; a wrong number of them is dropped.
public struct Counter: Sendable {
    let metrics: Metrics
    let name: String

    public func add(_ amount: Double = 1, _ labels: String...) {
        guard amount >= 0 else { return }
        metrics.update(name, labels) { sample, _ in sample.value += amount }
    }
}

public struct Gauge: Sendable {
    let metrics: Metrics
    let name: String

    public func set(_ value: Double, _ labels: String...) {
        metrics.update(name, labels) { sample, _ in sample.value = value }
    }
}

public struct Histogram: Sendable {
    let metrics: Metrics
    let name: String

    public func observe(_ value: Double, _ labels: String...) {
        metrics.update(name, labels) { sample, family in
            if sample.buckets.isEmpty { sample.buckets = Array(repeating: 0, count: family.bounds.count) }
            if let index = family.bounds.firstIndex(where: { value <= $0 }) { sample.buckets[index] += 1 }
            sample.count += 1
            sample.value += value
        }
    }
}
