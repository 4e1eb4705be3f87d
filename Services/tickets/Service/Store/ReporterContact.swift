import Foundation
import OpsContracts
import OpsMessaging
import OpsSQLite

/// Who reported and how to reach them: sealed beside `ticket-opened`, never on the bus, erasable (PIPL).
struct ReporterContact: Codable, Sendable, Equatable {
    var name: String?
    var phone: String?
    /// Opens the reporter's own page, `/tickets/s/<secret>`.
    var secret: String

    /// 26 characters of Crockford's alphabet, 130 bits from the system's generator: nobody walks the reports.
    static func newSecret() -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var generator = SystemRandomNumberGenerator()
        return String((0..<26).map { _ in alphabet[Int(generator.next() & 31)] })
    }

    /// The ticket a secret leads to; nil for a secret that never was.
    static func ticket(of secret: String, _ db: ReadDatabase) throws -> TicketID? {
        try db.first("SELECT ticket FROM reportLink WHERE secret = ?", [secret]) { TicketID($0.text(0)) }
    }
}
