/// Something that draws itself: a chip, a table, a whole section of a service's page.
public protocol Component {
    @HTMLBuilder var html: HTML { get }
}

/// Lists elements, components and text one under the other; the only result builder of the code base.
@resultBuilder
public enum HTMLBuilder {
    public static func buildExpression(_ html: HTML) -> HTML { html }
    public static func buildExpression(_ html: HTML?) -> HTML { html ?? HTML() }
    public static func buildExpression(_ component: some Component) -> HTML { component.html }
    public static func buildExpression(_ component: (some Component)?) -> HTML { component?.html ?? HTML() }
    public static func buildExpression(_ text: String) -> HTML { HTML(text) }
    public static func buildExpression(_ parts: [HTML]) -> HTML { HTML(parts) }
    public static func buildExpression(_ parts: [some Component]) -> HTML { HTML(parts.map(\.html)) }
    public static func buildBlock(_ parts: HTML...) -> HTML { HTML(parts) }
    public static func buildOptional(_ part: HTML?) -> HTML { part ?? HTML() }
    public static func buildEither(first part: HTML) -> HTML { part }
    public static func buildEither(second part: HTML) -> HTML { part }
    public static func buildArray(_ parts: [HTML]) -> HTML { HTML(parts) }
}
