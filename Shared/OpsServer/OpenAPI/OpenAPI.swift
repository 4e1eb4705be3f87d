public import Foundation
import OpsContracts

/// The OpenAPI 3.1 document of one service, made of its route table.
public enum OpenAPI {
    /// - Throws: Nothing in practice; JSON of texts and numbers always encodes.
    public static func document(_ group: ServiceRoutes, version: String = "1.0.0") throws -> Data {
        let name = group.service.rawValue
        var paths: [String: JSONValue] = [:]
        for route in group.routes where route.isAPI {
            guard let doc = route.doc else { continue }
            let path = paths[route.pattern] ?? [:]
            paths[route.pattern] = path.setting(route.method.rawValue.lowercased(), operation(route, doc))
        }
        let document: JSONValue = [
            "openapi": "3.1.0",
            "info": [
                "title": .text("StationOps \(name)"), "version": .text(version),
                "description": .text("Times are UTC milliseconds, money is fen, scores are tenths."),
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": components,
            "security": [["bearer": []], ["session": []]],
        ]
        return try ContractCoding.encode(document)
    }

    /// Routes under `/api` that say nothing of themselves, and operation ids that occur twice: a test holds there are none.
    public static func faults(_ group: ServiceRoutes) -> [String] {
        let api = group.routes.filter(\.isAPI)
        let silent = api.filter { $0.doc == nil }.map { "\($0.method.rawValue) \($0.pattern) has no doc" }
        let ids = Dictionary(grouping: api.compactMap(\.doc?.operationID)) { $0 }
        return silent + ids.filter { $0.value.count > 1 }.keys.sorted().map { "operation id \($0) occurs twice" }
    }

    /// `GET /api/<service>/v1/openapi.json`, for everybody.
    public static func route(_ group: ServiceRoutes, version: String = "1.0.0") throws -> Route {
        let bytes = try document(group, version: version)
        let etag = ETag(hashing: String(decoding: bytes, as: UTF8.self))
        let doc = RouteDoc("openapi", "This document.", response: .any)
        return Route(.get, "/api/\(group.service.rawValue)/v1/openapi.json", .anyone, doc) { _ in
            var response = Response(type: "application/json", bytes)
            response.headers["ETag"] = etag.text
            return response
        }
    }

    private static func operation(_ route: Route, _ doc: RouteDoc) -> JSONValue {
        let parameters =
            pathParameters(route, doc) + (doc.parameters + ifMatch(route, doc)).map(parameter)
            + (route.needsKey ? [key] : [])
        let body = doc.request.map { schema -> JSONValue in
            ["required": true, "content": ["application/json": ["schema": schema.json]]]
        }
        var operation: [String: JSONValue?] = [
            "operationId": .text(doc.operationID), "summary": .text(doc.summary),
            "tags": doc.tags.isEmpty ? nil : .list(doc.tags.map { .text($0) }),
            "parameters": parameters.isEmpty ? nil : .list(parameters), "requestBody": body,
            "responses": responses(route, doc),
        ]
        switch route.access {
        case .anyone: operation["security"] = .list([])
        case .firstPassword, .signedIn: break
        case .roles(let roles):
            operation["x-roles"] = .list(roles.sorted().map { .text($0.rawValue) })
        }
        return .fields(operation)
    }

    private static func responses(_ route: Route, _ doc: RouteDoc) -> JSONValue {
        let content = doc.response.map { schema -> JSONValue in ["application/json": ["schema": schema.json]] }
        var responses: [String: JSONValue] = [
            String(doc.status): .fields(["description": .text(doc.summary), "content": content]),
            "default": ["$ref": "#/components/responses/Problem"],
        ]
        for status in problems(route, doc) { responses[String(status)] = ["$ref": "#/components/responses/Problem"] }
        return .object(responses)
    }

    /// Why it may be refused; what is our own trouble (5xx) is the default.
    private static func problems(_ route: Route, _ doc: RouteDoc) -> Set<Int> {
        var statuses = doc.problems.union([400])
        if route.access != .anyone { statuses.formUnion([401, 403]) }
        let namesASite = doc.request != nil || doc.parameters.contains { $0.name == "site" }
        if route.pattern.contains("{") || route.access != .anyone && namesASite { statuses.insert(404) }
        if route.method.changesState { statuses.formUnion([403, 409, 413, 422]) }
        if doc.request != nil { statuses.insert(415) }
        if doc.parameters.contains(where: { $0.name == "If-Match" && $0.isRequired }) {
            statuses.formUnion([412, 428])
        } else if !ifMatch(route, doc).isEmpty {
            statuses.insert(412)
        }
        return statuses
    }

    /// A command for a thing of the path takes the version its caller saw, unless the route says otherwise.
    private static func ifMatch(_ route: Route, _ doc: RouteDoc) -> [RouteDoc.Parameter] {
        let isForAThing = route.needsKey && route.pattern.contains("{") && doc.isVersioned
        let isSaid = doc.parameters.contains { $0.name == "If-Match" }
        return isForAThing && !isSaid ? [.ifMatchOptional] : []
    }

    private static func pathParameters(_ route: Route, _ doc: RouteDoc) -> [JSONValue] {
        let described = Set(doc.parameters.filter { $0.place == .path }.map(\.name))
        return route.pattern.split(separator: "{").dropFirst().compactMap { piece in
            let name = String(piece.prefix { $0 != "}" })
            guard !described.contains(name) else { return nil }
            return parameter(RouteDoc.Parameter(name, in: .path, "The \(name).", schema: .id, isRequired: true))
        }
    }

    private static func parameter(_ parameter: RouteDoc.Parameter) -> JSONValue {
        [
            "name": .text(parameter.name), "in": .text(parameter.place.rawValue),
            "description": .text(parameter.description), "schema": parameter.schema.json,
            "required": .flag(parameter.isRequired || parameter.place == .path),
        ]
    }

    private static let key = parameter(
        RouteDoc.Parameter(
            "Idempotency-Key", in: .header, "A new random value for each command; the same one when it is retried.",
            schema: .string(pattern: "^[!-~]{1,128}$"), isRequired: true))

    private static let components: JSONValue = [
        "securitySchemes": [
            "bearer": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"],
            "session": ["type": "apiKey", "in": "cookie", "name": .text(SessionCookie.name)],
        ],
        "responses": [
            "Problem": [
                "description": "Why it was not done (RFC 9457).",
                "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
            ]
        ],
        "schemas": ["Problem": problem.json],
    ]

    private static let problem = Schema.object([
        .required("type", .string(format: "uri")),
        .required("title", .string(), "in the language asked for"),
        .required("status", .integer(min: 400, max: 599)),
        .required("detail", .string(), "what is wrong, then what to do"),
        .required("instance", .string()),
        .required("code", .string()),
        .optional("field", .string(), "the input it speaks of"),
        .optional("number", .string(), "to be read out on the phone"),
        .required("correlation", .string()),
    ])
}
