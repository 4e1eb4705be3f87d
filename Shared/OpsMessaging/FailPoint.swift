import Foundation
import Glibc
import Synchronization

/// Named places where a crash test ends the process: `BUS_CRASH_AT=after-commit:3` exits at the third pass.
///
/// Unset, a pass costs one comparison.
public enum FailPoint {
    private static let target: (name: String, pass: Int)? = {
        guard let text = ProcessInfo.processInfo.environment["BUS_CRASH_AT"] else { return nil }
        let parts = text.split(separator: ":")
        guard let name = parts.first, let pass = parts.count > 1 ? Int(parts[1]) : 1 else { return nil }
        return (String(name), pass)
    }()
    private static let passes = Atomic<Int>(0)

    public static func reach(_ name: StaticString) {
        guard let target, target.name == "\(name)" else { return }
        // 137 is what a kill -9 leaves, so a driver treats both alike.
        if passes.add(1, ordering: .relaxed).newValue == target.pass { _exit(137) }
    }
}
