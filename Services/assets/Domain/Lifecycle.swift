public import OpsContracts

/// Which state may follow which (requirements section 3.7 names the states; the arrows are ours).
public enum Lifecycle {
    /// The states an item may go to next, in the order buttons show them; none for 已报废.
    public static func next(after state: ItemState) -> [ItemState] { arrows[state] ?? [] }

    private static let arrows: [ItemState: [ItemState]] = [
        .inUse: [.repair, .spare, .sealed, .toRetire, .handedOver],
        .spare: [.inUse, .repair, .sealed, .toRetire, .handedOver],
        .sealed: [.inUse, .spare, .repair, .toRetire, .handedOver],
        .repair: [.inUse, .spare, .toRetire],
        .toRetire: [.retired, .inUse, .spare],
        .retired: [],
        .handedOver: [.inUse, .spare],
    ]
}
