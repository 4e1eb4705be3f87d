import OpsContracts
import OpsCrypto
import OpsDomain
public import OpsMessaging

/// Everything between the socket and a route: routing, sign-in, roles, keys, problems, headers, figures.
public struct Edge: Sendable {
    public struct Options: Sendable {
        /// Nil serves everybody as somebody who is not signed in.
        public var authenticator: (any Authenticating)?
        public var forms: FormGuard
        public var log: OpsLog
        public var metrics: Metrics
        /// Draws a problem as a page; by default a plain one.
        public var errorPage: (@Sendable (Problem, Request) -> Response)?
        /// Knows errors the edge does not: a full disk is 503.
        public var translate: @Sendable (any Error) -> Problem?
        public var clock: any OpsClock
        /// Set where the facts are played: every answer and page says so.
        public var sample: SampleData?

        public init(
            authenticator: (any Authenticating)? = nil, forms: FormGuard = FormGuard(), log: OpsLog = .silent,
            metrics: Metrics = Metrics(), errorPage: (@Sendable (Problem, Request) -> Response)? = nil,
            translate: @escaping @Sendable (any Error) -> Problem? = { _ in nil },
            clock: any OpsClock = SystemClock(), sample: SampleData? = nil
        ) {
            self.authenticator = authenticator
            self.forms = forms
            self.log = log
            self.metrics = metrics
            self.errorPage = errorPage
            self.translate = translate
            self.clock = clock
            self.sample = sample
        }
    }

    private let router: Router
    private let routes: [(service: ServiceName, route: Route)]
    private let options: Options
    private let inFlight = CommandsInFlight()
    private let figures: RequestFigures

    /// - Throws: `RoutingError` where two routes would answer the same request.
    public init(_ services: [ServiceRoutes], options: Options = Options()) throws(RoutingError) {
        routes = services.flatMap { group in group.routes.map { (group.service, $0) } }
        router = try Router(routes.map(\.route))
        self.options = options
        figures = RequestFigures(options.metrics)
    }

    /// Bytes the route of this request takes from this person; known before the body is read.
    public func bodyLimit(method: String, target: String, headers: Headers = Headers()) -> Int {
        let usual = 256 << 10
        var request = Request(IncomingRequest(method: method, target: target, headers: headers), at: Timestamp(0))
        guard let segments = request.segments, case .route(let index, _) = router.match(request.method, segments) else {
            return usual
        }
        let route = routes[index].route
        guard route.bodyLimit > usual, route.access != .anyone else { return route.bodyLimit }
        // A large body is read only from who may send it; the others are refused by their rights anyway.
        identify(&request)
        return (try? request.check(route.access)) == nil ? usual : route.bodyLimit
    }

    public func respond(to incoming: IncomingRequest) async -> Response {
        var request = Request(incoming, at: options.clock.now())
        request.sample = options.sample
        let began = ContinuousClock.now
        var route: (service: ServiceName, route: Route)?
        var response: Response
        do throws(any Error) {
            identify(&request)
            guard let segments = request.segments else {
                throw Problem.malformed(zh: "地址不能读取。", en: "The path is malformed.")
            }
            switch router.match(request.method, segments) {
            case .nothing: throw Problem.notFound
            case .otherMethods(let methods): response = try Self.options(request, methods)
            case .route(let index, let parameters):
                route = routes[index]
                request.parameters = parameters
                response = try await serve(&request, routes[index].route)
            }
        } catch {
            response = refuse(request, error, route: route?.route)
        }
        Finish.apply(to: &response, for: request, route: route?.route)
        let took = began.duration(to: .now)
        figures.record(route?.service, route?.route, status: response.status, took: took)
        log(request, route?.route, response.status, took)
        return response
    }

    private func serve(_ request: inout Request, _ route: Route) async throws -> Response {
        try request.check(route.access)
        guard !request.isShed else {
            throw Problem.unavailable(
                zh: "现在上传太多，请稍后重试。内容还在本页。", en: "Too many uploads at once. Try again in a moment.")
        }
        guard !request.isTooLarge else { throw Problem.tooLarge(route.bodyLimit) }
        guard request.parsedQuery != nil else {
            throw Problem.malformed(zh: "查询参数不能读取。", en: "The query is malformed.")
        }
        guard route.method.changesState else { return try await route.perform(request) }
        if request.mediaType == "multipart/form-data" {
            request.multipart = try MultipartForm(request.body, contentType: request.headers["Content-Type"] ?? "")
        }
        try options.forms.check(request)
        guard let key = try request.idempotencyKey() else {
            if route.needsKey { throw Problem.keyNeeded }
            return try await route.perform(request)
        }
        let command = request.commandKey(key, route: route)
        request.command = command
        let keyed = request
        return try await inFlight.once(command) { try await route.perform(keyed) }
    }

    private func identify(_ request: inout Request) {
        guard let authenticator = options.authenticator else { return }
        if let header = request.headers["Authorization"] {
            // A bad bearer token is nobody; it is not made good by a cookie that happens to come along.
            guard header.lowercased().hasPrefix("bearer ") else { return }
            request.identity = authenticator.identity(of: String(header.dropFirst(7)))
            request.proof = request.identity == nil ? nil : .bearer
        } else if let session = request.cookies[SessionCookie.name], !session.isEmpty {
            request.identity = authenticator.identity(of: session)
            request.proof = request.identity == nil ? nil : .cookie(session: session)
        }
    }

    private static func options(_ request: Request, _ methods: [Method]) throws(Problem) -> Response {
        guard request.method == .options else { throw .methodNotAllowed(methods) }
        return Response(status: 204, headers: ["Allow": methods.map(\.rawValue).joined(separator: ", ")])
    }

    private func refuse(_ request: Request, _ error: any Error, route: Route?) -> Response {
        let problem = problem(for: error, request, route)
        guard request.wantsPage else { return problem.response(to: request) }
        if problem.status == 401 {
            // The address of a command shows its form on GET, so that a lost POST comes back to the form.
            return .redirect303(to: "/office/sign-in?next=\(PercentCoding.encode(request.target))")
        }
        if problem.code == Problem.passwordChangeNeeded.code { return .redirect303(to: "/office/me/password") }
        return options.errorPage?(problem, request) ?? ErrorPage.plain(problem, request)
    }

    private func problem(for error: any Error, _ request: Request, _ route: Route?) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let rejection as Rejection: return Problem(rejection)
        case is CancellationError:
            return .unavailable(zh: "服务正在停止，请稍后重试。", en: "The service is stopping. Try again in a moment.")
        default:
            if let known = (error as? StoreError).flatMap({ Problem($0) }) ?? options.translate(error) { return known }
            let number = SecureRandom.crockford(4)
            options.log.error(
                "unexpected error",
                ["number": number, "error": String(reflecting: error), "route": route?.pattern ?? "-"],
                correlation: request.correlation)
            return .unexpected(number: number)
        }
    }

    private func log(_ request: Request, _ route: Route?, _ status: Int, _ took: Duration) {
        let milliseconds = took.components.seconds * 1_000 + took.components.attoseconds / 1_000_000_000_000_000
        options.log.info(
            "request",
            [
                "method": request.method?.rawValue ?? "-", "route": route?.pattern ?? "-", "status": String(status),
                "ms": String(milliseconds), "actor": request.actor.rawValue,
            ], correlation: request.correlation)
    }
}
