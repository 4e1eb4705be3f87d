import OfficeDomain
import OpsContracts

/// Sites and units of the contract, and one sample account per role and post.
enum SampleDirectory {
    /// 大数据 has no post in the contract (R90), so no person sheet either.
    static let sites = SiteCode.contractOrder.map { code in
        SiteRegistered(site: code, name: code.nameZH, shortName: code.shortNameZH, hasPosts: code != .cg)
    }

    static let units = [
        unit("jg-committee", "管委会机关各处室", [.jg]), unit("jg-affairs", "综合事务中心机关", [.jg]),
        unit("jg-enforcement", "城管机关", [.jg]), unit("bjz-command", "北京站联防指挥中心", [.bjz]),
        unit("xz-office", "西站办公室", [.xz]), unit("xz-centre", "西站分中心", [.xz]),
        unit("xz-enforcement", "西站城管大队", [.xz]), unit("xz-command", "西站指挥调度中心", [.xz]),
        unit("nz-centre", "南站站区分中心", [.nz]), unit("nz-taxi", "南站出租车调度站", [.nz]),
        unit("bz-office", "北站办", [.bz]), unit("bz-enforcement", "北站城管队", [.bz]),
        unit("bz-centre", "北站事务分中心", [.bz]), unit("qh-office", "清河站站区办", [.qh]),
        unit("cy-office", "朝阳站站区办", [.cy]), unit("ft-office", "丰台站站区办", [.ft]),
        unit("cg-command", "大数据业务科（指挥中心）", [.cg]), unit("supplier", "运维服务提供商", []),
    ]

    /// The 14 engineers by post (those of 机关 also serve 大数据, which has none: reading A1), a 站区信息科长 per site, and one account per further role.
    static let accounts: [(AccountID, Account.Profile)] =
        posts.map { post, site in
            let id = AccountID(post.lowercased())
            return (
                id,
                Account.Profile(
                    name: "驻场工程师\(post)", roles: [.engineer], sites: site == .jg ? [.jg, .cg] : [site],
                    post: PostID(post), unit: supplier)
            )
        }
        + SiteCode.contractOrder.map { site in
            (
                AccountID("\(site.rawValue.lowercased())-lead"),
                Account.Profile(name: "\(site.shortNameZH)信息科长", roles: [.siteLead], sites: [site])
            )
        }
        + [
            (AccountID("office"), Account.Profile(name: "管委会信息处", roles: [.office], sites: [])),
            (
                AccountID("supplier"),
                Account.Profile(name: "供应商项目经理", roles: [.supplier], sites: [], unit: supplier)
            ),
            (AccountID("finance"), Account.Profile(name: "财务", roles: [.finance], sites: [])),
            (AccountID("expert"), Account.Profile(name: "二线专家", roles: [.expert], sites: [], unit: supplier)),
            (AccountID("reporter"), Account.Profile(name: "报修人", roles: [.reporter], sites: [.xz])),
            (AccountID("admin"), Account.Profile(name: "系统管理员", roles: [.admin], sites: [])),
            (AccountID("wall"), Account.Profile(name: "大屏", roles: [.wall], sites: [])),
        ]

    /// 14 posts (R90).
    static let posts: [(String, SiteCode)] = [
        ("JG-1", .jg), ("JG-2", .jg), ("XZ-1", .xz), ("XZ-2", .xz), ("XZ-3", .xz), ("BJZ-1", .bjz), ("BJZ-2", .bjz),
        ("NZ-1", .nz), ("NZ-2", .nz), ("BZ-1", .bz), ("BZ-2", .bz), ("QH-1", .qh), ("CY-1", .cy), ("FT-1", .ft),
    ]

    private static let supplier = UnitID("supplier")

    private static func unit(_ id: String, _ name: String, _ sites: [SiteCode]) -> UnitRegistered {
        UnitRegistered(unit: UnitID(id), name: name, sites: sites)
    }
}
