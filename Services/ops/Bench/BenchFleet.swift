import OpsContracts
import OpsCrypto
import OpsDomain
import OpsMessaging
import OpsServer

/// A fleet in a folder of its own, for the length of a closure.
enum BenchFleet {
    /// - Parameters:
    ///   - startUp: loads every service's start-up data first.
    ///   - isStepped: nothing is done by the clock: no sweep takes time from what is measured.
    static func with<T: Sendable>(
        _ services: [(ServiceName, Compose)], in directory: String, bus: any EventBus = LocalBus(),
        startUp: Bool = false, isStepped: Bool = false, _ body: @escaping @Sendable (Fleet, BenchLoad) async throws -> T
    ) async throws -> T {
        // Tokens of the real kind, checked on every request; only the key is the bench's own.
        let (key, keys, clock) = (try Ed25519.PrivateKey(), KeyRing(), SystemClock())
        keys.trust(key.publicKey, kid: "bench")
        let identity = Identity(
            account: AccountID("office"), name: "bench", roles: [.office, .engineer, .siteLead, .reporter])
        let issuer = TokenIssuer(key: key, kid: "bench")
        let token = try issuer.token(for: identity, at: clock.now())
        let tokens: @Sendable (Identity) throws -> String = { try issuer.token(for: $0, at: clock.now()) }
        let fleet = try Fleet(
            services,
            options: Fleet.Options(
                dataDirectory: directory, binding: .tcp(host: "127.0.0.1", port: 0), clock: clock, bus: bus,
                authenticator: TokenVerifier(keys: keys, clock: clock), isNew: true, isStepped: isStepped))
        let (results, yield) = AsyncStream<T>.makeStream()
        let running = Task {
            defer { yield.finish() }
            try await fleet.run { fleet in
                if startUp { try await fleet.loadStartUpData() }
                try await fleet.settle(within: 600)
                yield.yield(try await body(fleet, BenchLoad(port: fleet.port, token: token, tokens: tokens)))
            }
        }
        var result: T?
        for await value in results {
            result = value
            running.cancel()
        }
        do { try await running.value } catch is CancellationError {}
        guard let result else { throw CommandFailure("the bench ended without a result") }
        return result
    }
}
