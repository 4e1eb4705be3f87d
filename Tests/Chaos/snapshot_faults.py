"""F20d: a machine taken back to a snapshot while nobody can tell it what came after."""
import json
import shutil
import signal
import sqlite3
import tempfile
import time
import urllib.error
import urllib.request

from faults import Broken, Missed, fault
from restore_faults import OWNERS, expect_heads, heads_of


@fault("F20d", "a snapshot rolled back while Kafka is down", ("kafka",))
def rolled_back(ctx):
    """The stores of a moment ago come back while no broker answers. What was acknowledged since is in the topic alone, so no
    command is taken until the topic could be asked, and its numbers are not given twice."""
    fleet, name = ctx.fleet, ctx.chance.choice(OWNERS)
    snapshot = f"{fleet.dir}/snapshot-{time.time_ns()}"
    ctx.ready(name)
    # A machine's snapshot is all files of one instant; what the process had in its memory is not part of it.
    fleet.processes[name].send_signal(signal.SIGSTOP)
    try:
        shutil.copytree(fleet.data(name), snapshot, ignore=shutil.ignore_patterns("*.sock"))
        old = head_of_copy(f"{snapshot}/{name}.sqlite")
    finally:
        fleet.processes[name].send_signal(signal.SIGCONT)
    await_facts(fleet, name, old + 5)
    with ctx.world.quiet():
        fleet.settle(60)  # what was acknowledged is published: the disk that goes is not its only place
        head = heads_of(fleet)
        fleet.broker("kill", 1)
        try:
            fleet.end(name)
            shutil.rmtree(fleet.data(name))
            shutil.copytree(snapshot, fleet.data(name))
            fleet.start(name)
            said = refuses_commands(ctx, name)
        finally:
            fleet.broker("up", 1)
            fleet.broker("wait")
        ctx.ready(name)
        fleet.settle(60)
        expect_heads(fleet, head, [name])
    shutil.rmtree(snapshot)
    return (f"{name} back at {old} of {head[name][0]} without a broker: {said}; with it all {head[name][0] - old} facts are "
            "there again, by number and hash")


def head_of_copy(path):
    """Read from a copy of its own: opening it would work its write-ahead log into it."""
    with tempfile.TemporaryDirectory() as place:
        for end in ("", "-wal"):
            shutil.copy(path + end, f"{place}/store{end}")
        db = sqlite3.connect(f"{place}/store")
        try:
            return db.execute("SELECT coalesce(max(seq), 0) FROM log").fetchone()[0]
        finally:
            db.close()


def await_facts(fleet, name, seq):
    end = time.monotonic() + 60
    while heads_of(fleet)[name][0] < seq:
        if time.monotonic() > end:
            raise Missed(f"{name} stated nothing for a minute")
        time.sleep(0.3)


def refuses_commands(ctx, name):
    """For some seconds the process is up and neither ready nor willing; says with which words."""
    fleet, said, asked = ctx.fleet, "", 0
    end, latest = time.monotonic() + 5, time.monotonic() + 40
    while time.monotonic() < end or not asked and time.monotonic() < latest:
        ready, why = fleet.is_ready(name)
        if ready:
            raise Broken(f"{name} is ready on a store of before while no broker answers")
        status = knock(ctx, name)
        if status and status != 503:
            raise Broken(f"{name} answered a command with {status} on a store of before while no broker answers")
        asked += status == 503
        said = why if status else said
        time.sleep(0.3)
    if not asked:
        raise Missed(f"{name} answered nobody: {fleet.log_tail(name, 2)}")
    return f"not ready, {asked} commands answered 503 ({said.strip()[:120]})"


# By service a good command: who gives it, its path, its body.
COMMANDS = {
    "tickets": ("xz-1", "tickets", {"site": "XZ", "kind": "incident", "title": "回滚", "description": "快照之后", "impact": "single",
                                    "urgency": "low"}),
    "assets": ("xz-1", "items", {"item": "ROLLED-BACK", "site": "XZ", "state": "in-use", "fields": {
        "name": "交换机", "category": "NET", "place": "机房", "quantity": "1", "unit": "台"}}),
    "inspections": ("xz-1", "findings", {"site": "XZ", "title": "回滚", "detail": "快照之后", "severity": "medium", "fault": False}),
    "assessments": ("supplier", "posts", {"post": "ROLLED-BACK", "site": "XZ", "role": "general"}),
    "billing": ("finance", "contracts", {"year": 2901, "quarters": [1, 1, 1, 1], "shares": [{"site": "XZ", "bp": 10000}],
                                         "supplier": "回滚", "signedOn": "2901-01-05"}),
}


def knock(ctx, name):
    """The status of an answer to a good command, None where there is no answer."""
    account, path, body = COMMANDS[name]
    request = urllib.request.Request(
        f"http://127.0.0.1:{ctx.fleet.port(name)}/api/{name}/v1/{path}", data=json.dumps(body).encode(), method="POST", headers={
            "Content-Type": "application/json", "Authorization": f"Bearer {ctx.client.tokens.of(account)}",
            "Idempotency-Key": "rolled-back"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None
