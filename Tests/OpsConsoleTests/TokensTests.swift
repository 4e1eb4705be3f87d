import OpsConsole
import Testing

struct TokensTests {
    private static let themes: [(name: String, value: @Sendable (Tokens.Colour) -> String)] = [
        ("light", { $0.light }), ("dark", { $0.dark }),
    ]

    private func contrast(_ one: String, _ other: String, _ theme: Int) throws -> Double {
        func luminance(_ name: String) throws -> Double {
            let colour = try #require(Tokens.all.first { $0.name == name }, "no token \(name)")
            let hex = Self.themes[theme].value(colour).dropFirst()
            let parts = try stride(from: 0, to: 6, by: 2).map { offset -> Double in
                let start = hex.index(hex.startIndex, offsetBy: offset)
                let byte = try #require(Int(hex[start..<hex.index(start, offsetBy: 2)], radix: 16))
                let share = Double(byte) / 255
                return share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (a, b) = (try luminance(one), try luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// x^2.4 without Foundation: x² × the fifth root of x².
    private func power(_ x: Double) -> Double {
        let square = x * x
        var root = 0.5
        for _ in 0..<60 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
        return square * root
    }

    @Test(arguments: [0, 1], ["ink", "ink2", "ink3", "brand", "brand-2"])
    func `every text colour reads on every ground`(_ theme: Int, _ text: String) throws {
        for ground in ["surface", "bg", "sunken"] {
            #expect(try contrast(text, ground, theme) >= 4.5, "\(text) on \(ground), \(Self.themes[theme].name)")
        }
    }

    @Test(arguments: [0, 1], ["edge", "focus"])
    func `what can be pressed has a border that is seen`(_ theme: Int, _ border: String) throws {
        for ground in ["surface", "bg", "sunken"] { #expect(try contrast(border, ground, theme) >= 3) }
    }

    @Test(arguments: [0, 1], Tokens.hueNames)
    func `a hue's text reads on its ground, and words read on its fill`(_ theme: Int, _ hue: String) throws {
        #expect(try contrast("\(hue)-t", "\(hue)-s", theme) >= 4.5)
        #expect(try contrast("\(hue)-t", "surface", theme) >= 4.5)
        #expect(try contrast("\(hue)-x", "on-x", theme) >= 4.5)
        #expect(try contrast("\(hue)-x", "surface", theme) >= 3)
        #expect(try contrast("\(hue)-x", "bg", theme) >= 3)
        #expect(try contrast("ink", "\(hue)-s", theme) >= 4.5)
    }

    @Test(arguments: [0, 1])
    func `figures read on all six heats, and buttons on the brand`(_ theme: Int) throws {
        for heat in 0...3 { #expect(try contrast("ink", "h\(heat)", theme) >= 4.5, "h\(heat)") }
        for heat in 4...5 { #expect(try contrast("on-x", "h\(heat)", theme) >= 4.5, "h\(heat)") }
        #expect(try contrast("on-brand", "brand", theme) >= 4.5)
        #expect(try contrast("ink", "brand-soft", theme) >= 4.5)
    }

    @Test func `the computation agrees with the printed figures of the guide`() throws {
        #expect(abs(try contrast("ink", "surface", 0) - 16.5) < 0.1)
        #expect(abs(try contrast("edge", "bg", 1) - 4.8) < 0.1)
    }
}
