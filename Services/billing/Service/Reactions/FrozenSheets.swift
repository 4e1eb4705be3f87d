import BillingDomain
import OpsContracts
import OpsDomain
import OpsMessaging

/// A frozen sheet counts in the contract of its month's year; a later version of it corrects.
enum FrozenSheets {
    static let all = [countsInContract]

    static let countsInContract = Reaction(
        "frozen-sheet-counts", families: ["assessments.sheet-frozen"], from: .beginning
    ) { fact, tx in
        let frozen = try fact.decode(SheetFrozen.self)
        let contract = ContractID(String(frozen.month.year))
        let received = ScoreReceived(
            contract: contract, sheet: frozen.sheet, site: frozen.site, month: frozen.month,
            sheetVersion: frozen.version, score: frozen.score,
            head: SourceHead(topic: ServiceName.assessments.topic, seq: fact.seq, hash: fact.hash))
        try tx.execute(ContractDecider.self, contract, .receiveScore(received), site: frozen.site)
    }
}
