public import OpsContracts

/// One address and what is done there.
public struct Route: Sendable {
    public typealias Perform = @Sendable (Request) async throws -> Response

    public let method: Method
    /// `/api/tickets/v1/tickets/{ticket}/accept`; a name may have a suffix, as in `/tickets/{ticket}.csv`.
    public let pattern: String
    public let access: Access
    /// What OpenAPI says of it; pages have none.
    public let doc: RouteDoc?
    /// Bytes of a body; more is refused with 413.
    public let bodyLimit: Int
    /// Whether a request must carry an Idempotency-Key (header, or a form's `_key`).
    public let needsKey: Bool
    let perform: Perform

    /// - Parameters:
    ///   - needsKey: Nil means yes for what changes something under `/api`. A `PUT` of content under its own digest
    ///     needs none.
    ///   - perform: Throws `Problem`, `Rejection` or anything else, which becomes a 500 with a number.
    public init(
        _ method: Method, _ pattern: String, _ access: Access, _ doc: RouteDoc? = nil, bodyLimit: Int = 256 << 10,
        needsKey: Bool? = nil, perform: @escaping Perform
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.doc = doc
        self.bodyLimit = bodyLimit
        self.needsKey = needsKey ?? (method.changesState && pattern.hasPrefix("/api/"))
        self.perform = perform
    }

    public var isAPI: Bool { pattern.hasPrefix("/api/") }
}

/// The routes of one service.
public struct ServiceRoutes: Sendable {
    public var service: ServiceName
    public var routes: [Route]

    public init(_ service: ServiceName, _ routes: [Route]) {
        self.service = service
        self.routes = routes
    }
}
