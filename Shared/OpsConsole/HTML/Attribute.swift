/// An attribute of an element. There is no way to make `style`, an event handler or a `javascript:` address.
public struct Attribute: Sendable, Equatable {
    let name: String
    /// Nil for an attribute that is merely there: `disabled`.
    let value: String?

    init(_ name: String, _ value: String?) {
        self.name = name
        self.value = value
    }

    func write(to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: " "))
        buffer.append(contentsOf: name.utf8)
        guard let value else { return }
        buffer.append(contentsOf: "=\"".utf8)
        Escaping.write(value, to: &buffer)
        buffer.append(UInt8(ascii: "\""))
    }
}

extension Attribute {
    public static func `class`(_ names: String) -> Self { Self("class", names) }
    public static func id(_ id: String) -> Self { Self("id", id) }
    public static func role(_ role: String) -> Self { Self("role", role) }
    public static func title(_ text: String) -> Self { Self("title", text) }
    public static func lang(_ tag: String) -> Self { Self("lang", tag) }
    public static func tabindex(_ index: Int) -> Self { Self("tabindex", String(index)) }
    public static func datetime(_ value: String) -> Self { Self("datetime", value) }
    public static let hidden = Self("hidden", nil)
    public static let open = Self("open", nil)

    /// A relative address, or `https:`, `tel:`, `mailto:`. Anything else becomes `#`: no stored text runs as code.
    public static func href(_ address: String) -> Self { Self("href", SafeAddress.checked(address)) }
    /// Opens elsewhere without telling where from.
    public static let external = Self("rel", "noopener noreferrer")

    /// `data-…`: what the script reads. The name is lower-case letters and hyphens; other characters are dropped.
    public static func data(_ name: String, _ value: String = "") -> Self { Self("data-" + plain(name), value) }
    /// `aria-…`.
    public static func aria(_ name: String, _ value: String) -> Self { Self("aria-" + plain(name), value) }

    // Forms
    public static func action(_ address: String) -> Self { Self("action", SafeAddress.checked(address)) }
    public static func method(_ method: FormMethod) -> Self { Self("method", method.rawValue) }
    public static func type(_ type: String) -> Self { Self("type", type) }
    public static func name(_ name: String) -> Self { Self("name", name) }
    public static func value(_ value: String) -> Self { Self("value", value) }
    public static func `for`(_ id: String) -> Self { Self("for", id) }
    public static func form(_ id: String) -> Self { Self("form", id) }
    public static func placeholder(_ text: String) -> Self { Self("placeholder", text) }
    public static func inputmode(_ mode: String) -> Self { Self("inputmode", mode) }
    public static func autocomplete(_ kind: String) -> Self { Self("autocomplete", kind) }
    public static func maxlength(_ count: Int) -> Self { Self("maxlength", String(count)) }
    public static func rows(_ count: Int) -> Self { Self("rows", String(count)) }
    public static let checked = Self("checked", nil)
    public static let selected = Self("selected", nil)
    public static let disabled = Self("disabled", nil)
    public static func accept(_ types: String) -> Self { Self("accept", types) }
    /// The camera at the back, not the album.
    public static let capture = Self("capture", "environment")
    /// A form that carries files.
    public static let multipart = Self("enctype", "multipart/form-data")
    public static let multiple = Self("multiple", nil)
    public static let novalidate = Self("novalidate", nil)

    // Tables and pictures
    public static func scope(_ scope: String) -> Self { Self("scope", scope) }
    public static func colspan(_ count: Int) -> Self { Self("colspan", String(count)) }
    public static func src(_ address: String) -> Self { Self("src", SafeAddress.checked(address)) }
    public static func alt(_ text: String) -> Self { Self("alt", text) }
    public static func size(width: Int, height: Int) -> [Self] {
        [Self("width", String(width)), Self("height", String(height))]
    }

    private static func plain(_ name: String) -> String {
        name.filter { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }
}

public enum FormMethod: String, Sendable {
    case get, post
}

enum SafeAddress {
    static func checked(_ address: String) -> String {
        if address.hasPrefix("//") || address.contains("\\") { return "#" }
        for allowed in ["/", "?", "#", "https://", "tel:", "mailto:"] where address.hasPrefix(allowed) {
            return address
        }
        return "#"
    }
}
