public import OpsContracts

/// The two static files each service serves under its own prefix; the name changes with the content, so both are
/// cached for a year and a team ships its own version.
public enum ConsoleAssets {
    public struct File: Sendable {
        /// `ops.0f3a….css`, to be served at `/<service>/assets/<name>`.
        public let name: String
        public let contentType: String
        public let bytes: [UInt8]
        public let cacheControl = "public, max-age=31536000, immutable"
    }

    public static let css = File("css", "text/css; charset=utf-8", OpsCSS.text)
    public static let js = File("js", "text/javascript; charset=utf-8", OpsJS.text)
    public static let all = [css, js]

    public static func path(_ file: File, of service: ServiceName) -> String {
        "/\(service.rawValue)/assets/\(file.name)"
    }
}

extension ConsoleAssets.File {
    init(_ ending: String, _ contentType: String, _ text: String) {
        bytes = Array(text.utf8)
        name = "ops.\(Self.digest(bytes)).\(ending)"
        self.contentType = contentType
    }

    /// FNV-1a, 64 bit: it names a version, it protects nothing.
    private static func digest(_ bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let hex = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - hex.count) + hex
    }
}
