import NotifyDomain
import OpsConsole
import OpsContracts
import OpsDomain
import OpsMessaging
import OpsServer

/// 新建通道 and 修改: the address is never shown again; left empty it stays.
struct ChannelForm: Sendable {
    let desk: NotifyDesk

    func showNew(_ request: Request) async throws -> Response {
        try page(request, nil, OpsServer.Fields(), errors: []).response(to: request)
    }

    func submitNew(_ request: Request) async throws -> Response {
        let form = try request.form()
        return try await submitting {
            guard let id = form.text("channel").flatMap({ ChannelID(rawValue: $0) }) else {
                throw Rejection.noChannelID
            }
            guard try await desk.store.read({ try $0.channel(id) }) == nil else { throw Rejection.channelExists }
            return try await desk.configure(request, id, input(form, ChannelKind(rawValue: form.text("kind") ?? ""))) {
                _, _ in .redirect303(to: NotifyPages.channels)
            }
        } refused: { errors in
            try page(request, nil, form, errors: errors).response(to: request, status: 422)
        }
    }

    func show(_ request: Request) async throws -> Response {
        let (row, address) = try await find(request)
        var typed = [
            ("name", row.name), ("from", address?.from ?? ""), ("to", (address?.to ?? []).joined(separator: "\n")),
        ]
        typed += row.sites.map { ("sites", $0.rawValue) }
        if let quiet = row.quiet { typed += [("quietFrom", quiet.from), ("quietTo", quiet.to)] }
        return try page(request, row, OpsServer.Fields(typed), errors: []).response(to: request)
    }

    func submit(_ request: Request) async throws -> Response {
        let (row, _) = try await find(request)
        let form = try request.form()
        return try await submitting {
            try await desk.configure(request, row.channel, input(form, row.kind)) { _, _ in
                .redirect303(to: NotifyPages.channels)
            }
        } refused: { errors in
            try page(request, row, form, errors: errors).response(to: request, status: 422)
        }
    }

    private func find(_ request: Request) async throws -> (ChannelRow, ChannelAddress?) {
        let id = try request.parameter("channel", as: ChannelID.self)
        let found = try await desk.store.read { db in
            try db.channel(id).map { ($0, try db.address(of: $0)) }
        }
        guard let found else { throw Problem.notFound }
        return found
    }

    private func input(_ form: OpsServer.Fields, _ kind: ChannelKind) -> ChannelInput {
        let (from, to) = (form.text("quietFrom"), form.text("quietTo"))
        let quiet = from == nil && to == nil ? nil : QuietHours(from: from ?? "", to: to ?? "")
        let isMail = kind == .smtp
        return ChannelInput(
            kind: kind, name: form.text("name") ?? "", sites: form.values("sites").map { SiteCode($0) }, quiet: quiet,
            url: form.text("url"), secret: form.text("secret"), from: isMail ? form.text("from") : nil,
            to: isMail
                ? (form.text("to") ?? "").split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init) : nil
        )
    }

    private func page(
        _ request: Request, _ row: ChannelRow?, _ typed: OpsServer.Fields, errors: [FieldError]
    ) throws -> OpsConsole.Page {
        let path = row.map { NotifyPages.channel($0.channel, "configure") } ?? NotifyPages.newChannel
        let back = NamedLink("返回", NotifyPages.channels)
        let isMail = row.map { $0.kind == .smtp } ?? true
        return OpsConsole.Page(
            PageHead(row == nil ? "新建通道" : "修改", bar: row?.name, section: "通道", back: back), service: .notify,
            viewer: try Viewer(request, desk.forms), path: path, failed: !errors.isEmpty
        ) {
            CommandForm(
                path, FormKeys(request, desk.forms, version: row?.version), verb: row == nil ? "新建" : "保存", back: back,
                errors: errors
            ) {
                if row == nil { identity(typed, errors) }
                Field.text("name", "名称", typed.text("name") ?? "", error: errors["name"], max: 20)
                address(isNew: row == nil, isMail: isMail, typed, errors)
                Field.checks(
                    "sites", "站区", SiteCode.contractOrder.map { Choice($0.rawValue, $0.nameZH) },
                    chosen: Set(typed.values("sites")), hint: "不选为全部", error: errors["sites"], optional: true)
                Field.text(
                    "quietFrom", "免打扰开始", typed.text("quietFrom") ?? "", kind: .time, hint: "一级、二级照发",
                    error: errors["quiet"], optional: true)
                Field.text("quietTo", "免打扰结束", typed.text("quietTo") ?? "", kind: .time, optional: true)
            }
        }
    }

    private func identity(_ typed: OpsServer.Fields, _ errors: [FieldError]) -> HTML {
        HTML {
            Field.text(
                "channel", "编号", typed.text("channel") ?? "", hint: "字母、数字和-，如xz-group", error: errors["channel"],
                max: 64)
            Field.radios(
                "kind", "类型", ChannelKind.all.map { Choice($0.rawValue, $0.zh) }, chosen: typed.text("kind"),
                error: errors["kind"])
        }
    }

    private func address(
        isNew: Bool, isMail: Bool, _ typed: OpsServer.Fields, _ errors: [FieldError]
    ) -> HTML {
        HTML {
            Field.text(
                "url", "地址", kind: .password,
                hint: isNew ? "机器人地址、回调地址，或smtp://user:password@host:port；保存后不再显示" : "不改则留空；保存后不再显示",
                error: errors["url"] ?? errors["address"], optional: !isNew, max: 1_000)
            Field.text(
                "secret", "签名密钥", kind: .password, hint: "钉钉、飞书和签名回调用；保存后不再显示", error: errors["secret"],
                optional: true, max: 200)
            if isMail {
                Field.text(
                    "from", "发件邮箱", typed.text("from") ?? "", kind: .email, hint: "电子邮件用", error: errors["from"],
                    optional: true, max: 254)
                Field.area(
                    "to", "固定收件邮箱", typed.text("to") ?? "", rows: 3, hint: "每行一个；规则另加的人按各自邮箱", error: errors["to"],
                    optional: true)
            }
        }
    }
}
