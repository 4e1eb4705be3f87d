public import Foundation

/// What parsers are known to stumble over.
public enum Words {
    public static let json = texts([
        "null", "true", "-1", "0", "1e999", "-0.0", "1.5", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "253402300800000", "-62135596800001", "99999999999999999999999999", "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\u{202E}站区\"", "\"0000-00-00\"", "\"9999-12-31\"", "\"0001-01-01\"",
        "\"9999-q4\"", "\"+026-+1\"", "\"24:00\"", "[]", "{}", "[[[[]]]]", "{\"a\":{\"a\":1}}", "\\", "\"", "}", "]",
    ])
    public static let text = texts([
        "", " ", "\u{0}", "%", "%0", "%00", "%ff", "%F0%9F%92%A9", "+", "\r\n", "\u{202E}", "e\u{301}", "💩",
        "9223372036854775807", "-9223372036854775808", "\"", "W/", "*", ";q=", "=", "&", ";", ",", "..", "\u{FFFF}",
    ])
    public static let multipart = texts([
        "\r\n--x\r\n", "--x--", "\r\n\r\n", "Content-Disposition: form-data; name=\"a\"", "; filename=\"\"",
        "; filename*=UTF-8''a", "; name=b", "\"", "--x",
    ])
    /// Alone, not as parts: deep nesting, much of one thing, broken encodings.
    public static let whole: [Data] = [
        Data(String(repeating: "[", count: 100_000).utf8), Data(String(repeating: "{\"a\":", count: 100_000).utf8),
        Data((String(repeating: "[", count: 400) + String(repeating: "]", count: 400)).utf8), Data(count: 4_096),
        Data(repeating: 0xFF, count: 4_096), Data([0xED, 0xA0, 0x80]), Data([0xFE, 0xFF, 0, 0x7B]),
        Data([0xEF, 0xBB, 0xBF]),
        Data("\"\(String(repeating: "大", count: 350_000))\"".utf8), Data(String(repeating: "9", count: 100_000).utf8),
        Data(String(repeating: "a=1&", count: 4_000).utf8), Data(String(repeating: "%41", count: 20_000).utf8),
    ]

    private static func texts(_ texts: [String]) -> [Data] { texts.map { Data($0.utf8) } }
}
