/// Swift source without its string literals, and without its comments where only code matters.
///
/// A scanner, not a parser: an interpolation goes with the string around it.
struct SwiftText {
    let code: String
    let codeAndComments: String

    init(_ source: String) {
        var scanner = Scanner(rest: source[...])
        scanner.run()
        (code, codeAndComments) = (scanner.code, scanner.codeAndComments)
    }

    private struct Scanner {
        var rest: Substring
        var code = ""
        var codeAndComments = ""

        mutating func run() {
            while !rest.isEmpty {
                if rest.hasPrefix("//") {
                    skipComment(to: "\n")
                } else if rest.hasPrefix("/*") {
                    skipComment(to: "*/")
                } else if let quote = openingQuote() {
                    skipString(quote)
                } else {
                    let character = rest.removeFirst()
                    code.append(character)
                    codeAndComments.append(character)
                }
            }
        }

        /// `"`, `"""`, `#"` … with which a string starts here.
        private func openingQuote() -> String? {
            let hashes = String(rest.prefix { $0 == "#" })
            let afterHashes = rest.dropFirst(hashes.count)
            if afterHashes.hasPrefix("\"\"\"") { return hashes + "\"\"\"" }
            return afterHashes.hasPrefix("\"") ? hashes + "\"" : nil
        }

        private mutating func skipComment(to end: String) {
            while !rest.isEmpty, !rest.hasPrefix(end) { codeAndComments.append(rest.removeFirst()) }
            if end == "*/" { rest = rest.dropFirst(2) }
        }

        private mutating func skipString(_ quote: String) {
            let hashes = quote.filter { $0 == "#" }
            let end = quote.filter { $0 == "\"" } + hashes
            let escape = "\\" + hashes
            rest = rest.dropFirst(quote.count)
            while !rest.isEmpty, !rest.hasPrefix(end) {
                if rest.hasPrefix(escape + "(") {
                    skipInterpolation(escape.count + 1)
                } else {
                    rest = rest.dropFirst(rest.hasPrefix(escape) ? escape.count + 1 : 1)
                }
            }
            rest = rest.dropFirst(end.count)
            code += "\"\""
            codeAndComments += "\"\""
        }

        private mutating func skipInterpolation(_ opening: Int) {
            rest = rest.dropFirst(opening)
            var depth = 1
            while depth > 0, !rest.isEmpty {
                if let quote = openingQuote() {
                    var inner = Scanner(rest: rest)
                    inner.skipString(quote)
                    rest = inner.rest
                    continue
                }
                switch rest.removeFirst() {
                case "(": depth += 1
                case ")": depth -= 1
                default: break
                }
            }
        }
    }
}
