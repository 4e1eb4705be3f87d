import AssetsDomain
import Foundation
import OpsContracts
import OpsSQLite

/// Search by pairs of characters: Chinese has no spaces to split words at, and a pair is found by index.
enum LedgerSearch {
    /// What is searched of an item, in lower case, columns parted by a space.
    static func text(_ item: ItemID, _ values: [ItemField: String]) -> String {
        let columns: [ItemField] = [.name, .subSite, .place, .brand, .model, .serial]
        return ([item.rawValue] + columns.compactMap { values[$0] }).joined(separator: " ").lowercased()
    }

    static func grams(_ text: String) -> Set<String> {
        Set(zip(text, text.dropFirst()).map { String([$0, $1]) })
    }

    /// The clauses that find `words` by index, and their values; at most 8 pairs are looked up, the rest is compared.
    static func clauses(_ words: String) -> (sql: [String], values: [any SQLConvertible]) {
        let text = words.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        let pairs = grams(text).sorted().prefix(8)
        if pairs.isEmpty {
            let range = "item IN (SELECT item FROM {ledgerGram} WHERE gram >= ? AND gram < ?)"
            return text.isEmpty ? ([], []) : ([range], [text, text + "\u{10FFFF}"])
        }
        let look = "item IN (SELECT item FROM {ledgerGram} WHERE gram = ?)"
        return (Array(repeating: look, count: pairs.count) + ["instr(search, ?) > 0"], Array(pairs) + [text])
    }
}

extension Row {
    func blobOfText(_ index: Int) -> Data { Data(text(index).utf8) }
}
