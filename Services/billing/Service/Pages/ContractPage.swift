import BillingDomain
import OpsConsole
import OpsContracts
import OpsMessaging
import OpsServer

/// `/billing/contracts/2026`: the contract's data as everything else is computed from.
struct ContractPage: Sendable {
    let desk: BillingDesk

    func show(_ request: Request) async throws -> Response {
        let file = try await desk.file(try request.parameter("contract"))
        let contract = file.contract
        let head = PageHead(
            "\(contract.year)年合同", section: "付款",
            back: NamedLink("\(contract.year)年付款", "/billing/?year=\(contract.year)"))
        return try OpsConsole.Page(
            head, service: .billing, viewer: Viewer(request, desk.forms),
            path: Paths.contract(contract.contract)
        ) {
            Card {
                FactList([
                    ("供应商", HTML(contract.supplier)), ("签订日", Format.dayTime(contract.signedOn)),
                    ("年度金额", HTML("\(Format.money(file.terms.annual))（\(Format.tenThousands(file.terms.annual))）")),
                    ("考核扣款上限", HTML(contract.scoreCapBp.map { "当季应付的\(Format.rate($0))" } ?? "没有")),
                    ("第四次付款扣", HTML(contract.q4Deducts.zh)),
                    ("罚款", HTML(contract.finesEveryQuarter ? "每季扣" : "只在第四次付款扣")),
                ])
            }
            DataTable(
                "季度金额", [.title("季度"), .figure("金额")],
                file.quarters.map { TableRow($0.zh, [HTML(Format.money(file.terms.base($0)))]) },
                empty: .empty("没有季度。"))
            DataTable(
                "站区分摊", [.title("站区"), .figure("分摊"), .figure("第1季度费用")],
                file.terms.shares.map { share in
                    TableRow(
                        share.site.nameZH,
                        [HTML(Format.rate(share.bp)), HTML(Format.money(fees(file)[share.site] ?? .zero))])
                }, empty: .empty("没有分摊。"))
        }.response(to: request)
    }

    private func fees(_ file: YearFile) -> [SiteCode: Money] {
        Fees.split(file.terms.base(file.quarters[0]), by: file.terms.shares)
    }
}
