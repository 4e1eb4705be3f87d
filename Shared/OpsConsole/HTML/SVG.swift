/// The few shapes our charts are drawn with. Lengths are attributes and colours are classes, because the page's
/// Content-Security-Policy forbids `style`.
enum SVG {
    /// A picture that says nothing the text beside it does not say.
    static func decoration(_ names: String, _ viewBox: String, stretched: Bool = false, _ shapes: [HTML]) -> HTML {
        .element(
            "svg",
            [
                .class(names), Attribute("viewBox", viewBox), .aria("hidden", "true"), Attribute("focusable", "false"),
                stretched ? Attribute("preserveAspectRatio", "none") : nil,
            ], HTML(shapes))
    }

    /// A picture with a sentence for those who do not see it.
    static func picture(
        _ names: String, _ viewBox: String, says label: String, stretched: Bool = false, _ shapes: [HTML]
    ) -> HTML {
        .element(
            "svg",
            [
                .class(names), Attribute("viewBox", viewBox), .role("img"), .aria("label", label),
                stretched ? Attribute("preserveAspectRatio", "none") : nil,
            ], HTML(shapes))
    }

    static func rect(_ names: String, x: Int, y: Int, width: Int, height: Int) -> HTML {
        .element(
            "rect",
            [
                .class(names), Attribute("x", String(x)), Attribute("y", String(y)),
                Attribute("width", String(max(0, width))), Attribute("height", String(max(0, height))),
            ], HTML())
    }

    static func path(_ names: String, _ d: String) -> HTML {
        .element("path", [.class(names), Attribute("d", d)], HTML())
    }

    static func circle(_ names: String, x: Int, y: Int, radius: Int) -> HTML {
        .element(
            "circle",
            [
                .class(names), Attribute("cx", String(x)), Attribute("cy", String(y)), Attribute("r", String(radius)),
            ], HTML())
    }

    static func text(_ names: String, x: Int, y: Int, _ words: String) -> HTML {
        .element(
            "text", [.class(names), Attribute("x", String(x)), Attribute("y", String(y))], HTML(words))
    }

    static func use(_ glyph: Glyph, _ names: String = "g") -> HTML {
        decoration(names, "0 0 16 16", [.element("use", [Attribute("href", "#g-\(glyph.rawValue)")], HTML())])
    }
}
