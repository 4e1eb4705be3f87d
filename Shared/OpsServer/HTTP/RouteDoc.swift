/// What OpenAPI says of a route. Names in the path, the usual problems and the Idempotency-Key are added by themselves.
public struct RouteDoc: Sendable {
    public var operationID: String
    public var summary: String
    public var tags: [String]
    public var request: Schema?
    /// What a good answer holds; nil for none (204, 303) or for what is no JSON.
    public var response: Schema?
    public var status: Int
    public var parameters: [Parameter]
    /// Statuses of refusals beside those that follow from route, parameters and body.
    public var problems: Set<Int>
    /// Whether a command for a thing of the path takes If-Match; not where the thing has no version.
    public var isVersioned: Bool

    public init(
        _ operationID: String, _ summary: String, tags: [String] = [], request: Schema? = nil,
        response: Schema? = nil, status: Int? = nil, parameters: [Parameter] = [], problems: Set<Int> = [],
        isVersioned: Bool = true
    ) {
        self.operationID = operationID
        self.summary = summary
        self.tags = tags
        self.request = request
        self.response = response
        self.status = status ?? (response == nil ? 204 : 200)
        self.parameters = parameters
        self.problems = problems
        self.isVersioned = isVersioned
    }

    public struct Parameter: Sendable {
        public enum Place: String, Sendable { case query, header, path }
        public var name: String
        public var place: Place
        public var description: String
        public var schema: Schema
        public var isRequired: Bool

        public init(
            _ name: String, in place: Place = .query, _ description: String, schema: Schema = .string(),
            isRequired: Bool = false
        ) {
            self.name = name
            self.place = place
            self.description = description
            self.schema = schema
            self.isRequired = isRequired
        }

        public static let cursor = Parameter("cursor", "Where the page begins: `next` of the page before.")
        public static let limit = Parameter("limit", "Items of a page.", schema: .integer(min: 1, max: 200))
        public static let ifMatch = Parameter(
            "If-Match", in: .header, "The ETag seen when it was read, such as \"7\".", isRequired: true)
        /// As above, where a caller who has not looked is let through.
        public static let ifMatchOptional = Parameter(
            "If-Match", in: .header, "The ETag seen when it was read, such as \"7\".")
    }
}
