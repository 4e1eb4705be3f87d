/// The colours of both themes (console.md §3.1, 3.2). Stated here once: the style sheet is written from them and a test
/// computes their contrasts.
package enum Tokens {
    /// A colour's name and its value in the light and in the dark theme.
    package struct Colour: Sendable {
        package let name: String
        package let light: String
        package let dark: String

        init(_ name: String, _ light: String, _ dark: String) {
            self.name = name
            self.light = light
            self.dark = dark
        }
    }

    package static let neutrals: [Colour] = [
        Colour("surface", "#FFFFFF", "#171C23"), Colour("bg", "#F4F6F8", "#0F1318"),
        Colour("sunken", "#EAEEF2", "#0B0E12"), Colour("ink", "#1A1F27", "#E8ECF1"),
        Colour("ink2", "#465060", "#B6BFCA"), Colour("ink3", "#5C6675", "#95A0AD"),
        Colour("edge", "#76818F", "#76838F"), Colour("line", "#D3D9E0", "#2D3642"),
        Colour("brand", "#1553B5", "#8AB6FF"), Colour("brand-2", "#0E3F8C", "#B0CEFF"),
        Colour("on-brand", "#FFFFFF", "#0B1526"), Colour("brand-soft", "#E6EEFB", "#16294A"),
        Colour("focus", "#0B57D0", "#9CC2FF"), Colour("float", "#FFFFFF", "#1F262F"),
        Colour("on-x", "#FFFFFF", "#0B0E12"),
    ]

    /// Text `-t`, soft ground `-s`, fill `-x` per hue.
    package static let hues: [Colour] = [
        Colour("grey-t", "#465060", "#B6BFCA"), Colour("grey-s", "#E8ECF1", "#262E38"),
        Colour("grey-x", "#5C6675", "#95A0AD"),
        Colour("blue-t", "#12499E", "#A3C7FF"), Colour("blue-s", "#E3ECFB", "#16294A"),
        Colour("blue-x", "#1F63CC", "#5C98F6"),
        Colour("green-t", "#14623A", "#8BDBA8"), Colour("green-s", "#E0F3E7", "#10301F"),
        Colour("green-x", "#1B7A45", "#43B877"),
        Colour("amber-t", "#7A4500", "#FFC870"), Colour("amber-s", "#FFEFD1", "#38260A"),
        Colour("amber-x", "#A85600", "#E39A36"),
        Colour("red-t", "#A0141F", "#FFA3A3"), Colour("red-s", "#FDE7E7", "#45171B"),
        Colour("red-x", "#C41E2B", "#F26C74"),
        Colour("violet-t", "#58379A", "#CDB8FF"), Colour("violet-s", "#EEE8FA", "#2C2149"),
        Colour("violet-x", "#6F45BA", "#A585F2"),
    ]

    /// One hue; stronger always means "needs attention".
    package static let heat: [Colour] = [
        Colour("h0", "#FFFFFF", "#171C23"), Colour("h1", "#FDEEDC", "#2B2013"), Colour("h2", "#F9D3AB", "#4A2F10"),
        Colour("h3", "#F0AE70", "#7A4A12"), Colour("h4", "#B85A12", "#D98B3A"), Colour("h5", "#7C3408", "#FFC98A"),
    ]

    package static let hueNames = ["grey", "blue", "green", "amber", "red", "violet"]
    package static var all: [Colour] { neutrals + hues + heat }

    static let css: String = {
        let light = all.map { "--\($0.name):\($0.light)" }.joined(separator: ";") + ";color-scheme:light"
        let dark = all.map { "--\($0.name):\($0.dark)" }.joined(separator: ";") + ";color-scheme:dark"
        let tones = hueNames.map { ".\($0){--t:var(--\($0)-t);--s:var(--\($0)-s);--x:var(--\($0)-x)}" }.joined()
        return """
            :root,[data-theme="light"]{\(light)}
            @media(prefers-color-scheme:dark){:root:not([data-theme="light"]){\(dark)}}
            [data-theme="dark"]{\(dark)}
            @media(prefers-contrast:more){:root,[data-theme]{--line:var(--edge)}}
            \(tones)

            """
    }()
}
