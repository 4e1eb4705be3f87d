import Foundation

/// Takes one promise of the store away, so that the chaos harness can show that it would notice (Tests/Chaos).
///
/// `OPS_SABOTAGE=dedupe` and the like are read by debug builds only; a release build refuses to open a store with it set.
enum Sabotage: String {
    /// Facts whose number was applied before are applied again.
    case dedupe
    /// A source's position is committed before its effects, not with them.
    case singleTransaction = "single-transaction"
    /// A fact is applied whatever chain it continues.
    case prevCheck = "prev-check"
    /// A command that the log holds is carried out again under another name.
    case uniqueCommand = "unique-command"
    /// Commits do not wait for the disk.
    case fullSync = "full-sync"

    private static let variable = "OPS_SABOTAGE"

    #if DEBUG
    private static let taken = ProcessInfo.processInfo.environment[variable].flatMap { Sabotage(rawValue: $0) }

    static func takes(_ promise: Sabotage) -> Bool { taken == promise }
    #else
    @inline(__always) static func takes(_ promise: Sabotage) -> Bool { false }
    #endif

    /// - Throws: `StoreError.unavailable` where somebody asks for what this build does not do.
    static func check() throws {
        guard let asked = ProcessInfo.processInfo.environment[variable], !asked.isEmpty else { return }
        #if DEBUG
        guard let taken else { throw StoreError.unavailable("\(variable)=\(asked) is no promise of the store") }
        FileHandle.standardError.write(Data("SABOTAGED: this process runs without \(taken.rawValue)\n".utf8))
        #else
        throw StoreError.unavailable("\(variable) is set; only debug builds can be sabotaged")
        #endif
    }
}
