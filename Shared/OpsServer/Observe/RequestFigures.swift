import OpsContracts

/// How many requests there were, how they ended, how long they took; by route pattern, never by address.
struct RequestFigures: Sendable {
    private let total: Counter
    private let seconds: Histogram

    init(_ metrics: Metrics) {
        total = metrics.counter(
            "ops_http_requests_total", "Requests answered.", labels: ["service", "method", "route", "status"])
        seconds = metrics.histogram(
            "ops_http_request_duration_seconds", "Time from the whole request to its answer.",
            labels: ["service", "route"])
    }

    func record(_ service: ServiceName?, _ route: Route?, status: Int, took: Duration) {
        let (service, pattern) = (service?.rawValue ?? "-", route?.pattern ?? "-")
        total.add(1, service, route?.method.rawValue ?? "-", pattern, String(status))
        let parts = took.components
        seconds.observe(Double(parts.seconds) + Double(parts.attoseconds) / 1e18, service, pattern)
    }
}
