/// An operator gave a parked fact up: it was never applied in the service whose log says this.
public struct ParkedFactDiscarded: FactContract {
    public static let type: FactType = "operations.parked-fact-discarded.v1"
    /// The topic it came from.
    public var source: Topic
    public var seq: Int64
    /// What the discarded fact was about.
    public var about: String
    public var factType: FactType
    public var reason: String

    public init(source: Topic, seq: Int64, about: String, factType: FactType, reason: String) {
        self.source = source
        self.seq = seq
        self.about = about
        self.factType = factType
        self.reason = reason
    }
}

/// Facts that any service may state about its own running.
public enum OperationsContracts {
    public static let all: [any FactContract.Type] = [ParkedFactDiscarded.self]
}
