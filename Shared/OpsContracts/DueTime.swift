/// When something is due. JSON: `{"at":1770962100000}`, `{"awaitsYear":2027}` or `{}`.
///
/// Nothing guesses: a due time that falls into a year whose calendar is not loaded says which year it waits for
/// (shown as 待日历) and is computed when that year comes.
public enum DueTime: Hashable, Sendable {
    case at(Timestamp)
    case unknown(year: Int)
    /// Nothing is due: the target does not apply, or is by appointment.
    case none

    /// Nil unless known.
    public var time: Timestamp? {
        if case .at(let time) = self { time } else { nil }
    }

    /// Past its due time. The very moment it is due is still in time.
    public func isPast(at now: Timestamp) -> Bool {
        guard let time else { return false }
        return now > time
    }
}

extension DueTime: Codable {
    private enum Keys: String, CodingKey {
        case at, awaitsYear
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        if let time = try container.decodeIfPresent(Timestamp.self, forKey: .at) {
            self = .at(time)
        } else if let year = try container.decodeIfPresent(Int.self, forKey: .awaitsYear) {
            self = .unknown(year: year)
        } else {
            self = .none
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        switch self {
        case .at(let time): try container.encode(time, forKey: .at)
        case .unknown(let year): try container.encode(year, forKey: .awaitsYear)
        case .none: break
        }
    }
}
