public import OpsContracts

extension Item {
    public static func evolve(_ state: Item?, _ event: ItemEvent) -> Item {
        if case .registered(let fact) = event { return Item(fact) }
        // A fact before the registration cannot be in our own log; an empty item keeps the fold total.
        var item = state ?? Item(stub: event)
        switch event {
        case .registered: break
        case .corrected(let fact):
            for change in fact.changes { item.values[change.field] = change.new }
        case .stateChanged(let fact): item.state = fact.to
        case .partRecorded(let fact):
            item.parts.insert(.init(ticket: fact.ticket, part: fact.part, newSerial: fact.newSerial))
        case .faultRecorded(let fact):
            item.faults.insert(.init(ticket: fact.ticket, closedAt: fact.closedAt))
        }
        return item
    }

    private init(_ fact: ItemRegistered) {
        self.init(id: fact.item, site: fact.site, state: fact.state, values: fact.values)
    }

    private init(stub event: ItemEvent) {
        let (id, site): (ItemID, SiteCode) =
            switch event {
            case .registered(let fact): (fact.item, fact.site)
            case .corrected(let fact): (fact.item, fact.site)
            case .stateChanged(let fact): (fact.item, fact.site)
            case .partRecorded(let fact): (fact.item, fact.site)
            case .faultRecorded(let fact): (fact.item, fact.site)
            }
        self.init(id: id, site: site, state: .inUse, values: [:])
    }
}

extension ItemRegistered {
    /// The columns as text; an empty one has no entry.
    public var values: [ItemField: String] {
        let columns: [ItemField: String?] = [
            .name: name, .category: category.rawValue, .subSite: subSite, .orgUnit: orgUnit?.rawValue, .place: place,
            .quantity: quantity.map(String.init), .unit: unit, .clause: clause, .brand: brand, .model: model,
            .serial: serial?.rawValue, .hardware: hardware, .software: software, .madeOn: madeOn?.description,
            .warrantyTo: warrantyTo?.description, .warrantyVendor: warrantyVendor, .network: network,
            .xinchuang: xinchuang.map(String.init),
        ]
        return columns.compactMapValues { $0 }
    }
}
