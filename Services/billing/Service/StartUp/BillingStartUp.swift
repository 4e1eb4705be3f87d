import BillingDomain
public import OpsContracts
import OpsDomain
public import OpsMessaging

/// Start-up data: the sample contract of requirements section 7. Repeatable: a contract that is there stays as it is.
public enum BillingStartUp {
    public static func load(_ store: Store, now: Timestamp) async throws {
        let year = 2026
        let contract = ContractID(String(year))
        try await store.perform(.own("start-up:contract:\(year)", by: .billing, now: now)) { tx in
            guard try tx.state(ContractDecider.self, contract)?.contract == nil else { return }
            let signed = ContractSigned(
                contract: contract, year: year,
                quarters: BillingTerms.defaultQuarters(annual: Money(fen: 280_000_000)),
                shares: BillingTerms.sampleShares, scoreCapBp: BasisPoints(2000), q4Deducts: .thirdAndFourth,
                finesEveryQuarter: true, personWeightBp: BasisPoints(0), supplier: "运维服务提供商（示例）",
                signedOn: Day(year: year, month: 1, day: 5) ?? now.day)
            try tx.execute(ContractDecider.self, contract, .sign(signed), site: nil)
        }
    }
}
