public import OpsContracts
public import OpsMessaging

extension Store {
    /// Runs the command of a request once per Idempotency-Key, and remembers the answer with its facts.
    ///
    /// - Throws: `Problem` 400 without a key, 422 for a key used for another body; what `body` throws. Nothing is
    ///   written then.
    public func command(
        _ request: Request, now: Timestamp, _ body: @escaping @Sendable (WriteTransaction) throws -> Response
    ) async throws -> Response {
        let key = try request.requireCommand()
        let context = CommandContext(
            command: "key:" + key.id, actor: request.actor, now: now, correlation: request.correlation,
            traceparent: request.traceparent)
        let stored = try await respond(context, fingerprint: key.fingerprint) { transaction in
            let response = try body(transaction)
            return StoredResponse(status: response.status, body: try response.stored)
        }
        return try Response(stored: stored.body)
    }
}

extension ServiceHost {
    /// As `Store.command`, at the service's time.
    public func command(
        _ request: Request, _ store: Store, _ body: @escaping @Sendable (WriteTransaction) throws -> Response
    ) async throws -> Response {
        try await store.command(request, now: clock.now(), body)
    }
}

/// The answers a store remembers.
struct StoreMemory: ResponseMemory {
    let store: Store

    func recall(_ command: String) async throws -> RememberedResponse? {
        try await store.recall("key:" + command).map {
            RememberedResponse(fingerprint: $0.fingerprint, bytes: $0.response.body)
        }
    }
}

extension Problem {
    /// What a store's trouble means to the person who asked; nil for what is no trouble of a store.
    static func ofStore(_ error: any Error) -> Problem? {
        guard let error = error as? StoreError else { return nil }
        switch error {
        case .unavailable:
            return Problem(
                503, "store-unavailable", zh: "没有保存：系统暂时不能写入。内容还在本页，请稍后再提交。",
                en: "Not saved: the store cannot be written now. Try again later.", headers: ["Retry-After": "5"])
        case .notAccepting:
            return Problem(
                503, "store-not-ready", zh: "没有保存：系统正在核对数据。请稍后再提交。",
                en: "Not saved: the service is checking its data. Try again later.", headers: ["Retry-After": "5"])
        case .staleVersion(let expected, let actual):
            return Problem(
                412, "changed-meanwhile", zh: "你打开后，内容已被他人改动。请刷新后再操作。",
                en:
                    "It was changed after you opened it: you saw version \(expected), it is now \(actual). Reload first.",
                field: "If-Match")
        case .keyReused:
            return Problem(
                422, "idempotency-key-reused", zh: "这个 Idempotency-Key 已用于另一内容。请换一个新的再提交。",
                en: "This Idempotency-Key was used for another request. Use a new one.", field: "Idempotency-Key")
        case .tooLarge(let bytes):
            return Problem(
                413, "too-large", zh: "内容太大：\(bytes / 1024) KB，最多 256 KB。请缩短文字，照片单独上传。",
                en: "Too large: \(bytes) bytes, 262144 at most.")
        case .locked, .unknownTypeInLog, .newerSchema, .wrongTopic: return nil
        }
    }
}
