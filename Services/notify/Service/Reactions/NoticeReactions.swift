import NotifyDomain
import OpsContracts
import OpsMessaging

/// Facts that somebody hears of. All begin now: nobody wants last year's messages.
enum NoticeReactions {
    static let all: [Reaction] = [
        on(TicketOpened.self, "tell-ticket-opened") { opened, _ in Notice(opened) },
        on(PriorityChanged.self, "tell-raised-to-major") { changed, _ in Notice(changed) },
        on(TargetBreached.self, "tell-target-breached") { breached, _ in Notice(breached) },
        on(TicketClosed.self, "tell-ticket-closed") { closed, _ in Notice(closed) },
        on(RoundMissed.self, "tell-round-missed") { missed, _ in Notice(missed) },
        on(SheetPublished.self, "tell-sheet-published") { Notice($0, at: $1.time) },
        on(StatementIssued.self, "tell-statement-issued") { Notice($0, at: $1.time) },
        on(PaymentMade.self, "tell-payment-made") { Notice($0, at: $1.time) },
    ]

    private static func on<F: FactContract>(
        _ contract: F.Type, _ name: String, _ notice: @escaping @Sendable (F, Fact) -> Notice?
    ) -> Reaction {
        Reaction(name, families: [F.type.family], from: .now) { fact, tx in
            guard let notice = notice(try fact.decode(F.self), fact) else { return }
            try tx.tell(notice, cause: fact.id)
        }
    }
}

extension WriteTransaction {
    /// One delivery for every channel that a rule names, however many rules do; their audiences are united.
    func tell(_ notice: Notice, cause: String) throws {
        var audiences: [ChannelID: [Audience]] = [:]
        for rule in try reads.rules(for: notice.kind) where rule.wants(notice.kind, notice.priority, at: notice.site) {
            let known = audiences[rule.channel] ?? []
            audiences[rule.channel] = known + rule.audience.filter { !known.contains($0) }
        }
        for (index, entry) in audiences.sorted(by: { $0.key < $1.key }).enumerated() {
            guard let channel = try reads.channel(entry.key), channel.serves(notice.site) else { continue }
            try queue(notice, entry.value, on: channel, id: DeliveryID("\(cause)-\(index + 1)"), cause: cause)
        }
    }
}
