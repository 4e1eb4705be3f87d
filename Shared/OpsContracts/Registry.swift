/// Every fact of the published language, in every version ever published. A new fact is added to its own service's list.
public enum ContractRegistry {
    public static let all: [any FactContract.Type] =
        AssessmentsContracts.all
        + AssetsContracts.all
        + BillingContracts.all
        + InspectionsContracts.all
        + NotifyContracts.all
        + OfficeContracts.all
        + OperationsContracts.all
        + TicketsContracts.all

    /// The contract of a type's name; nil where this version knows none.
    public static func contract(of type: FactType) -> (any FactContract.Type)? { byType[type] }

    private static let byType = Dictionary(all.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
}
