public import Foundation
public import OpsContracts
public import OpsDomain

/// A finding (隐患) on its way from raised to cleared.
public struct Finding: Codable, Sendable, Equatable {
    public var id: FindingID
    public var site: SiteCode
    public var status: Status

    public enum Status: Codable, Sendable, Equatable {
        case raised
        /// A ticket takes care of it.
        case ticketed(TicketID)
        /// Mended by hand, waits for the retest.
        case rectified
        /// The retest was not passed.
        case reworking
        case cleared
    }

    public init(id: FindingID, site: SiteCode, status: Status) {
        self.id = id
        self.site = site
        self.status = status
    }
}

/// What somebody saw, before it is a fact.
public struct FindingDraft: Sendable, Equatable {
    public var finding: FindingID
    public var site: SiteCode
    public var round: RoundID?
    public var plan: PlanID?
    public var item: ItemID?
    public var title: String
    public var detail: String
    public var severity: FindingSeverity
    public var fault: Bool
    public var by: AccountID?

    public init(
        finding: FindingID, site: SiteCode, round: RoundID? = nil, plan: PlanID? = nil, item: ItemID? = nil,
        title: String, detail: String, severity: FindingSeverity, fault: Bool, by: AccountID?
    ) {
        self.finding = finding
        self.site = site
        self.round = round
        self.plan = plan
        self.item = item
        self.title = title
        self.detail = detail
        self.severity = severity
        self.fault = fault
        self.by = by
    }
}

public enum FindingCommand: Sendable, Equatable {
    case raise(FindingDraft)
    /// A ticket was opened for it.
    case attach(TicketID)
    /// Its ticket was cancelled.
    case detach(TicketID, reason: String)
    /// Its ticket was closed.
    case close(by: TicketID)
    case rectify(measure: String, by: AccountID)
    case passRetest(by: AccountID)
    case failRetest(reason: String, by: AccountID)
}

public enum FindingEvent: DomainEvent {
    case raised(FindingRaised)
    case ticketed(FindingTicketed)
    case returned(FindingReturned)
    case rectified(FindingRectified)
    case retestFailed(FindingRetestFailed)
    case cleared(FindingCleared)

    public var fact: any FactContract {
        switch self {
        case .raised(let fact): fact
        case .ticketed(let fact): fact
        case .returned(let fact): fact
        case .rectified(let fact): fact
        case .retestFailed(let fact): fact
        case .cleared(let fact): fact
        }
    }

    public init?(type: FactType, data: Data) throws {
        switch type {
        case FindingRaised.type: self = .raised(try ContractCoding.decode(FindingRaised.self, from: data))
        case FindingTicketed.type: self = .ticketed(try ContractCoding.decode(FindingTicketed.self, from: data))
        case FindingReturned.type: self = .returned(try ContractCoding.decode(FindingReturned.self, from: data))
        case FindingRectified.type: self = .rectified(try ContractCoding.decode(FindingRectified.self, from: data))
        case FindingRetestFailed.type:
            self = .retestFailed(try ContractCoding.decode(FindingRetestFailed.self, from: data))
        case FindingCleared.type: self = .cleared(try ContractCoding.decode(FindingCleared.self, from: data))
        default: return nil
        }
    }
}
