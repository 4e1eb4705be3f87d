"""F18: the other side of notices misbehaves in every way we know."""
import time

from faults import Broken, Missed, fault
from hostile import Neighbours
from records import open_store

# What notify must have written down of a call that could not be made: a word of the reason it shows.
REASONS = {"bad-port": "没有接受连接", "bad-tls": "证书"}


@fault("F18", "endpoints that refuse, reset, dawdle, flood and redirect, and one whose certificate is nobody's")
def hostile_endpoints(ctx):
    """They are there all the time, each with a channel of its own; each hit waits until all of them were called, and looks what
    it cost."""
    found, end = ctx.hostile, time.monotonic() + 60
    while (left := found.missing() + unexplained(ctx)) and time.monotonic() < end:
        time.sleep(0.5)
    if left:
        raise Missed(f"not met: {', '.join(left)}")
    process, peak = ctx.fleet.processes[ctx.fleet.process_of("notify")], 0
    with open(f"/proc/{process.pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM"):
                peak = int(line.split()[1]) >> 10
    if peak > 700:
        raise Broken(f"notify used {peak} MiB, more than 700")
    return f"{counted(ctx)}; notify at most {peak} MiB"


def counted(ctx):
    return f"web {ctx.hostile.web}; mail {ctx.hostile.mail}; TLS {ctx.hostile.tls}; {', '.join(reasons(ctx))}"


def attempts(ctx):
    """(channel, outcome, reason, how many) of the calls to the bad endpoints, as notify keeps them."""
    db = open_store(ctx.fleet, "notify")
    try:
        return db.execute("SELECT channel, outcome, attempt.note, count(*) FROM attempt JOIN delivery USING (delivery) "
                          "WHERE channel LIKE 'bad-%' GROUP BY 1, 2, 3").fetchall()
    finally:
        db.close()


def reasons(ctx):
    return [f"{channel} “{note}” {times}" for channel, _, note, times in attempts(ctx) if channel in REASONS and note]


def unexplained(ctx):
    """Those channels that could not be reached and of which notify does not say why."""
    said = {channel for channel, outcome, note, _ in attempts(ctx)
            if outcome == "refused" and REASONS.get(channel, "\0") in (note or "")}
    return [f"{channel} “{reason}”" for channel, reason in REASONS.items() if channel not in said]


def invite(ctx):
    ctx.hostile = Neighbours(ctx.fleet.base + 901, ctx.fleet.dir)


def name_them(ctx):
    """A channel for each, told of every ticket of two sites."""
    api = "/api/notify/v1"
    for channel, (kind, url) in ctx.hostile.channels().items():
        more = {"from": "ops@example.cn", "to": ["a@example.cn"]} if kind == "smtp" else {}
        ctx.client.do("admin", f"{api}/channels/{{channel}}/configure", {"kind": kind, "name": channel, "url": url, **more},
                      ["notify.channel-configured.v1"], channel=channel)
        ctx.client.do("office", f"{api}/rules/{{rule}}/publish", {
            "notice": "tickets.ticket-opened", "channel": channel, "sites": ["XZ", "JG"], "audience": ["site-leads"]},
            ["notify.rule-published.v1"], rule=f"to-{channel}")


def judge(ctx):
    """At the end of a run each must have been met, and none of their answers taken for a delivery."""
    left = ctx.hostile.missing() + unexplained(ctx)
    yield "F18", not left, f"every kind of bad endpoint was met: {counted(ctx)}", f"not met: {', '.join(left)}"
    taken = [row for row in attempts(ctx) if row[1] == "delivered"]
    yield "F18", not taken, f"none of {sum(row[3] for row in attempts(ctx))} calls to them counts as delivered", taken
    trusted = ctx.hostile.tls.met.get("trusted", 0)
    yield "F18", trusted == 0, "nothing was sent to the server that nobody vouches for", f"{trusted} calls"


hostile_endpoints.prepare, hostile_endpoints.set_up, hostile_endpoints.after = invite, name_them, judge
