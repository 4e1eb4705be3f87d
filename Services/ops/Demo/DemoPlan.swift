import Foundation
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsSQLite
import OpsServer

/// What is to be played, where, and what already lies there.
struct DemoPlan: Sendable {
    static let defaultSeed: UInt64 = 20_260_104

    var directory: String
    var seed: UInt64
    var from: Timestamp
    /// The play ends in the middle of a morning, so that rounds are under way and tickets open.
    var until: Timestamp

    init(_ arguments: Arguments) throws {
        directory = arguments.value("data") ?? "./data-demo"
        guard let seed = arguments.value("seed").map({ UInt64($0) }) ?? Self.defaultSeed else {
            throw UsageError("--seed: a whole number from 0 is expected")
        }
        self.seed = seed
        let first = try Self.day(arguments, "from", "2026-01-04")
        let last = try Self.day(arguments, "to", "2026-04-15")
        guard first <= last, first.year >= 2025, last.year <= 2026 else {
            throw UsageError("--from and --to: two days in order, of the years 2025 and 2026")
        }
        from = LocalZone.shanghai.timestamp(LocalTime(first, hour: 7, minute: 30))
        until = LocalZone.shanghai.timestamp(LocalTime(last, hour: 10, minute: 40))
    }

    private static func day(_ arguments: Arguments, _ name: String, _ standard: String) throws -> Day {
        let text = arguments.value(name) ?? standard
        guard let day = Day(text) else { throw UsageError("--\(name): “\(text)” is not a day such as \(standard)") }
        return day
    }

    enum Found: Equatable {
        case nothing
        /// A play that was broken off: it is played anew.
        case unfinished
        case demo
    }

    /// - Throws: `CommandFailure` where the directory holds anything but the demonstration of this seed.
    func look() throws -> Found {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard let mark = try SampleData.read(in: directory) else {
            if names.isEmpty { return .nothing }
            throw CommandFailure(
                "\(directory) is not empty and holds no demonstration; nothing was touched. Name another directory with --data"
            )
        }
        if !mark.isComplete { return .unfinished }
        guard mark.seed == seed else {
            throw CommandFailure(
                "\(directory) holds the demonstration of seed \(mark.seed), not \(seed). Name another directory or delete it"
            )
        }
        return .demo
    }

    /// Only ever called on a directory whose own mark says that its play was broken off.
    /// - Throws: `CommandFailure` where the play is still going on.
    func clear() throws {
        let isPlaying = allServices.contains { Store.isInUse("\(directory)/\($0.0.rawValue).sqlite") }
        guard !isPlaying else {
            throw CommandFailure("\(directory) is being played by another process; nothing was touched")
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
            try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
        }
    }

    func mark(isComplete: Bool) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try SampleData(seed: seed, from: from, until: until, isComplete: isComplete).write(in: directory)
    }

    /// The play did not wait for the disk; what it leaves behind has to be there before its mark says so.
    func keep() throws {
        for (service, _) in allServices {
            let path = "\(directory)/\(service.rawValue).sqlite"
            guard let file = FileHandle(forUpdatingAtPath: path) else { throw CommandFailure("cannot open \(path)") }
            try file.synchronize()
            try file.close()
        }
        try mark(isComplete: true)
    }

    /// Where the demonstration's time goes on: behind the last thing that was stated in any log.
    func resumesAt() throws -> Timestamp {
        var latest = try SampleData.read(in: directory)?.until ?? until
        for (service, _) in allServices {
            let store = try Connection(path: "\(directory)/\(service.rawValue).sqlite", mode: .reader)
            if let time = try store.integer("SELECT time FROM log ORDER BY seq DESC LIMIT 1") {
                latest = max(latest, Timestamp(time))
            }
        }
        return latest
    }
}
