import AssetsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct ItemLifecycleTests {
    /// Rows: from. Columns: to, in the order of `ItemState.all`. Y moves, = stays, - is refused.
    static let table: [(ItemState, String)] = [
        (.inUse, "= Y Y Y Y - Y"),
        (.spare, "Y = Y Y Y - Y"),
        (.sealed, "Y Y = Y Y - Y"),
        (.repair, "Y Y - = Y - -"),
        (.toRetire, "Y Y - - = Y -"),
        (.retired, "- - - - - = -"),
        (.handedOver, "Y Y - - - - ="),
    ]

    @Test(arguments: table)
    func `each state allows exactly the moves of the table`(from: ItemState, row: String) throws {
        let item = try registered(from)
        for (to, cell) in zip(ItemState.all, row.split(separator: " ")) {
            let command = ItemCommand.changeState(to: to, reason: "盘点核对")
            switch cell {
            case "Y":
                let moved = ItemStateChanged(item: led, site: .xz, from: from, to: to, reason: "盘点核对", at: now)
                #expect(try Item.decide(command, item, at: now) == [.stateChanged(moved)])
                #expect(try given(item, command).state == to)
            case "=": #expect(try Item.decide(command, item, at: now) == [])
            default: #expect(rejection(command, item)?.code == "illegal-state-change", "\(from) → \(to)")
            }
        }
    }

    @Test(arguments: ItemState.all)
    func `corrections and history are open to every state`(state: ItemState) throws {
        let item = try registered(state)
        #expect(try Item.decide(.correct([.model: "TXP1.2"], reason: "铭牌"), item, at: now).count == 1)
        #expect(try Item.decide(.recordPart(receiverCard), item, at: now).count == 1)
        let fault = FaultEntry(ticket: ticket, title: "黑屏", openedAt: now, closedAt: now, cause: nil)
        #expect(try Item.decide(.recordFault(fault), item, at: now).count == 1)
        #expect(rejection(.register(ItemDraft(item: led, site: .xz, values: ledValues)), item)?.code == "item-exists")
    }

    @Test func `the refusal names the states that are possible`() throws {
        let refusal = rejection(.changeState(to: .retired, reason: "坏了"), try registered(.repair))
        #expect(refusal?.zh == "维修不能直接改为已报废，可以改为在用、备用、待报废。")
    }

    @Test func `a change of state wants a reason and a state that exists`() throws {
        let item = try registered()
        #expect(rejection(.changeState(to: .repair, reason: "  "), item)?.field == "reason")
        let unknown = ItemState(rawValue: "melted")
        #expect(rejection(.changeState(to: unknown, reason: "火灾"), item)?.field == "state")
    }

    @Test func `nothing can be done to an item that is not in the ledger`() {
        let commands: [ItemCommand] = [
            .correct([.model: "X"], reason: "铭牌"), .changeState(to: .spare, reason: "换下"), .recordPart(receiverCard),
            .recordFault(FaultEntry(ticket: ticket, title: "黑屏", openedAt: now, closedAt: nil, cause: nil)),
        ]
        for command in commands { #expect(rejection(command, nil)?.kind == .missing) }
    }
}
