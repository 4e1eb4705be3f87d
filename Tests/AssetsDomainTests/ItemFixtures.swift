import AssetsDomain
import OpsContracts
import OpsDomain

let now = Timestamp(1_770_969_000_000)
let led = ItemID("XZ-LED1")
let ticket = TicketID("XZ-20260213-0007")

let ledValues: [ItemField: String] = [
    .name: "指挥中心LED大屏", .category: "LED", .unit: "块", .quantity: "2", .subSite: "指挥中心", .clause: "3(4)",
    .model: "TXP1.5", .serial: "LYD20210917-0032",
]

func registered(_ state: ItemState = .inUse, _ values: [ItemField: String] = ledValues) throws -> Item {
    let draft = ItemDraft(item: led, site: .xz, state: state, values: values)
    return try given(nil, .register(draft))
}

/// The state after a command that is expected to be accepted.
func given(_ state: Item?, _ command: ItemCommand) throws -> Item {
    let events = try Item.decide(command, state, at: now)
    return events.reduce(state) { Item.evolve($0, $1) } ?? Item(id: led, site: .xz, state: .inUse, values: [:])
}

func rejection(_ command: ItemCommand, _ state: Item?) -> Rejection? {
    do {
        _ = try Item.decide(command, state, at: now)
        return nil
    } catch {
        return error
    }
}

let receiverCard = PartEntry(
    ticket: ticket, part: "接收卡", model: "MRV432", oldSerial: .illegible,
    newSerial: SerialNumber(rawValue: "NV2025120418"), at: now)
