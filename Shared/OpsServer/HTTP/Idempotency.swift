import Foundation
public import OpsContracts
import OpsCrypto
public import OpsMessaging
import Synchronization

/// What makes a repeated command harmless: an id that is the same each time, and a fingerprint of what was asked.
public struct CommandKey: Sendable, Hashable {
    /// What the log will call the command: made of actor, route and the client's key.
    public let id: String
    /// SHA-256 of address and body.
    public let fingerprint: String
}

extension Request {
    /// The envelope of the facts this request leads to.
    /// - Throws: `Problem` 400 where the client sent no key.
    public func context(at now: Timestamp) throws(Problem) -> CommandContext {
        guard let command else { throw .keyNeeded }
        return CommandContext(
            command: command.id, actor: actor, now: now, correlation: correlation, traceparent: traceparent)
    }

    /// The key the client sent, in the header or in a form's `_key`.
    /// - Throws: `Problem` 400 where it is not 1 to 128 visible ASCII characters.
    func idempotencyKey() throws(Problem) -> String? {
        guard let key = headers["Idempotency-Key"] ?? formField("_key") else { return nil }
        guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed(
                zh: "Idempotency-Key 应为 1～128 个可见 ASCII 字符。",
                en: "Idempotency-Key must be 1 to 128 visible ASCII characters.", field: "Idempotency-Key")
        }
        return key
    }

    func commandKey(_ key: String, route: Route) -> CommandKey {
        let context = CommandContext.client(
            key: key, actor: actor, route: "\(route.method.rawValue) \(route.pattern)", now: Timestamp(0),
            correlation: correlation)
        return CommandKey(id: context.command, fingerprint: SHA256.hex(Data("\(target)\n".utf8) + fingerprinted))
    }

    /// A form's token and key are new each time it is rendered, and say nothing about what is asked; nor does the
    /// boundary between its files.
    private var fingerprinted: Data {
        guard let form = try? form() else { return body }
        let files = uploads.map { "\n\(PercentCoding.encode($0.name)) \(SHA256.hex($0.data))" }.joined()
        return Data((form.without(["_token", "_key"]).encoded + files).utf8)
    }
}

extension Store {
    /// Answers a command: facts and answer are durable together, and the same key gets the same answer for 40 days.
    ///
    /// Where the answer leads a person on, the address names the newest fact: pages fed by it wait for it.
    /// - Parameter body: Runs in the write transaction. Its answer must be bytes, not a stream.
    /// - Throws: `Problem` 400 without a key, `StoreError`, `Rejection`, or what `body` throws; nothing is written then.
    public func respond(
        to request: Request, _ body: @escaping @Sendable (WriteTransaction) throws -> Response
    ) async throws -> Response {
        let (context, topic) = (try request.context(at: clock.now()), definition.topic)
        let stored = try await respond(context, fingerprint: request.command?.fingerprint ?? "") { transaction in
            let before = transaction.head.seq
            let response = try body(transaction)
            guard transaction.head.seq > before, request.identity != nil else { return StoredResponse(response) }
            return StoredResponse(response.telling(of: SeenFact(source: topic, seq: transaction.head.seq)))
        }
        return Response(stored)
    }
}

extension StoredResponse {
    public init(_ response: Response) {
        let pairs = response.headers.fields.map { ($0.name, $0.value) }
        self.init(
            status: response.status, headers: Dictionary(pairs) { first, _ in first }, body: response.bytes)
    }
}

extension Response {
    public init(_ stored: StoredResponse) {
        let pairs = stored.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.init(status: stored.status, headers: Headers(pairs), body: .bytes(stored.body))
    }
}

extension Problem {
    static let keyNeeded = Problem(
        400, "idempotency-key-needed", zh: "请带上 Idempotency-Key：每个操作一个新的随机值，重试时用同一个。",
        en: "Send an Idempotency-Key: a new random value for each command, the same one when you retry it.",
        field: "Idempotency-Key")

    static let keyReused = Problem(
        422, "idempotency-key-reused", zh: "这个 Idempotency-Key 已用于另一内容。请换一个新的再提交。",
        en: "This Idempotency-Key was used for another request. Use a new one.", field: "Idempotency-Key")

    static let stillRunning = Problem(
        409, "still-running", zh: "同一操作正在处理，请稍候再看结果。",
        en: "The same command is still running. Ask again in a moment.", headers: ["Retry-After": "1"])

    /// What the store says, where the client can do something about it; nil for what is our own fault.
    init?(_ error: StoreError) {
        switch error {
        case .keyReused: self = .keyReused
        case .staleVersion(_, let actual): self = .stale(current: actual)
        case .tooLarge: self = .tooLarge(256 << 10)
        case .unavailable, .notAccepting:
            self = .unavailable(
                zh: "抱歉，暂时不能保存。内容没有丢，请稍后再提交。", en: "Nothing can be saved now. Submit again in a moment.")
        case .locked, .unknownTypeInLog, .newerSchema, .wrongTopic: return nil
        }
    }
}

/// The commands being served now.
final class CommandsInFlight: Sendable {
    private let running = Mutex<Set<String>>([])

    /// Runs `work` unless the same command is already running.
    /// - Throws: `Problem` 409, and whatever `work` throws.
    func once(_ key: CommandKey, _ work: () async throws -> Response) async throws -> Response {
        guard running.withLock({ $0.insert(key.id).inserted }) else { throw Problem.stillRunning }
        defer { _ = running.withLock { $0.remove(key.id) } }
        return try await work()
    }
}
