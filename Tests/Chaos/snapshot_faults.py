"""F20d: a machine taken back to a snapshot while nobody can tell it what came after."""
import shutil
import signal
import sqlite3
import tempfile
import time
from http.client import HTTPException

from faults import Missed, fault
from restore_faults import expect_heads, heads_of


@fault("F20d", "a snapshot rolled back while Kafka is down", ("kafka",))
def rolled_back(ctx):
    """The stores of a moment ago come back while no broker answers. What was acknowledged since is in the topic alone and must
    come from there, by its numbers. Nothing in the stores says that they are old, so a fact stated before their topic was asked,
    by a command or by a timer, is a fork that stops the service (F20c): nobody gives a command meanwhile, and it is a service that
    states nothing of itself as time goes by. Assets reacts to others and must not before its topic was asked."""
    fleet, name = ctx.fleet, ["assets", "billing"][rolled_back.hits % 2]
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
            stays_old(fleet, name, old)
        finally:
            fleet.broker("up", 1)
            fleet.broker("wait")
        fleet.settle(60)
        expect_heads(fleet, head, [name])
    shutil.rmtree(snapshot)
    return (f"{name} back at {old} of {head[name][0]}, up without a broker and still there after 4 s; with it all "
            f"{head[name][0] - old} facts are there again, by number and hash")


def stays_old(fleet, name, old):
    """It comes up on the old stores: else what is seen afterwards says nothing."""
    end = time.monotonic() + 40
    while True:
        try:
            found = fleet.admin(name, "GET", "/admin/status")[1]["services"][0]["facts"]
            break
        except (OSError, HTTPException, ValueError, TypeError) as why:
            if time.monotonic() > end:
                raise Missed(f"{name} did not come up without a broker: {why}; {fleet.log_tail(name, 2)}") from why
            time.sleep(0.2)
    time.sleep(4)
    later = fleet.admin(name, "GET", "/admin/status")[1]["services"][0]["facts"]
    if found != old or later != old:
        raise Missed(f"{name} was to come up at {old}, came up at {found} and went to {later}")


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
