import Foundation

/// The checkout these tests were built from.
enum Repository {
    struct File: Sendable {
        /// From the root: `Shared/OpsDomain/Decider.swift`.
        let path: String
        let text: String
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Every text file of ours: not what was built, fetched or written at run time.
    static let files: [File] = {
        let skipped: Set = [".git", ".venv", "node_modules"]
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        else { return [] }
        var found: [File] = []
        for case let url as URL in walk {
            let path = String(url.path.dropFirst(root.path.count + 1))
            if skipped.contains(path) || path.hasPrefix(".build") || (path.hasPrefix("data") && !path.contains("/")) {
                walk.skipDescendants()
            } else if let text = try? String(contentsOf: url, encoding: .utf8) {
                found.append(File(path: path, text: text))
            }
        }
        return found.sorted { $0.path < $1.path }
    }()

    static var swiftFiles: [File] { files.filter { $0.path.hasSuffix(".swift") && $0.path != "Package.swift" } }

    /// Everything in the tree that breaks a rule.
    static func violations(of rule: Rule, in files: [File] = swiftFiles) -> [String] {
        files.flatMap { file in rule(file.path, file.text).map { "\(file.path): \($0)" } }
    }
}

/// What a file at a path breaks with its text; empty where it keeps the rule.
typealias Rule = @Sendable (_ path: String, _ text: String) -> [String]
