/// What an identifier identifies. One case-less enum per kind, alphabetical, only ever added to.
public enum Kinds {
    public enum Account {}
    public enum Calendar {}
    public enum Channel {}
    public enum Contract {}
    public enum Delivery {}
    public enum Evidence {}
    public enum Finding {}
    public enum Item {}
    public enum NotifyRule {}
    public enum Payment {}
    public enum Period {}
    public enum Plan {}
    public enum Post {}
    public enum Round {}
    public enum SLAPolicy {}
    public enum Sheet {}
    public enum SigningKey {}
    public enum Statement {}
    public enum Ticket {}
    public enum Unit {}
}

/// An identifier that knows what it identifies, so that two of different kinds cannot be swapped.
///
/// 1 to 64 characters of `A–Z a–z 0–9 . _ -`; JSON is the bare string.
public struct Identifier<Kind>: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init?(rawValue: String) {
        guard (1...64).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.rawValue = rawValue
    }

    /// For identifiers that were checked before: a fact of the log, a literal.
    public init(_ checked: String) { rawValue = checked }

    public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(String.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

public typealias AccountID = Identifier<Kinds.Account>
/// A working calendar by its code (`CN`).
public typealias CalendarID = Identifier<Kinds.Calendar>
public typealias ChannelID = Identifier<Kinds.Channel>
public typealias ContractID = Identifier<Kinds.Contract>
public typealias DeliveryID = Identifier<Kinds.Delivery>
public typealias EvidenceID = Identifier<Kinds.Evidence>
public typealias FindingID = Identifier<Kinds.Finding>
/// A configuration item of the ledger, by its number (`XZ-LED1`).
public typealias ItemID = Identifier<Kinds.Item>
public typealias NotifyRuleID = Identifier<Kinds.NotifyRule>
public typealias PaymentID = Identifier<Kinds.Payment>
/// A special period (`CHUNYUN-2026`).
public typealias PeriodID = Identifier<Kinds.Period>
public typealias PlanID = Identifier<Kinds.Plan>
/// A post on site, by its number (`XZ-1`).
public typealias PostID = Identifier<Kinds.Post>
public typealias RoundID = Identifier<Kinds.Round>
public typealias SLAPolicyID = Identifier<Kinds.SLAPolicy>
public typealias SheetID = Identifier<Kinds.Sheet>
/// The `kid` of a key that signs sign-in tokens.
public typealias SigningKeyID = Identifier<Kinds.SigningKey>
public typealias StatementID = Identifier<Kinds.Statement>
/// A ticket by the number people say aloud (`XZ-20260213-0007`).
public typealias TicketID = Identifier<Kinds.Ticket>
public typealias UnitID = Identifier<Kinds.Unit>
