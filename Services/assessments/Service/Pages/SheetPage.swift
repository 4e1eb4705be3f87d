import AssessmentsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// `/assessments/sheets/XZ/2026-02`: the score with its evidence, objections and dates.
struct SheetPage: Sendable {
    let desk: AssessmentsDesk

    func show(_ request: Request) async throws -> Response {
        let file = try await desk.file(request)
        let identity = try request.requireIdentity()
        let keys = FormKeys(request, desk.forms, version: file.version)
        let path = Paths.sheet(file.key.site, file.key.month)
        let head = PageHead(
            "\(file.key.zh)考核", section: "考核", back: NamedLink("月度考核", Paths.assessments),
            actions: actions(file, identity, path)
        ) {
            Chip(file.status)
            link("\(path)/print", "打印")
            span { "第\(file.sheet?.version ?? 1)版" }
            if !file.hasPosts { span { "无驻场岗位，出勤项不计，其余折算到100" } }
        }
        return try OpsConsole.Page(head, service: .assessments, viewer: Viewer(request, desk.forms), path: path) {
            rail(file)
            undecided(file, identity, path, keys)
            ScoreTable(
                caption(file), items(file, identity, path, keys),
                total: file.sheet?.scoring?.score ?? file.preview.score,
                veto: file.sheet?.scoring?.veto.map { veto in
                    "一票否决（\(veto.zh)），封顶 \(Format.score(file.sheet?.scoring?.vetoCap ?? .full))"
                }, year: file.key.month.year)
            objections(file, identity, path)
            Card("经过") { Timeline(timeline(file), now: desk.clock.now()) }
        }.response(to: request)
    }

    /// The next job first: what must be ruled before the month can be scored or published.
    @HTMLBuilder private func undecided(
        _ file: SheetFile, _ identity: Identity, _ path: String, _ keys: FormKeys
    ) -> HTML {
        let pieces = file.sheet?.undecided ?? []
        if !pieces.isEmpty, identity.has(AssessmentsRights.judging) {
            Card("待认定 \(pieces.count)") {
                Layout.rows {
                    pieces.map { EvidenceLine(piece: $0, file: file, path: path, keys: keys).card(identity) }
                }
            }
        }
    }

    private func caption(_ file: SheetFile) -> String {
        switch file.status {
        case .frozen: "得分"
        case .draft: "预计得分（按已认定的证据）"
        case .scored, .published, .disputed: "得分（预计，冻结前可能变化）"
        }
    }

    private func rail(_ file: SheetFile) -> Rail {
        let now = desk.clock.now()
        let stops = [
            Rail.Stop("评分"),
            Rail.Stop("发布") { file.publishBy.map { Format.dayTime($0, omitting: file.key.month.year) } },
            Rail.Stop("异议期") {
                if let until = SheetView(file).objectionUntil { Format.deadlineTime(until, now: now) }
            },
            Rail.Stop("冻结") {
                if case .frozen(let at) = file.status {
                    Format.time(at, now: now)
                } else {
                    // A corrected sheet's objections may run longer than the month's timetable.
                    [file.freezeFrom, SheetView(file).objectionUntil].compactMap(\.self).max()
                        .map { Format.dayTime($0.day, omitting: file.key.month.year) }
                }
            },
        ]
        let current =
            switch file.status {
            case .draft: 0
            case .scored: 1
            case .published, .disputed: 2
            case .frozen: 4
            }
        return Rail("考核表进度", stops, current: current)
    }

    private func items(
        _ file: SheetFile, _ identity: Identity, _ path: String, _ keys: FormKeys
    ) -> [ScoreTable.Item] {
        let names = Dictionary(file.rules.items.map { ($0.code, $0.name) }) { first, _ in first }
        return file.items.map { item in
            let evidence = (file.sheet?.evidence ?? []).filter { $0.fact.item == item.code }
            return ScoreTable.Item(
                item.code.rawValue, names[item.code] ?? item.code.zh, full: item.full, deducted: item.deducted,
                evidence: evidence.map { EvidenceLine(piece: $0, file: file, path: path, keys: keys).line(identity) })
        }
    }

    @HTMLBuilder private func objections(_ file: SheetFile, _ identity: Identity, _ path: String) -> HTML {
        let all = file.sheet?.objections ?? []
        if !all.isEmpty {
            Card("异议") {
                Layout.rows {
                    all.map { objection in
                        div {
                            Layout.cluster {
                                strong { "第\(objection.number)条" }
                                Chip(
                                    objection.granted.map { $0 ? ChipState(.done, "成立") : ChipState(.void, "不成立") }
                                        ?? .objected)
                            }
                            p { objection.text }
                            if objection.granted == nil, identity.has(AssessmentsRights.judging) {
                                link("\(path)/answer?objection=\(objection.number)", "答复", .class("btn"))
                            }
                        }
                    }
                }
            }
        }
    }

    private func timeline(_ file: SheetFile) -> [Timeline.Item] {
        file.facts.suffix(50).reversed().compactMap { fact in
            guard let event = try? SheetEvent.read(fact) else { return nil }
            return Timeline.Item(
                .state, at: fact.time, actor: fact.actor.words(file.names),
                verb: SheetWords.verb(event)
            ) {
                p(.class("ink2 f2")) { SheetWords.text(event) }
            }
        }
    }

    private func actions(_ file: SheetFile, _ identity: Identity, _ path: String) -> [Action] {
        let now = desk.clock.now()
        return SheetVerb.allCases.filter { $0.isOpen(file, at: now) && identity.has($0.roles) && $0.standsInHead }
            .map { .open($0.zh, "\(path)/\($0.rawValue)") }
    }
}

/// One piece of evidence with its door and its buttons.
struct EvidenceLine {
    let piece: Sheet.Evidence
    let file: SheetFile
    let path: String
    let keys: FormKeys

    func line(_ identity: Identity) -> ScoreTable.Evidence {
        let fact = piece.fact
        let basis = piece.counts ? fact.basis.zh : "\(fact.basis.zh)，不计分"
        return ScoreTable.Evidence(
            on: fact.occurredAt.day, door, rule: "\(fact.rule.zh)（\(basis)）\(fact.note.map { "：\($0)" } ?? "")",
            points: fact.tenths, ruling, actions: actions(identity))
    }

    /// The same as a row of its own.
    func card(_ identity: Identity) -> HTML {
        div(.class("stack tight")) {
            Layout.cluster {
                Format.dayTime(piece.fact.occurredAt.day, omitting: file.key.month.year)
                link(door.path, door.name)
                span(.class("num")) { Format.tenths(-piece.fact.tenths) }
            }
            p { "\(piece.fact.item) \(piece.fact.note ?? piece.fact.rule.zh)" }
            ActionBar(actions(identity))
        }
    }

    /// The ticket or the round it came from.
    private var door: NamedLink {
        guard let cause = piece.fact.cause else { return NamedLink("站区登记", "#") }
        let parts = cause.subject.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return NamedLink(cause.subject, "#") }
        return switch parts[0] {
        case "ticket": NamedLink("工单 \(parts[1])", Paths.ticket(TicketID(parts[1])))
        case "round": NamedLink("巡检 \(parts[1])", Paths.round(RoundID(parts[1])))
        default: NamedLink(cause.subject, "#")
        }
    }

    private var ruling: ScoreTable.Evidence.Ruling {
        let isDisputed = file.sheet?.openObjections.contains { $0.evidence == piece.fact.evidence } ?? false
        return switch piece.ruling {
        case _ where isDisputed: .objected
        case .proposed: .proposed
        case .upheld: .upheld
        case .rejected, .withdrawn: .rejected
        }
    }

    private func actions(_ identity: Identity) -> [Action] {
        let id = piece.fact.evidence
        switch file.status {
        case .draft, .scored:
            guard identity.has(AssessmentsRights.judging), piece.counts, piece.ruling != .withdrawn else { return [] }
            let uphold = Action.post("认定", "\(path)/evidence/\(id)/uphold", keys)
            let reject = Action.open("不认定", "\(path)/reject?evidence=\(id)")
            return [piece.ruling == .upheld ? nil : uphold, piece.ruling == .rejected ? nil : reject].compactMap(\.self)
        case .published, .disputed:
            guard identity.has([.supplier]), piece.ruling == .upheld else { return [] }
            return [.open("异议", "\(path)/object?evidence=\(id)")]
        case .frozen: return []
        }
    }
}
