import AssetsDomain
public import OpsContracts
import OpsDomain
public import OpsMessaging

/// Fills an empty ledger with the contract's catalogue, through the ledger's own commands.
public enum AssetsStartUp {
    /// Registers what is not there yet; running it again changes nothing.
    /// - Throws: `StoreError`, `Rejection`.
    public static func load(_ store: Store, now: Timestamp) async throws {
        for draft in CatalogueRow.all.map(\.draft) {
            try await store.perform(.own("start-up:item:\(draft.item)", by: .assets, now: now)) { tx in
                guard try tx.state(Item.self, draft.item) == nil else { return }
                try tx.execute(Item.self, draft.item, .register(draft), site: draft.site)
            }
        }
    }
}

/// One line of the catalogue.
struct CatalogueRow: Sendable, Equatable {
    var item: ItemID
    var site: SiteCode
    var columns: [ItemField: String]

    static let all: [CatalogueRow] = Catalogue.csv.split(separator: "\n").dropFirst().compactMap(CatalogueRow.init)

    /// - Returns: nil where the line is none of the catalogue's.
    init?(_ line: Substring) {
        let cells = line.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 8, let site = SiteCode(rawValue: cells[0]), let item = ItemID(rawValue: cells[2]) else {
            return nil
        }
        (self.site, self.item) = (site, item)
        let clause = cells[7].filter { $0 != "\"" }
        columns = [
            .subSite: cells[1], .name: cells[3], .category: cells[4], .quantity: cells[5], .unit: cells[6],
            .clause: clause,
        ].filter { !$0.value.isEmpty }
    }

    /// Systems run; what is still to be brought in waits as 备用.
    var draft: ItemDraft {
        let isPlaceholder = columns[.category] == ItemCategory.placeholder.rawValue
        return ItemDraft(item: item, site: site, state: isPlaceholder ? .spare : .inUse, values: columns)
    }
}
