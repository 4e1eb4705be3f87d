public import Foundation

/// What must hold of every input to one decoder, whatever the bytes. Tried by `FuzzTests` with a seeded generator and by the
/// `fuzz` program with libFuzzer.
public struct FuzzProperty: Sendable {
    /// Ready to be tried.
    public struct Opened: Sendable {
        /// Good inputs, to make bad ones of.
        public let samples: [Data]
        /// Throws `Broken`, or whatever else it should not.
        public let check: @Sendable (Data) async throws -> Void
        public let close: @Sendable () async -> Void

        public init(
            _ samples: [Data], close: @escaping @Sendable () async -> Void = {},
            check: @escaping @Sendable (Data) async throws -> Void
        ) {
            (self.samples, self.check, self.close) = (samples, check, close)
        }
    }

    public let name: String
    /// Pieces that parsers of this kind are known to stumble over.
    public let words: [Data]
    public let open: @Sendable () async throws -> Opened

    public init(_ name: String, words: [Data], open: @escaping @Sendable () async throws -> Opened) {
        (self.name, self.words, self.open) = (name, words, open)
    }

    public static let all =
        contracts + [
            tokens, claims, cursors, requests, forms, multipart, settings, robotAnswers, routes,
        ]
}

/// An input for which a property does not hold.
public struct Broken: Error, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}

/// - Throws: `Broken` with the words and the beginning of the input.
func hold(_ holds: Bool, _ words: @autoclosure () -> String, _ input: Data) throws {
    guard !holds else { return }
    throw Broken("\(words()): \(String(decoding: input.prefix(600), as: UTF8.self))")
}

func samples(_ texts: [String]) -> [Data] { texts.map { Data($0.utf8) } }

/// The golden facts, by type.
public enum Goldens {
    public static func all() throws -> [(name: String, data: Data)] {
        let folder = tests.appending(path: "OpsContractsTests/Goldens")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
            .map { ($0.deletingPathExtension().lastPathComponent, try Data(contentsOf: $0)) }
    }

    static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
