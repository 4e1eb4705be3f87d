"""Faults of the people and the machine: big bodies, keys used twice, a cold start."""
import json
import os
import signal
import time
import urllib.error
import urllib.request

from bus_faults import produce
from faults import Broken, Missed, fault


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
