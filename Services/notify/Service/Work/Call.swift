import NotifyDomain
import OpsContracts
import OpsMessaging

/// One message on its way to one channel.
struct Call: Sendable {
    var channel: ChannelRow
    /// Nil where the sealed address is gone.
    var address: ChannelAddress?
    var delivery: QueuedDelivery
    var to: Recipients
    var now: Timestamp
}

/// The addresses of those a rule means, as far as they have given them.
struct Recipients: Sendable, Equatable {
    var mail: [String] = []
    var wecom: [String] = []
}

extension ReadDatabase {
    func recipients(of due: QueuedDelivery) throws -> Recipients {
        var found = Recipients()
        for person in try people(due.audience, at: due.notice.site, duty: due.notice.duty) {
            guard let contact = try contact(person) else { continue }
            if let mail = contact.mail, !found.mail.contains(mail) { found.mail.append(mail) }
            if let wecom = contact.wecom, !found.wecom.contains(wecom) { found.wecom.append(wecom) }
        }
        return found
    }
}
