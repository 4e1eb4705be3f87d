import OpsContracts

/// What is inspected, with its checklist for each frequency (requirements section 3.3); an empty list is no round.
enum InspectionSubject {
    case room, roomWithUPS, power, network, platform, cctv, display, videoConference, alarm, radio, fire, terminal
    case body, cable, wifi, temperature

    var category: ItemCategory {
        switch self {
        case .room, .roomWithUPS: .room
        case .power: .power
        case .network, .wifi: .network
        case .platform: .platform
        case .cctv: .cctv
        case .display: .led
        case .videoConference: .videoConference
        case .alarm: .alarm
        case .radio: .radio
        case .fire: .fire
        case .terminal: .terminal
        case .body: .bodyCamera
        case .cable: .cable
        case .temperature: .temperature
        }
    }

    func checklist(_ frequency: PlanFrequency) -> [CheckItem] { lists[frequency] ?? [] }

    private var lists: [PlanFrequency: [CheckItem]] {
        switch self {
        case .room: Checks.room
        case .roomWithUPS: Checks.roomWithUPS
        case .power: Checks.power
        case .network: Checks.network
        case .platform: Checks.platform
        case .cctv: Checks.cctv
        case .display: Checks.display
        case .videoConference: Checks.videoConference
        case .alarm: Checks.alarm
        case .radio: Checks.radio
        case .fire: Checks.fire
        case .terminal: Checks.terminal
        case .body: Checks.body
        case .cable: Checks.cable
        case .wifi: Checks.wifi
        case .temperature: Checks.temperature
        }
    }
}
