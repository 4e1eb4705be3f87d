import Foundation
import OpsContracts
import Testing

/// The frozen JSON of one fact type, as it stood on the bus when the type was first published, or, in
/// `<type>+<field>.json`, when an optional field was added to it.
struct Golden {
    var type: FactType
    var data: Data

    static var all: [Golden] {
        get throws {
            let folder = try #require(Bundle.module.url(forResource: "Goldens", withExtension: nil))
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "json" }
                .map { url in
                    let name = url.deletingPathExtension().lastPathComponent
                    return Golden(
                        type: FactType(rawValue: String(name.prefix { $0 != "+" })), data: try Data(contentsOf: url))
                }
                .sorted { $0.type.rawValue < $1.type.rawValue }
        }
    }

    var json: NSObject { get throws { try Self.parse(data) } }

    static func parse(_ data: Data) throws -> NSObject {
        try #require(JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) as? NSObject)
    }
}

/// Where `value` does not hold everything that `golden` holds: paths such as `targets[0].due`.
func losses(of golden: NSObject, in value: NSObject?, at path: String = "$") -> [String] {
    switch (golden, value) {
    case (let golden as [String: NSObject], let value as [String: NSObject]):
        golden.sorted { $0.key < $1.key }.flatMap { losses(of: $0.value, in: value[$0.key], at: "\(path).\($0.key)") }
    case (let golden as [NSObject], let value as [NSObject]) where golden.count == value.count:
        golden.indices.flatMap { losses(of: golden[$0], in: value[$0], at: "\(path)[\($0)]") }
    case (_, let value?) where golden == value: []
    default: [path]
    }
}
