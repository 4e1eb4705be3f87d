public import OpsContracts
public import OpsDomain

extension Item: Decider {
    public typealias State = Item
    public typealias Command = ItemCommand
    public typealias Event = ItemEvent

    public static let kind = "item"
    public static let shape = 1

    public static func decide(
        _ command: ItemCommand, _ state: Item?, at now: Timestamp
    ) throws(Rejection) -> [ItemEvent] {
        guard let item = state else {
            guard case .register(let draft) = command else { throw .unknownItem }
            return [.registered(try registration(of: draft))]
        }
        switch command {
        case .register: throw .itemExists(item.id)
        case .correct(let changes, let reason): return try item.correct(changes, reason: reason)
        case .changeState(let next, let reason): return try item.changeState(to: next, reason: reason, at: now)
        case .recordPart(let part): return item.record(part)
        case .recordFault(let fault): return item.record(fault)
        }
    }

    private static func registration(of draft: ItemDraft) throws(Rejection) -> ItemRegistered {
        guard ItemState.all.contains(draft.state) else { throw .unknownState(draft.state) }
        guard ItemID(rawValue: draft.item.rawValue) != nil else {
            throw .invalid("item", zh: "编号应为1到64个字母、数字、点或横线。", en: "A number has 1 to 64 letters, digits, . _ -.")
        }
        try checkColumns(draft.values.keys)
        var values: [ItemField: String] = [:]
        for field in ItemField.all { values[field] = try field.checked(draft.values[field]) }
        return ItemRegistered(
            item: draft.item, site: draft.site, subSite: values[.subSite], name: values[.name] ?? "",
            category: ItemCategory(rawValue: values[.category] ?? ""), quantity: values[.quantity].flatMap { Int($0) },
            unit: values[.unit] ?? "", clause: values[.clause], orgUnit: values[.orgUnit].map { UnitID($0) },
            place: values[.place], brand: values[.brand], model: values[.model],
            serial: values[.serial].map(SerialNumber.init(rawValue:)), hardware: values[.hardware],
            software: values[.software], madeOn: values[.madeOn].flatMap { Day($0) },
            warrantyTo: values[.warrantyTo].flatMap { Day($0) }, warrantyVendor: values[.warrantyVendor],
            network: values[.network], xinchuang: values[.xinchuang].map { $0 == "true" }, label: draft.label,
            state: draft.state)
    }

    private func correct(_ wanted: [ItemField: String?], reason: String) throws(Rejection) -> [ItemEvent] {
        let reason = try Self.checked(reason)
        try Self.checkColumns(wanted.keys)
        var changes: [ItemCorrected.Change] = []
        for field in ItemField.all {
            guard let text = wanted[field] else { continue }
            let new = try field.checked(text)
            if new != values[field] { changes.append(.init(field: field, old: values[field], new: new)) }
        }
        guard !changes.isEmpty else { return [] }
        return [.corrected(ItemCorrected(item: id, site: site, changes: changes, reason: reason))]
    }

    private static func checkColumns(_ columns: some Sequence<ItemField>) throws(Rejection) {
        guard let unknown = columns.filter({ !ItemField.all.contains($0) }).min(by: { $0.rawValue < $1.rawValue })
        else { return }
        let name = String(unknown.rawValue.prefix(40))
        throw .invalid(name, zh: "台账没有“\(name)”这一栏。", en: "No such column: \(name).")
    }

    private func changeState(to next: ItemState, reason: String, at now: Timestamp) throws(Rejection) -> [ItemEvent] {
        guard ItemState.all.contains(next) else { throw .unknownState(next) }
        let reason = try Self.checked(reason)
        guard next != state else { return [] }
        guard Lifecycle.next(after: state).contains(next) else { throw .illegalMove(from: state, to: next) }
        return [
            .stateChanged(ItemStateChanged(item: id, site: site, from: state, to: next, reason: reason, at: now))
        ]
    }

    /// The whole device was swapped where the old serial number is the item's own: then its plate changes too.
    private func record(_ part: PartEntry) -> [ItemEvent] {
        let key = PartReplacement(ticket: part.ticket, part: part.part, newSerial: part.newSerial)
        guard !parts.contains(key) else { return [] }
        let recorded = PartRecorded(
            item: id, site: site, ticket: part.ticket, part: part.part, model: part.model, oldSerial: part.oldSerial,
            newSerial: part.newSerial, at: part.at)
        guard let old = part.oldSerial, old.isLegible, old == serial else { return [.partRecorded(recorded)] }
        let plate: [(ItemField, String)] = [(.model, part.model), (.serial, part.newSerial.rawValue)]
        let changes = plate.filter { values[$0.0] != $0.1 }.map { field, new in
            ItemCorrected.Change(field: field, old: values[field], new: new)
        }
        guard !changes.isEmpty else { return [.partRecorded(recorded)] }
        let swap = ItemCorrected(item: id, site: site, changes: changes, reason: "工单\(part.ticket)更换\(part.part)")
        return [.partRecorded(recorded), .corrected(swap)]
    }

    private func record(_ fault: FaultEntry) -> [ItemEvent] {
        guard !faults.contains(ClosedFault(ticket: fault.ticket, closedAt: fault.closedAt)) else { return [] }
        return [
            .faultRecorded(
                FaultRecorded(
                    item: id, site: site, ticket: fault.ticket, title: fault.title, openedAt: fault.openedAt,
                    closedAt: fault.closedAt, cause: fault.cause))
        ]
    }

    private static func checked(_ reason: String) throws(Rejection) -> String {
        let reason = reason.trimmingEdges()
        guard !reason.isEmpty else { throw .invalid("reason", zh: "填写原因。", en: "Give the reason.") }
        guard reason.count <= 200 else {
            throw .invalid("reason", zh: "原因最多200字，现在是\(reason.count)字。", en: "At most 200 characters.")
        }
        return reason
    }
}

extension Rejection {
    static let unknownItem = Rejection(
        .missing, "not-found", zh: "没有找到这项设备，或你的账号不能查看。", en: "No such item, or not yours to see.")

    static func itemExists(_ id: ItemID) -> Rejection {
        Rejection(
            .conflict, "item-exists", zh: "台账已有编号\(id)。换一个编号，或更正原来的条目。", en: "The ledger already has \(id).",
            field: "item")
    }

    static func unknownState(_ state: ItemState) -> Rejection {
        .invalid("state", zh: "设备状态没有“\(state.rawValue)”。", en: "No such item state: \(state).")
    }

    static func illegalMove(from: ItemState, to: ItemState) -> Rejection {
        let ways = Lifecycle.next(after: from).map(\.zh).joined(separator: "、")
        let advice = ways.isEmpty ? "不再变更。" : "可以改为\(ways)。"
        return Rejection(
            .conflict, "illegal-state-change", zh: "\(from.zh)不能直接改为\(to.zh)，\(advice)",
            en: "An item cannot go from \(from) to \(to).", field: "state")
    }
}
