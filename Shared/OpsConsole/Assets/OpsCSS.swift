/// The one style sheet of every service.
package enum OpsCSS {
    package static let text = Tokens.css + base + layout + parts + charts + wall + print
}
