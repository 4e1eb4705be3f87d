// The elements of HTML that pages are made of; `a` is `link`, `h1` belongs to the page head, `svg` to the charts.

public func div(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("div", attributes, content())
}

public func p(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("p", attributes, content())
}

public func span(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("span", attributes, content())
}

public func section(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("section", attributes, content())
}

public func article(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("article", attributes, content())
}

public func header(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("header", attributes, content())
}

public func footer(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("footer", attributes, content())
}

public func nav(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("nav", attributes, content())
}

public func main(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("main", attributes, content())
}

public func aside(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("aside", attributes, content())
}

public func h2(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("h2", attributes, content())
}

public func h3(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("h3", attributes, content())
}

public func h4(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("h4", attributes, content())
}

public func ul(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("ul", attributes, content())
}

public func ol(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("ol", attributes, content())
}

public func li(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("li", attributes, content())
}

public func dl(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("dl", attributes, content())
}

public func dt(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("dt", attributes, content())
}

public func dd(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("dd", attributes, content())
}

public func strong(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("strong", attributes, content())
}

public func small(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("small", attributes, content())
}

public func del(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("del", attributes, content())
}

public func ins(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("ins", attributes, content())
}

public func code(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("code", attributes, content())
}

public func table(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("table", attributes, content())
}

public func caption(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("caption", attributes, content())
}

public func thead(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("thead", attributes, content())
}

public func tbody(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("tbody", attributes, content())
}

public func tfoot(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("tfoot", attributes, content())
}

public func tr(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("tr", attributes, content())
}

public func th(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("th", attributes, content())
}

public func td(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("td", attributes, content())
}

public func figure(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("figure", attributes, content())
}

public func figcaption(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("figcaption", attributes, content())
}

public func details(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("details", attributes, content())
}

public func summary(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("summary", attributes, content())
}

public func form(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("form", attributes, content())
}

public func fieldset(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("fieldset", attributes, content())
}

public func legend(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("legend", attributes, content())
}

public func label(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("label", attributes, content())
}

public func select(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("select", attributes, content())
}

public func option(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("option", attributes, content())
}

public func textarea(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("textarea", attributes, content())
}

public func button(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("button", attributes, content())
}

public func output(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) -> HTML {
    .element("output", attributes, content())
}

/// `<a href>`.
public func link(_ address: String, _ attributes: Attribute?..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("a", [.href(address)] + attributes, content())
}

public func link(_ address: String, _ text: String, _ attributes: Attribute?...) -> HTML {
    .element("a", [.href(address)] + attributes, HTML(text))
}

/// `<input>`; fields of forms are components (`TextField` …), this is for what they do not cover.
public func input(_ attributes: Attribute?...) -> HTML { .element("input", attributes, HTML()) }

public func img(_ source: String, alt: String, width: Int, height: Int, _ attributes: Attribute?...) -> HTML {
    let size: [Attribute?] = Attribute.size(width: width, height: height)
    return .element("img", [.src(source), .alt(alt), Attribute("loading", "lazy")] + size + attributes, HTML())
}

public func br() -> HTML { .element("br", [], HTML()) }
/// Read aloud, not seen.
public func unseen(_ text: String) -> HTML { .element("span", [.class("unseen")], HTML(text)) }
