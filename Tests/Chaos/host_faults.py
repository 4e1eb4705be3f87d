"""Faults of the machine and of the other side: disk, clock, backup, cold start, hostile endpoints, big bodies."""
import glob
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

from faults import Missed, fault
from fleet import SERVICES
from sink import Mail, Server, hostile, hostile_mail

FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")


@fault("F13", "bodies and records that are too large", usual=True)
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
        raise Missed(f"a body of 1 MiB got {status}")
    if fleet.bus == "local":
        return "1 MiB → 413"
    from bus_faults import produce
    marker = f"<{os.urandom(6).hex()}>".encode()
    produce(fleet, "ops.assets.v1", marker + b"y" * 900_000)
    ctx.expected["unreadable"].append(("ops.assets.v1", marker))
    return "1 MiB → 413; a raw record of 900 kB"


@fault("F14", "the disk full, and empty again", ("local",), usual=True)
def disk_full(ctx):
    """Fills the small file system that the stores lie on; commands must be put off, not half done, and go on by themselves."""
    data = ctx.fleet.data("ops")
    if not os.path.ismount(data):
        raise Missed("not root: no small file system could be mounted")
    repeats, full = ctx.ledger.repeats, f"{data}/filler"
    try:
        with open(full, "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"\0" * (1 << 20))
            except OSError:
                pass
            free = os.statvfs(data)
        time.sleep(ctx.chance.uniform(1.5, 4))
    finally:
        os.remove(full)
    put_off = ctx.ledger.repeats - repeats
    if ctx.fleet.processes["ops"].poll() is not None:
        # Leaving is allowed where an outcome is unknown (IOERR at COMMIT); a supervisor starts it anew.
        ctx.fleet.await_end("ops", 1)
        ctx.fleet.start("ops")
        ctx.ready("ops")
    if put_off == 0:
        raise Missed("no command was put off")
    return f"{free.f_bavail * free.f_bsize >> 10} KiB left, {put_off} answers 503"


def small_disk(ctx):
    data = ctx.fleet.data("ops")
    os.makedirs(data, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192m", "chaos", data], capture_output=True)


def unmount(fleet):
    if fleet.bus == "local" and os.path.ismount(fleet.data("ops")):
        keep = f"{fleet.dir}/kept"
        shutil.copytree(fleet.data("ops"), keep, ignore=shutil.ignore_patterns("*.sock"))
        subprocess.run(["umount", fleet.data("ops")], capture_output=True)


disk_full.prepare, disk_full.clean_up = small_disk, unmount


@fault("F17", "the clock jumps forward and back", ("kafka", "kafka3"), usual=True)
def clock(ctx):
    """A process lives 90 minutes ahead or behind for a while (libfaketime), then in true time again."""
    if not FAKETIME:
        raise Missed("libfaketime is not installed")
    fleet, name = ctx.fleet, ctx.chance.choice(ctx.fleet.names)
    jump = ["+90m", "-90m"][clock.hits % 2]
    ctx.expected["expired"] = True
    fleet.end(name)
    fleet.start(name, LD_PRELOAD=FAKETIME[0], FAKETIME=jump, DONT_FAKE_MONOTONIC="1")
    ctx.ready(name)
    service = "office" if name == "ops" else name
    with urllib.request.urlopen(f"http://127.0.0.1:{fleet.port(service)}/health/live", timeout=5):
        pass
    time.sleep(ctx.chance.uniform(2, 5))
    seen = shown(ctx, service)
    fleet.end(name, signal.SIGTERM)
    fleet.start(name)
    ctx.ready(name)
    return f"{name} {jump}: {seen}"


def shown(ctx, service):
    """How far the newest fact's time is from ours: proof that the process lived in another time."""
    from records import open_store
    db = open_store(ctx.fleet, service)
    times = [row[0] for row in db.execute("SELECT time FROM log ORDER BY seq DESC LIMIT 1")]
    db.close()
    return f"newest fact is {(times[0] / 1000 - time.time()) / 60:+.0f} min from true time" if times else "no facts"


@fault("F18", "endpoints that refuse, reset, dawdle, flood and redirect", weight=1, usual=True)
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
        raise Missed(f"notify used {peak} MiB")
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


@fault("F19", "keys used twice, at once, late and with another body", weight=1, usual=True)
def keys(ctx):
    """The clients do it all the time; a hit looks that they did."""
    ledger = ctx.ledger
    end = time.monotonic() + 10
    while not (ledger.same and ledger.reused and ledger.abandoned) and time.monotonic() < end:
        time.sleep(0.5)
    if not (ledger.same and ledger.reused and ledger.abandoned):
        raise Missed("no key was repeated yet")
    return f"{ledger.same} repeated, {ledger.reused} with another body, {ledger.abandoned} abandoned"


def replace(ctx, name, backup=None):
    """Takes a service's whole disk away and puts nothing or a backup in its place. Returns the log's head."""
    fleet = ctx.fleet
    fleet.settle(60)
    head = {s["service"]: (s["facts"], s["hash"]) for s in fleet.statuses()}
    fleet.end(name)
    for entry in os.scandir(fleet.data(name)):  # the folder itself may be a mount
        shutil.rmtree(entry.path) if entry.is_dir() else os.remove(entry.path)
    if backup:
        out = subprocess.run([f"{fleet.bin}/ops", "restore", "--from", backup, "--data", fleet.data(name)],
                             capture_output=True, text=True)
        if out.returncode:
            raise Missed(f"restore: {out.stdout}{out.stderr}")
    fleet.start(name)
    ctx.ready(name)
    fleet.settle(60)
    after = {s["service"]: (s["facts"], s["hash"]) for s in fleet.statuses()}
    for service in (SERVICES if name == "ops" else [name]):
        if after[service][0] < head[service][0]:
            raise Missed(f"{service} had {head[service]} and has {after[service]}")
    return head


@fault("F20a", "an old backup restored", usual=True)
def restore(ctx):
    """Kafka: an hour's worth of facts comes back from the topic. One machine: what the backup has is all there is."""
    fleet = ctx.fleet
    name = "ops" if fleet.bus == "local" else ctx.chance.choice(["tickets", "assets", "inspections", "assessments", "billing"])
    backup = f"{fleet.dir}/backup-{restore.hits}-{time.time_ns()}"

    def take():
        status, answer = fleet.admin(name, "POST", "/admin/backup", {"directory": backup})
        if status >= 300:
            raise Missed(f"backup: {status} {answer}")
        return {entry["topic"]: entry["seq"] for entry in answer["stores"]}

    if fleet.bus != "local":
        had = take()
        time.sleep(ctx.chance.uniform(2, 5))
    with ctx.world.quiet():
        if fleet.bus == "local":
            fleet.settle(60)
            had = take()
        head = replace(ctx, name, backup)
    shutil.rmtree(backup)
    shown = name if name != "ops" else "tickets"
    return f"{name}: backup at seq {had[f'ops.{shown}.v1']}, log at {head[shown][0]}, the same after the restore"


@fault("F20b", "a service's disk lost, healed from its topic", ("kafka", "kafka3"), usual=True)
def lost_disk(ctx):
    name = ctx.chance.choice(["tickets", "assets", "inspections", "assessments", "billing"])
    with ctx.world.quiet():
        head = replace(ctx, name)
    return f"{name}: empty volume, {head[name][0]} facts back before the first command"


@fault("F25", "all down, up again in random order, the broker last", usual=True)
def cold_start(ctx):
    fleet = ctx.fleet
    names = list(fleet.names)
    for name in names:
        fleet.end(name, ctx.chance.choice([signal.SIGKILL, signal.SIGTERM]))
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
    dead = [name for name, process in fleet.processes.items() if process.poll() is not None]
    if dead:
        raise Missed(f"{dead} ended by themselves")
    return " ".join(names) + (", broker last" if fleet.kafka else "")
