public import OpsContracts
import OpsCrypto

/// Who asks for a command, when, and why: becomes the envelope of every fact it leads to.
public struct CommandContext: Sendable {
    /// Unique for ever: the client's key scoped by actor and route, or hash(causing fact, reaction).
    public var command: String
    public var actor: Actor
    public var now: Timestamp
    public var correlation: String
    public var causation: String?
    public var hops: Int
    public var traceparent: String?

    public init(
        command: String, actor: Actor, now: Timestamp, correlation: String, causation: String? = nil, hops: Int = 0,
        traceparent: String? = nil
    ) {
        self.command = command
        self.actor = actor
        self.now = now
        self.correlation = correlation
        self.causation = causation
        self.hops = hops
        self.traceparent = traceparent
    }

    /// A command that a client sent: the same key from another actor or to another route is another command.
    public static func client(
        key: String, actor: Actor, route: String, now: Timestamp, correlation: String, traceparent: String? = nil
    ) -> CommandContext {
        CommandContext(
            command: "key:" + SHA256.hex(Array("\(actor)\n\(route)\n\(key)".utf8)), actor: actor, now: now,
            correlation: correlation, traceparent: traceparent)
    }

    /// A command that a fact caused: repetition of the fact leads to the same command, so to nothing.
    public static func reaction(_ name: String, to cause: Fact, by service: ServiceName, now: Timestamp)
        -> CommandContext
    {
        CommandContext(
            command: "fact:" + SHA256.hex(Array("\(cause.id)\n\(name)".utf8)), actor: Actor(service: service), now: now,
            correlation: cause.correlation, causation: cause.id, hops: cause.hops + 1, traceparent: cause.traceparent)
    }

    /// A command of the service's own clock or start-up: `name` says what, for what and for when, so that it runs once.
    public static func own(_ name: String, by service: ServiceName, now: Timestamp) -> CommandContext {
        CommandContext(
            command: "own:\(name)", actor: Actor(service: service), now: now,
            correlation: SHA256.hex(Array("own:\(service.rawValue):\(name)".utf8)))
    }
}
