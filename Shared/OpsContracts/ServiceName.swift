/// The services, the topic each writes and the port each listens on.
public enum ServiceName: String, CaseIterable, Codable, Sendable {
    case tickets, assets, inspections, assessments, billing, notify, office

    /// One store, one log, one topic: `ops.tickets.v1`.
    public var topic: Topic { Topic(rawValue: "ops.\(rawValue).v1") }

    /// Where a service that runs in a process of its own listens unless told otherwise (`OPS_HTTP_PORT`).
    public var defaultPort: Int {
        switch self {
        case .office: 8080
        case .tickets: 8081
        case .assets: 8082
        case .inspections: 8083
        case .assessments: 8084
        case .billing: 8085
        case .notify: 8086
        }
    }
}
