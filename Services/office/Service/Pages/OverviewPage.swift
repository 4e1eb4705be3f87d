import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

extension OfficePages {
    var overviewRoutes: [Route] {
        [
            Route(.get, Paths.overview, Self.everySite, perform: overview),
            Route(.get, "/office/sites/{site}", OfficeRoutes.readers, perform: site),
            Route(.get, "/office/wall", Self.everySite, perform: wall),
        ]
    }

    /// What the page and the wall draw, read in one snapshot.
    struct OverviewView: Sendable {
        var overview: Overview
        var late: [TicketRow]
        var major: [TicketRow]
        var trend: [TicketDayRow]
        var payments: [PaymentRow]
        var periods: [PeriodRow]
    }

    func overviewView(_ request: Request) async throws -> OverviewView {
        let identity = try request.requireIdentity()
        let sites = identity.sites.isEmpty ? nil : identity.sites
        let now = clock.now()
        return try await store.read { db in
            OverviewView(
                overview: try db.overview(at: now, sites: sites),
                late: try db.overdueTickets(at: now, sites: sites, limit: 20), major: try db.majorTickets(sites: sites),
                trend: try db.trend(at: nil, until: now.day), payments: try db.payments(),
                periods: try db.periods(on: now.day))
        }
    }

    private func overview(_ request: Request) async throws -> Response {
        let viewer = try Viewer(request, forms)
        let view = try await overviewView(request)
        let now = clock.now()
        let head = PageHead("总览", section: "管委会") {
            Format.day(now.day)
            view.periods.map { period in span { "重点时期：\(period.name)" } }
            asOf(view.overview, now)
        }
        return Page(
            head, service: .office, viewer: viewer, path: Paths.overview,
            live: "/office/live"
        ) {
            OverviewFigures(view: view)
            Layout.withSide {
                section(.class("stack"), .aria("label", "九站区")) {
                    h2 { "在办工单" }
                    NineGrid("在办工单", view.overview.sites.map(Self.cell), part: "grid")
                }
                div(.class("stack")) { Urgent(major: view.major, late: view.late, now: now) }
            }
            // The grid above says the same on a phone, in nine tiles instead of nine cards.
            div(.class("wide-only")) { SiteTable(overview: view.overview) }
            PaymentTable(payments: view.payments)
        }.response(to: request)
    }

    static func cell(_ site: SiteFigures) -> NineGrid.Cell {
        NineGrid.Cell(site.site, String(site.open), state(of: site))
    }

    /// The worst wins.
    static func state(of site: SiteFigures) -> SiteState {
        if site.major > 0 { return .major(site.major) }
        if site.overdue > 0 { return .late(site.overdue) }
        return site.near > 0 ? .near(site.near) : .normal
    }
}

/// The figures above the grid; each leads to its rows.
struct OverviewFigures: Component {
    let view: OfficePages.OverviewView

    var html: HTML {
        let overview = view.overview
        let opened = view.trend.map(\.opened)
        let week = opened.suffix(7).reduce(0, +) - opened.dropLast(7).suffix(7).reduce(0, +)
        div(.data("part", "figures")) {
            Tiles([
                KPITile(
                    "在办工单", Format.count(overview.open), path: Paths.queue, "近7天新增较前7天 \(Format.change(week))",
                    spark: Sparkline("近30天每日新增", opened)),
                KPITile(
                    "超时工单", Format.count(overview.overdue), path: Paths.queue + "?state=late",
                    "临近 \(Format.count(overview.near)) · 重大故障 \(Format.count(overview.major))"),
                KPITile(
                    "今日巡检",
                    overview.roundsPlanned == 0 ? nil : "\(overview.roundsDone)/\(overview.roundsPlanned)",
                    path: Paths.myRounds,
                    overview.roundsPlanned == 0 ? "今天没有巡检" : "超期 \(Format.count(overview.roundsMissed))"),
                KPITile(
                    "考核均分", average, path: Paths.assessments,
                    overview.month.map { "\(Format.month($0))" } ?? "还没有考核表"),
            ])
        }
    }

    private var average: String? {
        let scores = view.overview.sites.compactMap(\.score)
        guard !scores.isEmpty else { return nil }
        return Format.tenths((scores.reduce(0) { $0 + $1.tenths } + scores.count / 2) / scores.count)
    }
}

/// The same nine as a table in contract order, with the doors to what is behind each number.
struct SiteTable: Component {
    let overview: Overview

    var html: HTML {
        DataTable(
            "各站区",
            [
                .title("站区"), .figure("在办"), .figure("超时"), .figure("今日巡检"), .figure("隐患"),
                .figure(overview.month.map { "\($0.month)月得分" } ?? "得分"), .figure(deductionHead),
            ],
            overview.sites.map { site in
                TableRow(
                    site.shortName, path: Paths.site(site.site), urgency: site.overdue > 0 ? .late : .none,
                    [
                        Format.num(Format.count(site.open)), Format.num(Format.count(site.overdue)),
                        Format.num("\(site.roundsDone)/\(site.roundsPlanned)"), Format.num(Format.count(site.findings)),
                        score(site), site.deduction.map { Format.num(Format.money($0)) } ?? Format.noneHTML,
                    ])
            }, empty: .empty("没有站区。"), part: "money")
    }

    /// A sum says of which period it is.
    private var deductionHead: String {
        overview.quarter.flatMap { Quarter($0) }.map { "\($0.zh)扣款（元）" } ?? "扣款（元）"
    }

    private func score(_ site: SiteFigures) -> HTML {
        guard let score = site.score, let month = overview.month else { return Format.noneHTML }
        return link(Paths.sheet(site.site, month), Format.score(score), .class("num"))
    }
}

struct PaymentTable: Component {
    let payments: [PaymentRow]

    var html: HTML {
        DataTable(
            "付款", [.text("付款"), .bare("状态"), .figure("应付（元）"), .figure("本次扣款（元）"), .figure("实付（元）"), .text("期限")],
            payments.map { row in
                TableRow(
                    Quarter(row.quarter)?.zh ?? row.quarter, path: Paths.quarter(row.quarter),
                    [
                        Chip(PaymentState.chip(row.state)).html, money(row.base), money(row.deduction), money(row.pay),
                        row.dueOn.map { Format.dayTime($0) } ?? Format.noneHTML,
                    ])
            }, empty: .empty("还没有结算单。"))
    }

    private func money(_ amount: Money?) -> HTML { amount.map { Format.num(Format.money($0)) } ?? Format.noneHTML }
}
