"""What people do: scripts of commands to every service, each with the facts it must lead to."""
import time

from world import SITES

T, A, I, S, B, N, O = (f"/api/{name}/v1" for name in (
    "tickets", "assets", "inspections", "assessments", "billing", "notify", "office"))


def script(weight):
    def mark(function):
        function.weight = weight
        return function
    return mark


def place(client):
    site = client.chance.choice(list(SITES))
    return site, SITES[site], f"{site.lower()}-lead"


@script(10)
def ticket(client):
    site, engineer, lead = place(client)
    number, chance = client.world.number(), client.chance
    body = {"site": site, "kind": "incident", "title": f"混沌 {number}", "description": f"随机故障 {number}",
            "impact": chance.choice(["single", "system"]), "urgency": chance.choice(["low", "medium", "high"])}
    items = client.world.items.get(site)
    if items and chance.random() < 0.7:
        body["item"] = chance.choice(items)
    opened = client.do(chance.choice([engineer, lead]), f"{T}/tickets", body, ["tickets.ticket-opened.v1"])
    name = opened["ticket"]["ticket"] if isinstance(opened.get("ticket"), dict) else opened["ticket"]
    def act(account, route, body, expect, names):
        client.do(account, route, body, expect, **names)

    work_off(act, chance, site, name, number)


def work_off(act, chance, site, ticket, number):
    """What people do with an open ticket until it is closed; `act` carries one command out."""
    engineer, lead = SITES[site], f"{site.lower()}-lead"

    def step(account, word, body, *facts):
        act(account, f"{T}/tickets/{{ticket}}/{word}", body, [f"tickets.{fact}.v1" for fact in facts], {"ticket": ticket})

    step(engineer, "accept", {}, "ticket-accepted")
    step(engineer, "arrive", {}, "ticket-arrived")
    for _ in range(chance.randrange(1, 3)):
        step(engineer, "note", {"text": f"检查 {chance.randrange(1000)}"}, "work-noted")
    replaces = chance.random() < 0.5
    if replaces:
        step(engineer, "replace-part", {"part": "电源模块", "model": "RSP-320", "oldSerial": f"A{number}",
                                        "newSerial": f"B{number}"}, "part-replaced")
    step(engineer, "resolve", {"causeCategory": "hardware", "causeText": "电源损坏", "result": "更换后正常",
                               "partReplaced": replaces}, "ticket-resolved")
    step(lead, "close", {}, "ticket-closed")


@script(3)
def item(client):
    site, engineer, lead = place(client)
    number = client.world.number()
    body = {"item": f"CH-{number}", "site": site, "state": "in-use",
            "fields": {"name": f"交换机 {number}", "category": "NET", "place": "机房", "quantity": "1", "unit": "台"}}
    client.do(engineer, f"{A}/items", body, ["assets.item-registered.v1"])
    client.world.items.setdefault(site, []).append(f"CH-{number}")
    client.do(engineer, f"{A}/items/{{item}}/correct",
              {"fields": {"model": f"S{number}", "place": "弱电间"}, "reason": "核对实物"}, ["assets.item-corrected.v1"],
              item=f"CH-{number}")
    for state in ("repair", "in-use"):
        client.do(lead, f"{A}/items/{{item}}/change-state", {"state": state, "reason": "检修"},
                  ["assets.item-state-changed.v1"], item=f"CH-{number}")


@script(3)
def finding(client):
    site, engineer, lead = place(client)
    number, fault = client.world.number(), client.chance.random() < 0.5
    body = {"site": site, "title": f"隐患 {number}", "detail": "线缆老化", "severity": client.chance.choice(["high", "medium"]),
            "fault": fault}
    raised = client.do(engineer, f"{I}/findings", body, ["inspections.finding-raised.v1"])
    if fault:
        return
    name = raised["finding"]
    client.do(engineer, f"{I}/findings/{{finding}}/rectify", {"measure": "更换线缆"}, ["inspections.finding-rectified.v1"],
              finding=name)
    client.do(lead, f"{I}/findings/{{finding}}/retest", {"passed": True}, ["inspections.finding-cleared.v1"], finding=name)


@script(2)
def round_(client):
    if not client.world.walk():
        return
    try:
        found = client.world.round(client)
        if found:
            return go_round(client, found)
    finally:
        client.world.walked()
    plan(client)


def go_round(client, found):
    engineer = SITES[found["site"]]
    client.do(engineer, f"{I}/rounds/{{round}}/start", {}, ["inspections.round-started.v1"], round=found["round"])
    readings = []
    for index, check in enumerate(found["items"]):
        reading = {"code": check["code"], "outcome": "normal"}
        if check.get("low") or check.get("high"):
            reading["value"] = check.get("low") or check["high"]
        if index == 0 and client.chance.random() < 0.5:
            reading.update(outcome="abnormal", note="指示灯异常", fault=True)
        readings.append(reading)
    client.do(engineer, f"{I}/rounds/{{round}}/complete", {"readings": readings}, ["inspections.round-completed.v1"],
              round=found["round"])


@script(1)
def plan(client):
    site, _, lead = place(client)
    name = f"CH-P{client.world.number()}"
    body = {"site": site, "name": f"加巡 {name}", "category": "ROOM", "frequency": "daily", "windowTo": "23:59",
            "items": [{"code": "TEMP", "text": "温度", "unit": "℃", "low": "10", "high": "30"},
                      {"code": "LIGHT", "text": "指示灯"}], "basis": "agreed", "mode": "hot", "active": True}
    client.do(lead, f"{I}/plans/{{plan}}/publish", body, ["inspections.plan-published.v1"], plan=name)


@script(3)
def sheet(client):
    taken = client.world.sheet(client.chance)
    if not taken:
        return
    site, month = taken
    lead, names = f"{site.lower()}-lead", {"site": site, "month": month}
    route = f"{S}/sheets/{{site}}/{{month}}"

    def act(account, verb, body, *facts, **more):
        return client.do(account, f"{route}/{verb}", body, [f"assessments.{fact}.v1" for fact in facts], **names, **more)

    for _ in range(client.chance.randrange(1, 4)):
        rule = client.chance.choice(["absent", "late-or-early", "sample-mismatch", "satisfaction-low"])
        act(lead, "evidence", {"rule": rule, "note": f"抽查 {client.world.number()}", "day": f"{month}-15"},
            "evidence-proposed")
    shown = client.get(lead, f"{S}/sheets/{site}/{month}")
    for piece in (shown or {}).get("evidence", []):
        if piece["ruling"] == "proposed":
            upheld = client.chance.random() < 0.5
            act(lead, "evidence/{evidence}/rule", {"upheld": upheld, "reason": "核对记录"}, "evidence-ruled",
                evidence=piece["evidence"])
    if shown is None or client.chance.random() < 0.5:
        return client.world.give_back(taken)
    act(lead, "score", {}, "sheet-scored")
    act(lead, "publish", {}, "sheet-published")
    act("supplier", "object", {"text": f"对 {month} 有异议"}, "sheet-objected")
    act(lead, "objections/{objection}/rule", {"granted": False, "reason": "证据充分"}, "objection-ruled", objection="1")


@script(2)
def duty(client):
    site, engineer, lead = place(client)
    day = time.strftime("%Y-%m-%d", time.gmtime(1_830_000_000 + 86_400 * client.world.day()))
    client.do("supplier", f"{S}/duty", {"site": site, "day": day, "shift": "day", "account": engineer},
              ["assessments.duty-proposed.v1"])
    client.do(lead, f"{S}/duty/{{site}}/{{day}}/{{shift}}/agree", {}, ["assessments.duty-agreed.v1"], site=site, day=day,
              shift="day")


@script(1)
def post(client):
    site, _, _ = place(client)
    name = f"CH-{client.world.number()}"
    client.do("supplier", f"{S}/posts", {"post": name, "site": site, "role": "general"}, ["assessments.post-defined.v1"])
    client.do("supplier", f"{S}/posts/{{post}}/fill", {"account": name.lower(), "name": "临时工程师", "from": "2026-01-05"},
              ["assessments.post-filled.v1"], post=name)
    client.do("supplier", f"{S}/posts/{{post}}/vacate", {"until": "2026-02-05", "reason": "调离"},
              ["assessments.post-vacated.v1"], post=name)


@script(3)
def money(client):
    number, year, chance = client.world.number(), client.world.year(), client.chance
    if not year:
        return
    names, quarter = {"contract": year}, f"{year}-q1"
    body = {"year": year, "quarters": [chance.randrange(1, 10**8) for _ in range(4)],
            "shares": [{"site": "XZ", "bp": 6000}, {"site": "QH", "bp": 4000}], "supplier": "供应商",
            "signedOn": f"{year}-01-05"}
    client.do("finance", f"{B}/contracts", body, ["billing.contract-signed.v1"])
    fines = []
    for _ in range(2):
        fine = {"quarter": quarter, "site": "XZ", "amount": chance.randrange(1, 10**6), "reason": f"违约 {number}"}
        answer = client.do("finance", f"{B}/contracts/{{contract}}/fines", fine, ["billing.fine-imposed.v1"], **names)
        fines.append(answer["fines"][-1]["fine"])
    client.do("finance", f"{B}/contracts/{{contract}}/fines/{{fine}}/withdraw", {"reason": "撤回"},
              ["billing.fine-withdrawn.v1"], fine=fines[0], **names)
    gate = f"{B}/quarters/{{quarter}}/"
    issued = client.do("finance", gate + "issue", {}, ["billing.statement-issued.v1"], quarter=quarter)
    client.do("finance", gate + "approve", {}, ["billing.payment-approved.v1"], quarter=quarter)
    client.do("finance", gate + "await-funds", {"reason": "财政未到位"}, ["billing.funds-awaited.v1"], quarter=quarter)
    client.do("finance", gate + "pay", {"amount": issued["pay"], "paidOn": day_before_yesterday()},
              ["billing.payment-made.v1"], quarter=quarter)


def day_before_yesterday():
    """In the past by every clock of the run, one that is a day behind among them (F17)."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - 2 * 86_400))


@script(1)
def message(client):
    number = client.world.number()
    channel, rule = f"hook-{number}", f"rule-{number}"
    client.do("admin", f"{N}/channels/{{channel}}/configure",
              {"kind": "webhook", "name": f"通道 {number}", "url": client.world.sink_url, "secret": "whsec_Y2hhb3M="},
              ["notify.channel-configured.v1"], channel=channel)
    client.do("admin", f"{N}/channels/{{channel}}/test", {}, [], channel=channel)
    client.do("admin", f"{N}/contacts/{{account}}/set", {"mail": f"p{number}@example.cn"}, ["notify.contact-set.v1"],
              account=f"person-{number}")
    client.do("office", f"{N}/rules/{{rule}}/publish",
              {"notice": "billing.payment-made", "channel": channel, "sites": [], "audience": ["finance"]},
              ["notify.rule-published.v1"], rule=rule)
    client.do("office", f"{N}/rules/{{rule}}/withdraw", {}, ["notify.rule-withdrawn.v1"], rule=rule)


@script(2)
def directory(client):
    number = client.world.number()
    client.do("office", f"{O}/units", {"unit": f"unit-{number}", "name": f"临时处室 {number}", "sites": ["XZ"]},
              ["office.unit-registered.v1"])
    client.do("office", f"{O}/periods", {"period": f"P-{number}", "code": "BAOZHANG", "name": f"保障 {number}",
                                         "from": "2026-12-01", "to": "2026-12-03", "confirmed": True, "sites": []},
              ["office.period-declared.v1"])
    client.do("office", f"{O}/periods/{{period}}/cancel", {"reason": "取消"}, ["office.period-cancelled.v1"],
              period=f"P-{number}")
    if number % 7 == 0:
        account = {"account": f"u-{number}", "name": f"临时 {number}", "roles": ["engineer"], "sites": ["XZ"],
                   "password": f"ling-shi-mima-{number}"}
        client.do("admin", f"{O}/accounts", account, ["office.account-opened.v1", "office.password-set.v1"])
        client.do("admin", f"{O}/accounts/{{account}}/close", {"reason": "离职"}, ["office.account-closed.v1"],
                  account=f"u-{number}")


ALL = [ticket, item, finding, round_, plan, sheet, duty, post, money, message, directory]


def set_up(client):
    """Everybody signed in, for passwords are slow on purpose; a channel to the sink for each site, for each sends only so many a minute; items of each site for tickets to name."""
    def channel(name):
        client.do("admin", f"{N}/channels/{{channel}}/configure",
                  {"kind": "webhook", "name": name, "url": client.world.sink_url, "secret": "whsec_Y2hhb3M="},
                  ["notify.channel-configured.v1"], channel=name)

    def rule(name, notice, channel, sites):
        client.do("office", f"{N}/rules/{{rule}}/publish",
                  {"notice": notice, "channel": channel, "sites": sites, "audience": ["site-leads"]},
                  ["notify.rule-published.v1"], rule=name)

    for account in ["office", "supplier", "finance", "admin", *SITES.values(), *(f"{site.lower()}-lead" for site in SITES)]:
        client.tokens.of(account)
    channel("sink")
    rule("sink-payment", "billing.payment-made", "sink", [])
    for site in SITES:
        channel(f"sink-{site}")
        for notice in ("tickets.major", "tickets.ticket-opened"):
            rule(f"sink-{notice.split('.')[1]}-{site}", notice, f"sink-{site}", [site])
        page = client.get("office", f"{A}/items?site={site}&limit=20") or {"items": []}
        client.world.items.setdefault(site, []).extend(row["item"] for row in page["items"])
