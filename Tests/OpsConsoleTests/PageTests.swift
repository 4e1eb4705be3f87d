import Foundation
import OpsConsole
import OpsContracts
import Testing

struct PageTests {
    private let now = Timestamp(1_770_973_509_123)
    private func viewer(_ roles: Role..., theme: Theme = .system) -> Viewer {
        Viewer(name: "<b>张三</b>", roles: roles, sites: [.xz], theme: theme, token: "guard")
    }

    @Test(arguments: Role.all) func `navigation leads only to pages there are`(_ role: Role) {
        let navigation = Navigation(for: viewer(role))
        for entry in navigation.phone + navigation.desktop + navigation.more {
            #expect(Paths.isKnown(entry.path), "\(entry.path)")
        }
        #expect(Paths.isKnown(navigation.landing))
        #expect(navigation.phone.count <= 5)
        if role != .wall { #expect(navigation.phone.last?.path == Paths.me) }
    }

    @Test func `several roles see each entry once`() {
        let paths = Navigation(for: viewer(.engineer, .siteLead)).desktop.map(\.path)
        #expect(Set(paths).count == paths.count)
        #expect(paths.contains(Paths.today))
        #expect(paths.contains(Paths.site(.xz)))
    }

    @Test(arguments: [
        ("/tickets/XZ-20260213-0007", true), ("/tickets/?view=second-line", true), ("/tickets/a/b/c", false),
        ("/inspections/campaigns", false), ("/office", false),
    ])
    func `a path is known or not`(_ path: String, _ known: Bool) { #expect(Paths.isKnown(path) == known) }

    @Test func `the gallery shows everything without style, script or a foreign address`() {
        for theme in Theme.allCases {
            let page = Gallery.page(viewer(.engineer, theme: theme), now: now).render()
            #expect(page.firstMatch(of: /\sstyle\s*=/) == nil)
            #expect(page.firstMatch(of: /\son[a-z]+\s*=/) == nil)
            #expect(!page.contains("http://") && !page.contains("https://"))
            #expect(page.components(separatedBy: "<script").count == 2)
            #expect(!page.contains("<b>张三"))
            #expect(page.contains("data-theme=\"dark\""))
        }
    }

    @Test func `every link of the gallery leads to a page there is`() {
        let page = Gallery.page(viewer(.office), now: now).render()
        let addresses = page.matches(of: /<a href="(\/[^"]*)"/).map { String($0.output.1) }
        #expect(addresses.count > 30)
        for address in addresses { #expect(Paths.isKnown(address), "\(address)") }
    }

    @Test func `every reference of a label, hint or link within the page has its target`() {
        let page = Gallery.page(viewer(.engineer), now: now).render()
        let ids = Set(page.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) })
        let wanted = page.matches(of: /\s(?:for|href|aria-describedby)="#?([a-z][^"\/]*)"/).map { String($0.output.1) }
        for list in wanted where !list.hasPrefix("tel:") {
            for id in list.split(separator: " ") { #expect(ids.contains(String(id)), "\(id)") }
        }
    }

    @Test func `the frame tells language, place, title and where the content begins`() {
        let page = Page(
            PageHead("大屏黑屏", bar: "XZ-20260213-0007", section: "工单"), service: .tickets, viewer: viewer(.engineer),
            path: "/tickets/XZ-20260213-0007", live: "/tickets/live?site=XZ", failed: true
        ) { p { "正文" } }.render()
        #expect(page.hasPrefix("<!doctype html><html lang=\"zh-CN\"><head>"))
        #expect(page.contains("<title>错误：XZ-20260213-0007 · 大屏黑屏 · 工单 · 站区运维</title>"))
        #expect(page.contains("<a href=\"#main\" class=\"skip\">跳到正文</a>"))
        #expect(page.contains("<a href=\"/tickets/\" aria-current=\"page\">"))
        #expect(page.contains("data-live=\"/tickets/live?site=XZ\""))
        #expect(page.contains("/tickets/assets/\(ConsoleAssets.css.name)"))
    }

    @Test func `an action bar stands instead of the phone's navigation`() {
        let keys = FormKeys(key: "k1", token: "t1", etag: "3")
        let page = Page(
            PageHead("单", back: NamedLink("工单", Paths.queue), actions: [.post("受理", "/tickets/X/accept", keys)]),
            service: .tickets, viewer: viewer(.engineer)
        ) { "" }.render()
        #expect(!page.contains("class=\"bar\""))
        for field in ["name=\"_key\" value=\"k1\"", "name=\"_token\" value=\"t1\"", "name=\"_etag\" value=\"3\""] {
            #expect(page.contains(field))
        }
    }

    @Test func `a list that lies below no other keeps the navigation beside its actions`() {
        let page = Page(
            PageHead("工单", actions: [.open("报单", Paths.newTicket)]), service: .tickets, viewer: viewer(.engineer)
        ) { "" }.render()
        #expect(page.contains("class=\"bar\"") && !page.contains("has-acts"))
    }

    @Test func `a public page has no navigation`() {
        let page = Page("报修", service: .tickets, viewer: nil) { "" }.render()
        #expect(!page.contains("<nav"))
    }

    @Test func `refusals say who and what next`() {
        let office = viewer(.office)
        #expect(Refusal.forbidden(.finance, service: .billing, viewer: office).render().contains("此页需要“财务”角色"))
        #expect(Refusal.missing(service: .tickets, viewer: nil).render().contains(Paths.signIn))
        let conflict = Refusal.conflict(
            "你打开后，此单已被他人改动。", fields: [("等级", "二级", "三级")], theirs: "/tickets/X", service: .tickets, viewer: office)
        #expect(conflict.render().contains("用现在的"))
    }
}
