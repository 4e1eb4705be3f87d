import Foundation
import Testing

/// Runs a property over many inputs: the corpus of found cases first, then what the mutator makes.
///
/// By default a counted number of inputs of a fixed seed. `FUZZ_SECONDS` runs each property that long on a seed that is printed
/// (`FUZZ_SEED` to repeat it). The input that is being tried lies in `fuzz-<name>.input` of the temporary directory: where the
/// process ends, that is the case to put into `Corpus/<name>/`.
enum Fuzz {
    static let seconds = ProcessInfo.processInfo.environment["FUZZ_SECONDS"].flatMap { Double($0) }
    static let seed =
        ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) }
        ?? (seconds == nil ? 20_260_101 : UInt64.random(in: 0..<1_000_000))

    /// - Parameters:
    ///   - count: inputs without `FUZZ_SECONDS`.
    ///   - property: throws nothing; what does not hold is recorded as an issue.
    static func run(
        _ name: String, count: Int, samples: [Data], words: [Data] = Words.json, property: (Data) async throws -> Void
    ) async throws {
        try #require(!samples.isEmpty)
        let trace = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(name).input")
        func attempt(_ input: Data) async throws {
            try input.write(to: trace)
            try await property(input)
        }
        for input in try corpus(name) + samples + Words.whole { try await attempt(input) }
        var mutator = Mutator(seed: seed)
        let end = seconds.map { ContinuousClock.now + .seconds($0) }
        var tried = 0
        while end.map({ ContinuousClock.now < $0 }) ?? (tried < count) {
            try await attempt(mutator.input(from: samples, words))
            tried += 1
        }
        if seconds != nil { FileHandle.standardError.write(Data("fuzz \(name): \(tried) inputs, seed \(seed)\n".utf8)) }
        try FileManager.default.removeItem(at: trace)
    }

    /// Inputs that once went wrong.
    static func corpus(_ name: String) throws -> [Data] {
        let folder = try #require(Bundle.module.url(forResource: "Corpus", withExtension: nil)).appending(path: name)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }.map { try Data(contentsOf: $0) }
    }

    /// What to say of an input that broke a property.
    static func shown(_ input: Data) -> String { String(decoding: input.prefix(600), as: UTF8.self) }

    /// The golden facts, by type.
    static func goldens() throws -> [(name: String, data: Data)] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "OpsContractsTests/Goldens")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
            .map { ($0.deletingPathExtension().lastPathComponent, try Data(contentsOf: $0)) }
    }
}
