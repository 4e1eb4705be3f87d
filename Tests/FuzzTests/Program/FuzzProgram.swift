import Foundation
import FuzzProperties
import Glibc
import Synchronization

// One property under libFuzzer, which ends the process where it does not hold: `make fuzz-guided NAME=facts`.
// Built only with OPS_FUZZ set, with `--sanitize=fuzzer`: its `main` is libFuzzer's own.

/// The property that `FUZZ_NAME` chooses, once it is open.
private let opened: FuzzProperty.Opened = wait {
    let name = ProcessInfo.processInfo.environment["FUZZ_NAME"] ?? ""
    guard let property = FuzzProperty.all.first(where: { $0.name == name }) else {
        end("FUZZ_NAME is one of: " + FuzzProperty.all.map(\.name).joined(separator: " "))
    }
    do { return try await property.open() } catch { end("\(name) does not start: \(error)") }
}

/// Opens the property and writes its good inputs to the folder `FUZZ_CORPUS`, before libFuzzer reads it.
@_cdecl("LLVMFuzzerInitialize") public func begin(
    _ count: UnsafeMutablePointer<CInt>?, _ words: UnsafeMutableRawPointer?
) -> CInt {
    // Opened here, so that it does not count as the first input's time.
    let samples = opened.samples
    guard let folder = ProcessInfo.processInfo.environment["FUZZ_CORPUS"] else { return 0 }
    for (index, sample) in samples.enumerated() {
        do { try sample.write(to: URL(filePath: "\(folder)/sample-\(index)")) } catch { end("\(folder): \(error)") }
    }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput") public func attempt(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Data(UnsafeBufferPointer(start: start, count: count))
    let error: (any Error)? = wait {
        do { try await opened.check(input) } catch { return error }
        return nil
    }
    if let error { end("\(error)") }
    return 0
}

private func end(_ words: String) -> Never {
    FileHandle.standardError.write(Data((words + "\n").utf8))
    abort()
}

/// libFuzzer asks on a thread of its own and cannot await.
private func wait<T: Sendable>(_ work: @escaping @Sendable () async -> T) -> T {
    let answer = Answer<T>()
    Task { answer.give(await work()) }
    return answer.wait()
}

private final class Answer<T: Sendable>: Sendable {
    private let come = NSCondition()
    private let value = Mutex<T?>(nil)

    func give(_ given: T) {
        come.withLock {
            value.withLock { $0 = given }
            come.signal()
        }
    }

    func wait() -> T {
        come.withLock {
            while true {
                if let value = value.withLock(\.self) { return value }
                come.wait()
            }
        }
    }
}
