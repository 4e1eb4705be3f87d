import Foundation
import FuzzProperties
import Glibc
import Testing

/// Runs a property over many inputs: the corpus of found cases, the good ones and what is known to be hard first, then what the
/// mutator makes.
///
/// By default half a second's worth, at most `count`, of a fixed seed. `FUZZ_SECONDS` runs each property that long on a new seed
/// (`FUZZ_SEED` to repeat one); how many inputs were tried of which seed is said either way. The input that is being tried lies in
/// `fuzz-<name>.input` of the temporary directory: where the process ends, that is the case to put into `Corpus/<name>/`.
enum Fuzz {
    static let seconds = ProcessInfo.processInfo.environment["FUZZ_SECONDS"].flatMap { Double($0) }
    static let seed =
        ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) }
        ?? (seconds == nil ? 20_260_101 : UInt64.random(in: 0..<1_000_000))

    static func run(_ property: FuzzProperty, count: Int = 4_000) async throws {
        let opened = try await property.open()
        try await run(
            property.name, count: count, samples: opened.samples, words: property.words, property: opened.check)
        await opened.close()
    }

    /// - Parameters:
    ///   - count: inputs at most, without `FUZZ_SECONDS`.
    ///   - property: what it throws is recorded as an issue.
    static func run(
        _ name: String, count: Int, samples: [Data], words: [Data] = Words.json, property: (Data) async throws -> Void
    ) async throws {
        try #require(!samples.isEmpty)
        let trace = try Trace(name)
        func attempt(_ input: Data) async {
            trace.hold(input)
            do { try await property(input) } catch { Issue.record("\(name), seed \(seed): \(error)") }
        }
        for input in try corpus(name) + samples + Words.whole { await attempt(input) }
        var mutator = Mutator(seed: seed)
        let end = ContinuousClock.now + .seconds(seconds ?? 0.5)
        var tried = 0
        while ContinuousClock.now < end, seconds != nil || tried < count {
            await attempt(mutator.input(from: samples, words))
            tried += 1
        }
        FileHandle.standardError.write(Data("fuzz \(name): \(tried) inputs of seed \(seed)\n".utf8))
        trace.remove()
    }

    /// Inputs that once went wrong.
    static func corpus(_ name: String) throws -> [Data] {
        let folder = try #require(Bundle.module.url(forResource: "Corpus", withExtension: nil)).appending(path: name)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }.map { try Data(contentsOf: $0) }
    }
}

/// The input that is being tried, in a file that stays open: opening it anew cost more than most decoders.
private struct Trace {
    private let file: URL
    private let handle: FileHandle

    init(_ name: String) throws {
        file = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(name).input")
        try Data().write(to: file)
        handle = try FileHandle(forWritingTo: file)
    }

    func hold(_ input: Data) {
        ftruncate(handle.fileDescriptor, 0)
        _ = input.withUnsafeBytes { pwrite(handle.fileDescriptor, $0.baseAddress, $0.count, 0) }
    }

    func remove() {
        try? handle.close()
        try? FileManager.default.removeItem(at: file)
    }
}
