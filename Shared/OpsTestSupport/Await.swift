/// Waits for a condition that another task brings about, looking again after every turn of the scheduler.
///
/// - Returns: false after `seconds`, so that a test fails with a reason instead of hanging.
public func eventually(within seconds: Int = 20, _ condition: @Sendable () async throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        // Gives the core away; nothing is assumed to have happened after it.
        try await Task.sleep(for: .milliseconds(2))
    }
    return false
}
