import Foundation
import OpsContracts
import OpsServer

/// `ops parked …`, `ops resume`: facts that could not be applied, and sources that wait for an operator.
enum ParkedCommand {
    static let all = [list, show, retry, discard, resume]

    private struct Parked: Decodable {
        struct Fact: Decodable {
            var source: String
            var seq: Int64
            var subject: String
            var type: String
            var reason: String
            var error: String
            var attempts: Int
            var data: String
        }
        var service: String
        var facts: [Fact]
    }

    private struct Ask: Encodable {
        var service: String
        var source: String
        var subject: String?
        var seq: Int64?
        var reason: String?
    }

    private static let service = Option.required("service", "NAME", "The service whose reader it is.")
    private static let source = Option.required("source", "TOPIC", "The topic it reads: ops.tickets.v1.")

    static let list = Command(
        path: ["parked", "list"], summary: "List parked facts: service, source, number, subject, why.",
        options: [AdminAccess.data]
    ) { arguments in
        let parked = try await AdminAccess(arguments).decode([Parked].self, .get, "/admin/parked")
        for entry in parked {
            for fact in entry.facts {
                say("\(entry.service)  \(fact.source)  \(fact.seq)  \(fact.subject)  \(fact.reason)  \(fact.error)")
            }
        }
        if parked.isEmpty { say("nothing is parked") }
    }

    static let show = Command(
        path: ["parked", "show"], summary: "Print one parked fact with its data.",
        options: [AdminAccess.data, service, source, .required("seq", "N", "Its number.")]
    ) { arguments in
        let parked = try await AdminAccess(arguments).decode([Parked].self, .get, "/admin/parked")
        let (service, source, seq) = try (
            arguments.required("service"), arguments.required("source"), arguments.requiredInteger("seq")
        )
        let facts = parked.filter { $0.service == service }.flatMap(\.facts)
        guard let fact = facts.first(where: { $0.source == source && $0.seq == seq }) else {
            throw CommandFailure("nothing is parked in \(service) under \(source) \(seq); see ops parked list")
        }
        say("\(fact.type)  \(fact.subject)\n\(fact.reason): \(fact.error) (\(fact.attempts) attempts)\n\(fact.data)")
    }

    static let retry = Command(
        path: ["parked", "retry"], summary: "Apply parked facts again, in order, of one subject or of all.",
        options: [
            AdminAccess.data, service, source,
            .optional("subject", "SUBJECT", "Only this one: ticket/XZ-20260213-0007."),
        ]
    ) { arguments in
        let ask = Ask(
            service: try arguments.required("service"), source: try arguments.required("source"),
            subject: arguments.value("subject"))
        say(String(decoding: try await AdminAccess(arguments).send(.post, "/admin/parked/retry", ask), as: UTF8.self))
    }

    static let discard = Command(
        path: ["parked", "discard"], summary: "Give one parked fact up, with a reason; the service's log states it.",
        options: [
            AdminAccess.data, service, source, .required("seq", "N", "Its number."),
            .required("reason", "TEXT", "Why, 4 to 500 characters."),
        ]
    ) { arguments in
        let ask = Ask(
            service: try arguments.required("service"), source: try arguments.required("source"),
            seq: try arguments.requiredInteger("seq"), reason: try arguments.required("reason"))
        _ = try await AdminAccess(arguments).send(.post, "/admin/parked/discard", ask)
        say("discarded")
    }

    static let resume = Command(
        path: ["resume"], summary: "Read a halted source on, after its cause was mended.",
        options: [AdminAccess.data, service, source]
    ) { arguments in
        let ask = Ask(service: try arguments.required("service"), source: try arguments.required("source"))
        _ = try await AdminAccess(arguments).send(.post, "/admin/resume", ask)
        say("resumed")
    }
}
