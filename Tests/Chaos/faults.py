"""The faults. Each says what it did and proves that it was hit; what it breaks it mends."""
import os
import random
import signal
import sqlite3
import threading
import time

from fleet import SERVICES
from records import open_store

REGISTRY = {}


class Missed(Exception):
    """The fault could not be injected, so the run proves nothing about it."""


class Broken(Exception):
    """The fault did happen and a promise did not hold: the run is red at once."""


def fault(name, text, buses=("local", "kafka", "kafka3"), weight=1, usual=True):
    """Registers a fault. `usual`: part of the mixed run where FAULTS names none."""
    def mark(function):
        REGISTRY[name] = function
        function.fault, function.text, function.buses = name, text, buses
        function.weight, function.usual = weight, usual
        function.hits, function.proofs = 0, []
        return function
    return mark


class Context:
    """What a fault may touch."""

    def __init__(self, fleet, world, ledger, sink, seed, expected):
        self.fleet, self.world, self.ledger, self.sink, self.expected = fleet, world, ledger, sink, expected
        self.chance = random.Random(f"{seed}/faults")
        self.client = None

    def kafka_name(self):
        return self.chance.choice(self.fleet.names)

    def ready(self, name):
        self.fleet.await_ready(None if name == "ops" else [name])


@fault("F1", "kill -9 at a random moment", weight=6)
def kill(ctx):
    name = ctx.chance.choice(ctx.fleet.names)
    if ctx.chance.random() < 0.8:  # else it may die while it still starts
        ctx.ready(name)
    time.sleep(ctx.chance.uniform(0.05, 1.0))
    code = ctx.fleet.end(name)
    ctx.fleet.start(name)
    if code != -signal.SIGKILL:
        raise Missed(f"{name} had ended with {code} before")
    return f"{name} -9"


POINTS = {"before-commit": None, "after-commit": None, "after-apply": None, "mid-rebuild": None,
          "after-produce": "kafka", "after-publish": "kafka"}


@fault("F2", "kill at each of the named points", weight=4)
def fail_point(ctx):
    """In its first turn every point, later one; exit code 137 proves that it was reached. The seventh, inside a migration, is met
    at the first start of a run, for only an empty store has migrations."""
    points = [point for point, bus in POINTS.items() if bus is None or ctx.fleet.bus != "local"]
    wanted, met = [ctx.chance.choice(points)] if fail_point.hits else points, []
    for point in wanted:
        # Some processes pass some points seldom; another one is tried before it counts as a miss.
        proof = die_at(ctx, point) or die_at(ctx, point)
        if not proof:
            raise Missed(f"{point} was not reached, after {', '.join(met) or 'nothing'}")
        met.append(proof)
    first = f"; at the first start {fail_point.migrations[0]}" if fail_point.migrations else ""
    return f"{', '.join(met)} → exit 137{first}"


def cut_migration(ctx, name):
    """A process on no store at all dies at a seeded step of the migrations; the next start finds what was stored before and goes
    on. Returns what died where, or None where it did not."""
    fleet, services = ctx.fleet, [s for s in SERVICES if ctx.fleet.process_of(s) == name]
    if any(os.path.exists(fleet.store(service)) for service in services):
        raise Missed(f"{name} has a store already")
    step = ctx.chance.randrange(1, 4 * len(services))  # a store has three and more
    fleet.start(name, BUS_CRASH_AT=f"mid-migration:{step}")
    code = fleet.await_end(name, 60, 137)
    if code is None:
        fleet.end(name, meant=(-signal.SIGKILL, 137))
    stored = sum(steps_of(fleet, service) for service in services)
    if code == 137 and stored >= step:
        raise Broken(f"{name} died inside migration {step} and {stored} are stored")
    return f"mid-migration:{step} in {name}, {stored} stored" if code == 137 else None


def steps_of(fleet, service):
    """How many migrations a store has behind it; none where it is not there or has no tables yet."""
    try:
        db = open_store(fleet, service)
    except sqlite3.OperationalError:
        return 0
    try:
        return db.execute("SELECT count(*) FROM migration").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        db.close()


def die_in_first_migration(ctx):
    name = ctx.chance.choice(ctx.fleet.names)
    fail_point.migrations = [proof for proof in [cut_migration(ctx, name)] if proof]


def judge_migration(ctx):
    yield "F2", bool(fail_point.migrations), f"died inside a migration and started again: {', '.join(fail_point.migrations)}", \
        "mid-migration was not reached"


fail_point.migrations = []
fail_point.first_start, fail_point.after = die_in_first_migration, judge_migration


def die_at(ctx, point):
    """What died where; None where the point was not reached."""
    fleet = ctx.fleet
    name = ctx.chance.choice(fleet.names) if fleet.bus == "local" else ctx.chance.choice(
        ["tickets", "inspections", "office"] if point in ("after-apply", "mid-rebuild") else ["tickets", "billing", "assets"])
    passes = 1 if point == "mid-rebuild" else ctx.chance.randrange(5, 40)
    fleet.end(name)
    fleet.start(name, BUS_CRASH_AT=f"{point}:{passes}")
    if point == "mid-rebuild":
        ctx.ready(name)
        rebuild_one(ctx, "tickets" if name == "ops" else name, wait=False)
    code = fleet.await_end(name, 60, 137)
    if code is None:
        fleet.end(name, meant=(-signal.SIGKILL, 137))
    fleet.start(name)
    ctx.ready(name)
    return f"{point}:{passes} in {name}" if code == 137 else None


def rebuild_one(ctx, service, wait=True):
    """Asks for the rebuild of one read model; in a thread where the process is to die meanwhile."""
    db = open_store(ctx.fleet, service)
    names = [row[0] for row in db.execute("SELECT name FROM readModel ORDER BY name")]
    db.close()
    model = ctx.chance.choice(names)

    def ask():
        try:
            return ctx.fleet.admin(ctx.fleet.process_of(service), "POST", "/admin/rebuild",
                                   {"service": service, "model": model})
        except Exception:
            return None
    if wait:
        return model, ask()
    threading.Thread(target=ask, daemon=True).start()
    return model, None


@fault("F3", "stopped and continued; a second instance on one store", weight=2)
def pause(ctx):
    """SIGSTOP for a while; meanwhile another process wants the same store and must be refused."""
    fleet = ctx.fleet
    name = ctx.chance.choice(fleet.names)
    ctx.ready(name)  # before it holds its store the other one may well have it
    fleet.processes[name].send_signal(signal.SIGSTOP)
    started = time.monotonic()
    second = fleet.spawn(name, OPS_HTTP_PORT=str(fleet.base + 950))
    try:
        code = fleet.collect(f"second {name}", second, (fleet.refusal(name),), 30)
        time.sleep(max(0, ctx.chance.uniform(1, 4) - (time.monotonic() - started)))
    finally:
        second.kill()
        second.wait()
        fleet.processes[name].send_signal(signal.SIGCONT)
    if code != fleet.refusal(name) or "lock" not in fleet.log_tail(name, 3):
        raise Broken(f"the second {name} was not refused, exit code {code}: {fleet.log_tail(name, 2)}")
    return f"{name} stopped {time.monotonic() - started:.1f} s, second instance refused (exit {code})"


@fault("F22", "a read model rebuilt under load", weight=2)
def rebuild(ctx):
    service = ctx.chance.choice(["tickets", "office", "inspections", "assets", "billing", "notify", "assessments"])
    ctx.fleet.await_ready([service])
    model, answer = rebuild_one(ctx, service)
    if not answer or answer[0] == 503:  # a source cannot be read now
        raise Missed(f"{service} {model}: {answer}")
    if answer[0] >= 300:
        raise Broken(f"{service} {model}: {answer}")
    return f"{service} {model}"


@fault("F2p", "kill between a position and its effect, which only a sabotaged build has", usual=False)
def early_position(ctx):
    fleet = ctx.fleet
    name = "ops" if fleet.bus == "local" else "office"
    fleet.end(name)
    fleet.start(name, BUS_CRASH_AT=f"early-position:{ctx.chance.randrange(20, 60)}")
    code = fleet.await_end(name, 30, 137)
    if code is None:
        fleet.end(name, meant=(-signal.SIGKILL, 137))
    fleet.start(name)
    ctx.ready(name)
    if code != 137:
        raise Missed(f"{name} commits position and effect together ({code})")
    return "exit 137"
