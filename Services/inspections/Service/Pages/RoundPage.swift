import InspectionsDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// A round: its checklist to fill in while it is open, its readings and findings afterwards.
struct RoundPage: Sendable {
    let desk: InspectionDesk
    private var photos: RoundPhotos { RoundPhotos(desk: desk) }

    func show(_ request: Request) async throws -> Response {
        let row = try await desk.round(request, try request.parameter("round"))
        let answers = try await desk.store.read { try $0.draftAnswers(of: row.round) }
        return try await page(request, row, answers, errors: []).response(to: request)
    }

    func start(_ request: Request) async throws -> Response {
        let row = try await desk.round(request, try request.parameter("round"))
        return try await submitting {
            try await desk.start(request, row.round) { id, _, _ in .redirect303(to: Paths.round(id)) }
        } refused: { errors in
            try await page(request, row, [], errors: errors).response(to: request, status: 409)
        }
    }

    /// One answer, sent by the script as soon as it is given.
    func keep(_ request: Request) async throws -> Response {
        let row = try await desk.round(request, try request.parameter("round"))
        let (form, now) = (try request.form(), desk.clock.now())
        let code = form["answer"] ?? ""
        guard let item = row.items.first(where: { $0.code == code }) else { throw Problem.notFound }
        // A phone whose clock runs ahead must not outlast a later answer.
        let taken = form["taken_at"].flatMap { Int64($0) }.map { min(Timestamp($0), now) } ?? now
        let empty = DraftAnswer(
            code: code, outcome: nil, value: nil, note: nil, fault: false, photo: nil, takenAt: taken)
        return try await desk.keep(request, row.round, try ChecklistForm.answer(form, item, takenAt: taken) ?? empty)
    }

    /// What the form leaves open is taken from the answers that came before.
    func complete(_ request: Request) async throws -> Response {
        let row = try await desk.round(request, try request.parameter("round"))
        let (form, refusal) = try await photos.form(request, row.items)
        let kept = try await desk.store.read { try $0.draftAnswers(of: row.round) }
        var answers = kept
        return try await submitting {
            let now = try ChecklistForm.answers(form, row.items, takenAt: desk.clock.now())
            answers = now + kept.filter { old in !now.contains { $0.code == old.code } }
            if let refusal { throw refusal }
            return try await desk.complete(request, row.round, answers.compactMap(\.reading)) { id, _, _ in
                .redirect303(to: Paths.round(id))
            }
        } refused: { errors in
            try await page(request, row, answers, errors: errors).response(to: request, status: 422)
        }
    }

    private func page(
        _ request: Request, _ row: RoundRow, _ answers: [DraftAnswer], errors: [FieldError]
    ) async throws -> OpsConsole.Page {
        let now = desk.clock.now()
        let (item, findings, person) = try await desk.store.read { db in
            (
                try row.item.flatMap { try db.itemName($0) }, try db.findings(of: row.round),
                try row.person.map { try db.names(of: [$0])[$0] ?? $0.rawValue }
            )
        }
        let mayWork = request.identity?.has([.engineer, .siteLead]) == true
        let keys = FormKeys(request, desk.forms, version: row.version)
        let isOpen = row.status.isOpen && now >= row.opensAt && (row.status == .started || now <= row.dueAt)
        let path = Paths.round(row.round)
        return OpsConsole.Page(
            head(request, row, now, item), service: .inspections, viewer: try Viewer(request, desk.forms), path: path,
            failed: !errors.isEmpty
        ) {
            if let note = note(row, person, now) { StateNote.notNow(note) }
            if isOpen && mayWork {
                ErrorSummary(errors)
                Checklist(
                    path + "/complete", answerPath: path + "/answers", keys, round: row.round.rawValue,
                    ChecklistForm.items(row.items, answers, errors, photos), verb: "提交")
            } else {
                ReadingTable(row: row, photos: photos)
            }
            if !findings.isEmpty { FindingTable.table(findings, now, empty: .empty("没有隐患。")) }
        }
    }

    private func head(_ request: Request, _ row: RoundRow, _ now: Timestamp, _ item: String?) -> PageHead {
        let path = Paths.round(row.round)
        var actions: [Action] = []
        let isWorker = request.identity?.has([.engineer, .siteLead]) == true
        if row.status == .planned && isWorker && now >= row.opensAt && now <= row.dueAt {
            actions.append(.post("开始", path + "/start", FormKeys(request, desk.forms, version: row.version)))
        }
        if row.status.isOpen && now <= row.dueAt && request.identity?.has([.siteLead, .office]) == true {
            actions.append(.open("跳过", path + "/skip"))
        }
        return PageHead(row.name, section: "巡检", back: NamedLink("巡检", Paths.myRounds), actions: actions) {
            Chip(row.status)
            if row.isLate(at: now) { Chip(ChipState.late) }
            span { row.site.nameZH }
            span {
                "应 "
                Format.deadlineTime(row.dueAt, now: now)
            }
            span { row.basis.zh }
            if let id = row.item { link(Paths.item(id), item ?? id.rawValue) }
            link(path + "/print", "打印")
        }
    }

    /// Why nothing can be filled in, or who has begun.
    private func note(_ row: RoundRow, _ person: String?, _ now: Timestamp) -> String? {
        switch row.status {
        case .planned where now < row.opensAt: "\(Format.moment(row.opensAt, now: now)) 开始，现在还不能填写。"
        case .planned where now > row.dueAt: "已过应检时间。看到的问题请报隐患。"
        case .started: person.map { "\($0) 正在执行。可以接着填写并提交。" }
        case .missed: "没有在应检时间前开始，已记为超期。看到的问题请报隐患。"
        case .skipped: "已由 \(person ?? "站区") 同意跳过：\(row.reason ?? "")"
        default: nil
        }
    }
}

/// The answers of a round that is over.
struct ReadingTable: Component {
    let row: RoundRow
    let photos: RoundPhotos

    var html: HTML {
        DataTable(
            "检查项", [.text("检查内容"), .bare("结果"), .figure("读数"), .text("限值"), .text("情况"), .text("照片")],
            row.items.map(line),
            empty: .empty("没有检查项。"))
    }

    private func line(_ item: CheckItem) -> TableRow {
        let reading = row.readings.first { $0.code == item.code }
        let value = reading?.value.map { Format.num("\($0)\(reading?.unit ?? "")") } ?? Format.noneHTML
        return TableRow(
            item.text, urgency: reading?.outcome == .abnormal ? .late : .none,
            [
                HTML(reading?.outcome.zh ?? Format.none), value, Format.orNone(item.limitsZH),
                Format.orNone(reading?.note),
                reading?.photo.map { PhotoRow([photos.picture($0)], when: item.text).html } ?? Format.noneHTML,
            ])
    }
}
