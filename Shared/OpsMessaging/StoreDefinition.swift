public import OpsContracts

/// Everything a store needs to know of its service.
public struct StoreDefinition: Sendable {
    /// More is refused at the edge (413), so that an oversize fact can never enter the log.
    public static let maximumFactBytes = 256 * 1024

    public let service: ServiceName
    public let topic: Topic
    public let migrations: [Migration]
    public let models: [any ReadModel]
    public let reactions: [Reaction]
    /// Every fact type this binary knows, of all services.
    public let knownTypes: Set<FactType>
    /// The families somebody here reads.
    let families: Set<String>
    private let modelsByFamily: [String: [any ReadModel]]
    private let reactionsByFamily: [String: [Reaction]]
    private let handlings: [FactType: Handling]

    /// What this store does with facts of one type.
    struct Handling: Sendable {
        var isKnown: Bool
        var models: [any ReadModel]
        var reactions: [Reaction]
        /// Whether such a fact says which service's log a site is in: every store notes that.
        var statesOwner: Bool

        var isRead: Bool { statesOwner || !models.isEmpty || !reactions.isEmpty }
    }

    public init(
        service: ServiceName, topic: Topic? = nil, migrations: [Migration] = [], models: [any ReadModel],
        reactions: [Reaction] = [], knownTypes: Set<FactType>
    ) {
        self.service = service
        self.topic = topic ?? service.topic
        self.migrations = migrations
        self.models = models
        self.reactions = reactions
        self.knownTypes = knownTypes
        var byFamily: [String: [any ReadModel]] = [:]
        for model in models { for family in model.families { byFamily[family, default: []].append(model) } }
        modelsByFamily = byFamily
        var reactionsByFamily: [String: [Reaction]] = [:]
        for reaction in reactions {
            for family in reaction.families { reactionsByFamily[family, default: []].append(reaction) }
        }
        self.reactionsByFamily = reactionsByFamily
        families = Set(byFamily.keys).union(reactionsByFamily.keys)
        let (models, reactions) = (modelsByFamily, self.reactionsByFamily)
        handlings = Dictionary(
            knownTypes.map { ($0, Self.handling(of: $0, isKnown: true, models, reactions)) }, uniquingKeysWith: { $1 })
    }

    /// Looked up once a fact; only a type this binary does not know is taken apart.
    func handling(of type: FactType) -> Handling {
        handlings[type] ?? Self.handling(of: type, isKnown: false, modelsByFamily, reactionsByFamily)
    }

    private static func handling(
        of type: FactType, isKnown: Bool, _ models: [String: [any ReadModel]], _ reactions: [String: [Reaction]]
    ) -> Handling {
        let family = type.family
        return Handling(
            isKnown: isKnown, models: models[family] ?? [], reactions: reactions[family] ?? [],
            statesOwner: family == SiteOwnership.family)
    }

    /// The services whose topics it reads, its own excluded.
    public var upstream: [ServiceName] {
        let names = Set(families.map { FactType(rawValue: $0).service })
        return ServiceName.allCases.filter { names.contains($0.rawValue) && $0 != service }
    }
}
