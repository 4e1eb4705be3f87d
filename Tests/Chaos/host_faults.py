"""Faults of the machine and of the other side: clock, cold start, hostile endpoints, big bodies."""
import contextlib
import ctypes
import glob
import json
import os
import signal
import time
import urllib.error
import urllib.request

from bus_faults import produce
from faults import Broken, Missed, fault
from records import open_store
from sink import Mail, Server, hostile, hostile_mail

FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")


@fault("F13", "bodies and records that are too large")
def oversize(ctx):
    """1 MiB is refused at the edge; a raw record of 900 kB is one unreadable record."""
    fleet = ctx.fleet
    fleet.await_ready(["tickets"])
    body = json.dumps({"site": "XZ", "kind": "incident", "title": "大", "description": "x" * (1 << 20)}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{fleet.port('tickets')}/api/tickets/v1/tickets", data=body, method="POST", headers={
            "Content-Type": "application/json", "Authorization": f"Bearer {ctx.client.tokens.of('xz-1')}",
            "Idempotency-Key": f"big-{time.time_ns()}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError as error:
        status = str(error)
    if status != 413:
        raise Broken(f"a body of 1 MiB got {status}")
    if fleet.bus == "local":
        return "1 MiB → 413"
    marker = f"<{os.urandom(6).hex()}>".encode()
    produce(fleet, "ops.assets.v1", marker + b"y" * 900_000)
    ctx.expected["must"].append(("ops.assets.v1", marker))
    return "1 MiB → 413; a raw record of 900 kB"


@contextlib.contextmanager
def shared_clock():
    """What libfaketime would make for itself and put into the environment. That moves the environment, and the Swift runtime
    looks for its arguments below it: a process whose preloaded library sets a variable before `main` has none."""
    name, libc = f"/chaos-{os.getpid()}-{time.time_ns()}", ctypes.CDLL(None)
    libc.sem_open.restype = ctypes.c_void_p
    libc.sem_open(name.encode(), os.O_CREAT, 0o600, 1)
    with open(f"/dev/shm{name}-memory", "wb") as memory:
        memory.write(bytes(4096))
    try:
        yield f"{name} {name}-memory"
    finally:
        libc.sem_unlink(name.encode())
        os.remove(f"/dev/shm{name}-memory")


@fault("F17", "the clock jumps forward and back")
def clock(ctx):
    """A process lives 90 minutes ahead or behind for a while, then in true time again: by the clock that is injected, and for the
    all-in-one also by libfaketime. librdkafka waits for moments that libfaketime shifts in one call and not in another."""
    fleet, name = ctx.fleet, ctx.chance.choice(ctx.fleet.names)
    jump, whole = ["+90m", "-90m"][clock.hits % 2], fleet.bus == "local" and clock.hits % 4 < 2
    if whole and not FAKETIME:
        raise Missed("libfaketime is not installed")
    away = at_wrong_time(ctx, name, jump, whole)
    return (f"{name} lived {away:+.0f} min from true time by {'libfaketime' if whole else 'the injected clock'}; "
            f"{newest(ctx, 'tickets' if name == 'ops' else name)}")


def at_wrong_time(ctx, name, jump, whole):
    """Lets a process live with a wrong clock and puts it right again. Returns the minutes it was away. Notes the span, by the
    wrong clock in ms: what was stated or given up then may have expired."""
    fleet, minutes, began = ctx.fleet, int(jump[:-1]), time.time()
    fleet.end(name)
    if whole:
        with shared_clock() as shared:
            fleet.start(name, LD_PRELOAD=FAKETIME[0], FAKETIME=jump, FAKETIME_SHARED=shared, DONT_FAKE_MONOTONIC="1")
            ctx.ready(name)
    else:
        fleet.start(name, OPS_SIMULATE=jump)
        ctx.ready(name)
    away = (fleet.admin(name, "GET", "/admin/status")[1]["now"] / 1000 - time.time()) / 60
    time.sleep(ctx.chance.uniform(2, 5))
    fleet.end(name, signal.SIGTERM)
    if name == fleet.process_of("notify"):
        ctx.expected["wrong"].append((minutes, *((t + minutes * 60) * 1000 for t in (began, time.time()))))
    fleet.start(name)
    ctx.ready(name)
    if abs(away - minutes) > 1:
        raise Missed(f"the clock of {name} was {away:+.0f} min away, not {jump}")
    return away


def newest(ctx, service):
    """How far the newest fact's time is from ours: ahead it stays ahead, for a log's time never runs back."""
    db = open_store(ctx.fleet, service)
    times = [row[0] for row in db.execute("SELECT time FROM log ORDER BY seq DESC LIMIT 1")]
    db.close()
    return f"newest fact of {service} {(times[0] / 1000 - time.time()) / 60:+.0f} min" if times else "no facts"


@fault("F18", "endpoints that refuse, reset, dawdle, flood and redirect")
def hostile_endpoints(ctx):
    """They are there all the time; each hit looks whether they were called and what it cost."""
    web, mail, peak = ctx.hostile["web"], ctx.hostile["mail"], 0
    end = time.monotonic() + 15
    while not (web and mail) and time.monotonic() < end:
        time.sleep(0.5)
    if not web or not mail:
        raise Missed(f"called were {web} {mail}")
    process = ctx.fleet.processes[ctx.fleet.process_of("notify")]
    with open(f"/proc/{process.pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM"):
                peak = int(line.split()[1]) >> 10
    if peak > 700:
        raise Broken(f"notify used {peak} MiB, more than 700")
    return f"web {dict(web)}, mail {dict(mail)}, notify at most {peak} MiB"


def invite_hostile(ctx):
    ctx.hostile = {"web": {}, "mail": {}}
    Server(ctx.fleet.base + 901, hostile(ctx.hostile["web"]))
    Server(ctx.fleet.base + 902, hostile_mail(ctx.hostile["mail"]), Mail)


def name_hostile(ctx):
    """Channels to them, and to a port where nobody listens, for every ticket."""
    base, api = ctx.fleet.base, "/api/notify/v1"
    kinds = {"bad-web": ("webhook", f"http://127.0.0.1:{base + 901}/hook", {}),
             "bad-bot": ("wecom", f"http://127.0.0.1:{base + 901}/bot", {}),
             "bad-port": ("webhook", "http://127.0.0.1:9/", {}),
             "bad-mail": ("smtp", f"smtp://127.0.0.1:{base + 902}", {"from": "ops@example.cn", "to": ["a@example.cn"]})}
    for channel, (kind, url, more) in kinds.items():
        ctx.client.do("admin", f"{api}/channels/{{channel}}/configure", {"kind": kind, "name": channel, "url": url, **more},
                      ["notify.channel-configured.v1"], channel=channel)
        ctx.client.do("office", f"{api}/rules/{{rule}}/publish",
                      {"notice": "tickets.ticket-opened", "channel": channel, "sites": [], "audience": ["site-leads"]},
                      ["notify.rule-published.v1"], rule=f"to-{channel}")


hostile_endpoints.prepare, hostile_endpoints.set_up = invite_hostile, name_hostile


@fault("F19", "keys used twice, at once, late and with another body")
def keys(ctx):
    """The clients do it all the time; a hit looks that they did."""
    ledger = ctx.ledger
    end = time.monotonic() + 10
    while not (ledger.same and ledger.reused and ledger.abandoned) and time.monotonic() < end:
        time.sleep(0.5)
    if not (ledger.same and ledger.reused and ledger.abandoned):
        raise Missed("no key was repeated yet")
    return f"{ledger.same} repeated, {ledger.reused} with another body, {ledger.abandoned} abandoned"


@fault("F25", "all down, up again in random order, the broker last")
def cold_start(ctx):
    fleet = ctx.fleet
    names = list(fleet.names)
    numbers = {name: ctx.chance.choice([signal.SIGKILL, signal.SIGTERM]) for name in names}
    for name in names:
        if numbers[name] == signal.SIGTERM:
            ctx.ready(name)  # before it hears signals it ends as any program does
    for name in names:
        fleet.end(name, numbers[name])
    if fleet.kafka:
        fleet.broker("stop")
    ctx.chance.shuffle(names)
    for name in names:
        fleet.start(name)
        time.sleep(ctx.chance.uniform(0, 0.5))
    if fleet.kafka:
        time.sleep(1)
        fleet.broker("start", *(["--brokers", "3"] if fleet.bus == "kafka3" else []))
    fleet.await_ready()
    if dead := fleet.note_dead():
        raise Broken(f"{dead} ended by themselves")
    return " ".join(names) + (", broker last" if fleet.kafka else "")
