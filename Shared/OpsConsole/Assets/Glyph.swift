/// The drawn signs: one 16 px grid, 1.5 px strokes, `currentColor` (console.md §3.3, component 4).
///
/// Chips and marks never show one without its word.
public enum Glyph: String, CaseIterable, Sendable {
    // State shapes
    case todo, quarter, half, threeQuarters = "three", moving, waiting, reopened, handed, done, confirming
    case closed, frozen, late, void, unknown
    // Priorities
    case first, second, third, fourth
    // Site states and outcomes
    case tick, near, slash
    // Navigation and controls
    case back, search, today, rounds, add, ledger, person, overview, tickets, score, money, station, message, audit
    case system, accounts, phone, more, padlock, eye, note, link, expert

    /// What stands inside the `<symbol>`. Class `f` fills, `k` strokes thinly in the colour of the ground.
    var shapes: String {
        switch self {
        case .todo: "<circle cx='8' cy='8' r='6.25' stroke-dasharray='2.6 2.31'/>"
        case .quarter: Self.ring + "<path class='f' d='M8 8V4.2A3.8 3.8 0 0 1 11.8 8Z'/>"
        case .half: Self.ring + "<path class='f' d='M8 4.2a3.8 3.8 0 0 1 0 7.6Z'/>"
        case .threeQuarters: Self.ring + "<path class='f' d='M8 8V4.2A3.8 3.8 0 1 1 4.2 8Z'/>"
        case .moving:
            "<path class='f' fill-rule='evenodd' d='M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1.8 3.9 5 3.1-5 3.1Z'/>"
        case .waiting: Self.ring + "<path d='M6.4 5.6v4.8M9.6 5.6v4.8'/>"
        case .reopened: "<path d='M3.2 5.2A5.75 5.75 0 1 1 2.3 8.6M3 1.8v3.6h3.6'/>"
        case .handed: "<path d='m3 3.5 4.5 4.5L3 12.5M8.5 3.5 13 8l-4.5 4.5'/>"
        case .done: Self.ring + "<path d='m5.2 8.2 2 2 3.7-4.2'/>"
        case .confirming: Self.ring + "<path d='M5.4 6.5h5.2M5.4 9.5h5.2'/>"
        case .closed: "<circle class='f' cx='8' cy='8' r='7'/><path class='k' d='m5 8.2 2.2 2.2 4-4.6'/>"
        case .frozen, .padlock:
            "<rect class='f' x='2.5' y='7' width='11' height='7.5' rx='1.5'/><path d='M5 7V4.8a3 3 0 0 1 6 0V7'/>"
        case .late, .first:
            "<path class='f' d='M5 1h6l4 4v6l-4 4H5l-4-4V5Z'/><path class='k' d='M8 4v4.8M8 10.6v1.6'/>"
        case .void: Self.ring + "<path d='m3.8 12.2 8.4-8.4'/>"
        case .unknown: Self.ring
        case .second: "<path class='f' d='M8 1.5 15.2 14H.8Z'/><path class='k' d='M8 5.8v3.8M8 11v1.5'/>"
        case .third: "<path d='M8 1.8 14.2 8 8 14.2 1.8 8Z'/>"
        case .fourth: "<circle cx='8' cy='8' r='4.75'/>"
        case .tick: "<path d='m2.5 8.5 3.6 3.6 7.4-8.2'/>"
        case .near: "<path d='M8 2 14.5 13.5h-13ZM8 6.3v3.4M8 11v1.2'/>"
        case .slash: "<path d='m3 13 10-10'/>"
        default: Self.drawn[self] ?? Self.ring
        }
    }

    private static let ring = "<circle cx='8' cy='8' r='6.25'/>"

    private static let drawn: [Glyph: String] = [
        .back: "<path d='M10 2.5 4.5 8l5.5 5.5'/>",
        .search: "<circle cx='7' cy='7' r='4.5'/><path d='m10.5 10.5 3.5 3.5'/>",
        .today:
            "<rect x='2' y='3' width='12' height='11' rx='1.5'/>"
            + "<path d='M2 6.5h12M5 1.5V4M11 1.5V4M5.5 10l2 2 3-3.4'/>",
        .rounds:
            "<rect x='2.5' y='2.5' width='11' height='12' rx='1.5'/>"
            + "<path d='M5.5 1.5h5v2h-5zM5 7l1 1 1.8-2M9 7.5h2M5 11l1 1 1.8-2M9 11.5h2'/>",
        .add: "<path d='M8 2.5v11M2.5 8h11'/>",
        .ledger: "<path d='M2 4.8 8 2l6 2.8v6.4L8 14l-6-2.8ZM2 4.8 8 7.6l6-2.8M8 7.6V14'/>",
        .person: "<circle cx='8' cy='5' r='3'/><path d='M2.5 14c.5-3.2 2.8-4.5 5.5-4.5s5 1.3 5.5 4.5'/>",
        .accounts:
            "<circle cx='6' cy='5.5' r='2.5'/><path d='M1.5 13.5c.4-2.8 2.2-4 4.5-4s4.1 1.2 4.5 4"
            + "M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.9c1.5.5 2.3 1.7 2.5 3.6'/>",
        .overview: "<path d='M2 2h4.5v4.5H2zM9.5 2H14v4.5H9.5zM2 9.5h4.5V14H2zM9.5 9.5H14V14H9.5z'/>",
        .tickets: "<path d='M2 4h12v3a1.2 1.2 0 0 0 0 2.2V12H2V9.2A1.2 1.2 0 0 0 2 7ZM9.5 4v8'/>",
        .score: "<path d='M2 14h12M4 14V9.5M8 14V3M12 14V6.5'/>",
        .money: "<circle cx='8' cy='8' r='6.25'/><path d='M5.5 4.5 8 7.5l2.5-3M8 7.5V12M5.7 8h4.6M5.7 10h4.6'/>",
        .station: "<path d='M2 14V6l6-3.5L14 6v8M1 14h14M6 14v-4h4v4M5 7.5h1.5M9.5 7.5H11'/>",
        .message: "<path d='M3.5 11.5V7a4.5 4.5 0 0 1 9 0v4.5l1 1h-11ZM6.5 14.5h3'/>",
        .audit: "<path d='M3 1.8h7l3 3V14.2H3zM5.5 6.5h5M5.5 9h5M5.5 11.5h3'/>",
        .system:
            "<path d='M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6'/>"
            + "<circle cx='10' cy='4.5' r='2'/><circle cx='6' cy='11.5' r='2'/>",
        .expert: "<path d='m8 1.8 1.9 4 4.3.5-3.2 3 .9 4.4L8 11.5l-3.9 2.2.9-4.4-3.2-3 4.3-.5Z'/>",
        .phone:
            "<path d='M3 2.5h2.8l1.2 3.3L5.5 7c.8 1.7 1.9 2.8 3.6 3.6l1.2-1.5 3.2 1.2V13c0 .600-.400 1-1"
            + " 1C6.7 13.6 2.5 9.3 2 3.5c0-.600.4-1 1-1Z'/>",
        .more: "<path d='M3 8h.01M8 8h.01M13 8h.01' stroke-width='2.5' stroke-linecap='round'/>",
        .eye:
            "<path d='M1.2 8C3 4.8 5.4 3.5 8 3.5S13 4.8 14.8 8C13 11.2 10.6 12.5 8 12.5S3 11.2 1.2 8Z'/>"
            + "<circle cx='8' cy='8' r='2'/>",
        .note: "<path d='M2.5 13.5 3.2 10.5 11 2.8l2.3 2.3-7.7 7.7ZM9.5 4.3l2.3 2.3'/>",
        .link:
            "<path d='M6.5 9.5 9.5 6.5M7 4.5l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L11.5 9"
            + "M9 11.5 7.5 13A3.2 3.2 0 0 1 3 8.5L4.5 7'/>",
    ]

    /// All symbols, once in every page, so that a part fetched later finds its own.
    static let sprite: HTML = {
        let symbols = allCases.map { "<symbol id=\"g-\($0.rawValue)\" viewBox=\"0 0 16 16\">\($0.shapes)</symbol>" }
        return .raw("<svg class=\"sprite\" aria-hidden=\"true\">" + symbols.joined() + "</svg>")
    }()
}
