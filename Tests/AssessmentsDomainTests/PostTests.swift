import AssessmentsDomain
import OpsContracts
import OpsDomain
import Testing

@Suite struct PostTests {
    private let post = PostDefined(post: PostID("XZ-1"), site: .xz, role: .monitoring)
    private let zhao = AccountID("zhao.qiang")

    @Test func `the contract asks for fourteen posts, none at the data platform`() {
        let bySite = Dictionary(grouping: Post.required, by: \.site).mapValues(\.count)
        #expect(Post.required.count == 14)
        #expect(bySite == [.jg: 2, .xz: 3, .bjz: 2, .nz: 2, .bz: 2, .qh: 1, .cy: 1, .ft: 1])
        #expect(Post.required.filter { $0.site == .xz }.map(\.role) == [.monitoring, .monitoring, .office])
    }

    private func command(_ step: String) -> PostCommand {
        switch step {
        case "define": .define(post)
        case "fill": .fill(account: zhao, name: "赵强", from: Sample.day("2026-01-04"))
        case "fill-other": .fill(account: AccountID("sun.wei"), name: "孙伟", from: Sample.day("2026-01-04"))
        default: .vacate(until: Sample.day("2026-03-31"), reason: "站区要求更换")
        }
    }

    /// State, command, refusal; nil is allowed.
    @Test(
        arguments: [
            ("", "define", nil), ("", "fill", "no-post"), ("", "vacate", "no-post"), ("define", "define", nil),
            ("define", "fill", nil), ("define", "vacate", "post-empty"), ("define fill", "fill", nil),
            ("define fill", "fill-other", "post-taken"), ("define fill", "vacate", nil),
            ("define fill vacate", "fill-other", nil),
            ("define fill vacate", "vacate", "post-empty"),
        ] as [(String, String, String?)])
    func `each command in each state of a post`(way: String, step: String, refusal: String?) throws {
        let state = try way.split(separator: " ").reduce(nil as Post?) { state, step in
            PostDecider.fold(state, try PostDecider.decide(command(String(step)), state, at: Sample.scoring))
        }
        var code: String?
        do { _ = try PostDecider.decide(command(step), state, at: Sample.scoring) } catch { code = error.code }
        #expect(code == refusal)
    }

    @Test func `nobody leaves before he came`() throws {
        let state = PostDecider.fold(
            nil,
            [
                .defined(post),
                .filled(
                    PostFilled(post: post.post, site: .xz, account: zhao, name: "赵强", from: Sample.day("2026-01-04"))),
            ])
        #expect(throws: Rejection.self) {
            try PostDecider.decide(.vacate(until: Sample.day("2026-01-03"), reason: "调岗"), state, at: Sample.scoring)
        }
    }
}

@Suite struct RosterTests {
    private let proposal = DutyProposed(
        site: .xz, day: Sample.day("2026-02-16"), shift: .night, post: PostID("XZ-2"), account: AccountID("sun.wei"),
        party: .supplier, by: Sample.supplier)

    private func decide(_ command: RosterCommand, _ state: Roster?) throws(Rejection) -> [RosterEvent] {
        try RosterDecider.decide(command, state, at: Sample.scoring)
    }

    @Test func `duty binds only when both sides agreed`() throws {
        let open = RosterDecider.fold(nil, try decide(.propose(proposal), nil))
        #expect(open?.agreed == [:])
        #expect(throws: Rejection.self) {
            try decide(.agree(.night, party: .supplier, by: Sample.supplier, phoneMasked: nil), open)
        }
        let agree = RosterCommand.agree(.night, party: .site, by: Sample.site, phoneMasked: "138****8000")
        let agreed = RosterDecider.fold(open, try decide(agree, open))
        let duty = try #require(agreed?.agreed[.night])
        #expect(duty.agreedBySite == Sample.site)
        #expect(duty.agreedBySupplier == Sample.supplier)
        #expect(duty.account == AccountID("sun.wei"))
        #expect(try decide(agree, agreed) == [])
    }

    @Test func `there is nothing to agree to before somebody is proposed`() {
        #expect(throws: Rejection.self) {
            try decide(.agree(.day, party: .site, by: Sample.site, phoneMasked: nil), nil)
        }
    }
}
