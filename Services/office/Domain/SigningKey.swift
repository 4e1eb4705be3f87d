public import Foundation
public import OpsContracts
public import OpsDomain

/// A published key never changes: another key has another `kid`.
public enum SigningKey: Decider {
    public typealias State = SigningKeyPublished
    public typealias Command = SigningKeyPublished

    public enum Event: DomainEvent {
        case published(SigningKeyPublished)

        public var fact: any FactContract {
            switch self {
            case .published(let fact): fact
            }
        }

        public init?(type: FactType, data: Data) throws {
            guard type == SigningKeyPublished.type else { return nil }
            self = .published(try ContractCoding.decode(SigningKeyPublished.self, from: data))
        }
    }

    public static let kind = "signing-key"
    public static let shape = 1

    public static func decide(
        _ command: SigningKeyPublished, _ key: SigningKeyPublished?, at now: Timestamp
    ) throws(Rejection) -> [Event] {
        guard let key else { return [.published(command)] }
        guard key == command else {
            throw Rejection(
                .conflict, "key-exists", zh: "密钥“\(key.kid)”已发布，不能改。", en: "Key \(key.kid) is published as another.")
        }
        return []
    }

    public static func evolve(_ key: SigningKeyPublished?, _ event: Event) -> SigningKeyPublished {
        switch event {
        case .published(let fact): fact
        }
    }
}
