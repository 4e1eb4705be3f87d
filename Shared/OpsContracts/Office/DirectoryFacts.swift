/// A site is in the directory, or its entry is put right: the newest holds. Subject `site/<code>`.
public struct SiteRegistered: FactContract {
    public static let type: FactType = "office.site-registered.v1"

    public var site: SiteCode
    public var name: String
    public var shortName: String
    /// Whether the contract places people there: 7 of the 9 have posts, and only those have a person sheet.
    public var hasPosts: Bool

    public init(site: SiteCode, name: String, shortName: String, hasPosts: Bool) {
        self.site = site
        self.name = name
        self.shortName = shortName
        self.hasPosts = hasPosts
    }
}

/// Which log speaks for a site in one service's matters. Subject `site/<code>`.
///
/// Without such a fact the service's own topic (`ops.tickets.v1`) is the owner; a cell's topic is named here.
public struct SiteOwnerAssigned: FactContract {
    public static let type: FactType = "office.site-owner-assigned.v1"

    public var site: SiteCode
    public var service: OwnedService
    public var topic: Topic

    public init(site: SiteCode, service: OwnedService, topic: Topic) {
        self.site = site
        self.service = service
        self.topic = topic
    }
}

/// A service's name as directory facts carry it: an open set, so that a service added tomorrow parks nobody.
public struct OwnedService: ContractCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ service: ServiceName) { rawValue = service.rawValue }
    /// Nil for a service this version does not know.
    public var known: ServiceName? { ServiceName(rawValue: rawValue) }
    public var zh: String {
        switch known {
        case .tickets: "工单"
        case .assets: "台账"
        case .inspections: "巡检"
        case .assessments: "考核"
        case .billing: "付款"
        case .notify: "消息"
        case .office: "管委会"
        case nil: rawValue
        }
    }
}

/// An organisational unit is in the directory, or its entry is put right: the newest holds. Subject `unit/<id>`.
public struct UnitRegistered: FactContract {
    public static let type: FactType = "office.unit-registered.v1"

    public var unit: UnitID
    public var name: String
    /// Where it works. Empty: everywhere.
    public var sites: [SiteCode]

    public init(unit: UnitID, name: String, sites: [SiteCode]) {
        self.unit = unit
        self.name = name
        self.sites = sites
    }
}
