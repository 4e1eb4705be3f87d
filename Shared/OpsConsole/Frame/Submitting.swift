import OpsDomain
public import OpsServer

/// Runs a form's command; what is wrong with the input, or not possible now, comes back above the form.
/// - Throws: what is neither: a foreign site, a version that was changed meanwhile.
public func submitting(
    _ command: () async throws -> Response, refused: ([FieldError]) async throws -> Response
) async throws -> Response {
    do {
        return try await command()
    } catch let rejection as Rejection where rejection.kind == .invalid || rejection.kind == .conflict {
        return try await refused([FieldError(rejection.field, rejection.zh)])
    }
}
