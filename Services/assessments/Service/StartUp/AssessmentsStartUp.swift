import AssessmentsDomain
public import OpsContracts
import OpsDomain
public import OpsMessaging

/// Start-up data: score rules, the fourteen posts with the sample engineers, and their duty for two weeks ahead.
/// Repeatable: what is there stays as it is.
public enum AssessmentsStartUp {
    private static let days = 14

    public static func load(_ store: Store, now: Timestamp) async throws {
        try await store.perform(.own("start-up:score-rules", by: .assessments, now: now)) { tx in
            guard try tx.state(ScoreRulesDecider.self, CurrentRules.id) == nil else { return }
            try tx.execute(ScoreRulesDecider.self, CurrentRules.id, .publish(.standard), site: nil)
        }
        for post in Post.required { try await load(post, store, now) }
        for site in SiteCode.contractOrder {
            for offset in 0..<days { try await load(site, now.day.adding(days: offset), store, now) }
        }
    }

    private static func load(_ post: PostDefined, _ store: Store, _ now: Timestamp) async throws {
        try await store.perform(.own("start-up:post:\(post.post)", by: .assessments, now: now)) { tx in
            guard try tx.state(PostDecider.self, post.post) == nil else { return }
            try tx.execute(PostDecider.self, post.post, .define(post), site: post.site)
            try tx.execute(
                PostDecider.self, post.post,
                .fill(account: account(post.post), name: "驻场工程师\(post.post)", from: now.day), site: post.site)
        }
    }

    /// Both shifts of a day, going round the site's posts; the data platform is served from the committee's (A1).
    private static func load(_ site: SiteCode, _ day: Day, _ store: Store, _ now: Timestamp) async throws {
        let home: SiteCode = site == .cg ? .jg : site
        let posts = Post.required.filter { $0.site == home }.map(\.post)
        guard !posts.isEmpty else { return }
        let id = "\(site)-\(day)"
        let lead = AccountID("\(site.rawValue.lowercased())-lead")
        try await store.perform(.own("start-up:duty:\(id)", by: .assessments, now: now)) { tx in
            guard try tx.state(RosterDecider.self, id) == nil else { return }
            for (index, shift) in DutyShift.all.enumerated() {
                let post = posts[(day.ordinal + index) % posts.count]
                let proposal = DutyProposed(
                    site: site, day: day, shift: shift, post: post, account: account(post), party: .supplier,
                    by: AccountID("supplier"))
                try tx.execute(RosterDecider.self, id, .propose(proposal), site: site)
                try tx.execute(
                    RosterDecider.self, id, .agree(shift, party: .site, by: lead, phoneMasked: nil), site: site)
            }
        }
    }

    private static func account(_ post: PostID) -> AccountID { AccountID(post.rawValue.lowercased()) }
}
