"""F17: a process whose clock is wrong, and whose clock is put right."""
import contextlib
import ctypes
import glob
import os
import signal
import time

from faults import Broken, Missed, fault
from records import open_store

FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
MINUTE = 60
# (seconds away, by what). The injected clock moves a whole process; libfaketime what the C library says, at the start or, from a
# file that is read at each look, in the middle of its life. librdkafka waits for moments that libfaketime shifts in one call and
# not in another, so over Kafka the clock is moved by injection alone.
INJECTED = [(90 * MINUTE, "injected"), (-90 * MINUTE, "injected"), (1440 * MINUTE, "injected"), (-1440 * MINUTE, "injected")]
LIVING = [(90 * MINUTE, "started"), (-90 * MINUTE, "started"), (0, "frozen"), (-1, "stepped"), (1, "stepped"),
          (90 * MINUTE, "stepped")]


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
        yield {"LD_PRELOAD": FAKETIME[0], "FAKETIME_SHARED": f"{name} {name}-memory", "DONT_FAKE_MONOTONIC": "1"}
    finally:
        libc.sem_unlink(name.encode())
        os.remove(f"/dev/shm{name}-memory")


@fault("F17", "the clock jumps forward and back, by a second, 90 minutes and a day, and stands still", weight=2)
def clock(ctx):
    """A process lives with a wrong clock for a while, then in true time again: another kind each turn, in an order of the run's
    own."""
    fleet, name = ctx.fleet, ctx.chance.choice(ctx.fleet.names)
    if not clock.order:
        clock.order = INJECTED + (LIVING if fleet.bus == "local" else [])
        ctx.chance.shuffle(clock.order)
    away, how = clock.order[clock.turns % len(clock.order)]
    clock.turns += 1
    if how != "injected" and not FAKETIME:
        raise Missed("libfaketime is not installed")
    # By a day's jump rounds are missed, by less than the hours that the clients keep away from a round's window none is.
    with ctx.world.nobody_on_a_round() if abs(away) > 100 * MINUTE else contextlib.nullcontext():
        said = KINDS[how](ctx, name, away)
    return f"{name} {said}; {newest(ctx, 'tickets' if name == 'ops' else name)}"


clock.order, clock.turns = [], 0


def offset(ctx, name):
    """How many seconds the process's clock is ahead of ours."""
    return ctx.fleet.admin(name, "GET", "/admin/status")[1]["now"] / 1000 - time.time()


def expect_offset(ctx, name, wanted, tolerance):
    found = offset(ctx, name)
    if abs(found - wanted) > tolerance:
        raise Missed(f"the clock of {name} is {found:+.1f} s away, not {wanted:+d} s")
    return found


@contextlib.contextmanager
def wrong(ctx, name, away):
    """Notes the span, by the wrong clock in ms, and puts the process right: what was stated or given up then may have expired."""
    began = time.time()
    ctx.fleet.end(name)
    try:
        yield
        ctx.fleet.end(name, signal.SIGTERM)
    finally:
        if name == ctx.fleet.process_of("notify") and away:
            ctx.expected["wrong"].append((away / 60, *((t + away) * 1000 for t in (began, time.time()))))
        if ctx.fleet.processes[name].poll() is None:  # the fault was not met
            ctx.fleet.end(name)
        ctx.fleet.start(name)
        ctx.ready(name)


def injected(ctx, name, away):
    with wrong(ctx, name, away):
        ctx.fleet.start(name, OPS_SIMULATE=f"{away // MINUTE:+d}m")
        ctx.ready(name)
        found = expect_offset(ctx, name, away, 60)
        time.sleep(ctx.chance.uniform(2, 5))
    return f"lived {found / 60:+.0f} min from true time by the injected clock"


def started(ctx, name, away):
    with wrong(ctx, name, away), shared_clock() as clock:
        ctx.fleet.start(name, FAKETIME=f"{away:+d}", **clock)
        ctx.ready(name)
        found = expect_offset(ctx, name, away, 60)
        time.sleep(ctx.chance.uniform(2, 5))
    return f"lived {found / 60:+.0f} min from true time by libfaketime"


def frozen(ctx, name, _):
    """Timers go on by the monotonic clock, and the log's time stands."""
    with wrong(ctx, name, 0), shared_clock() as clock:
        ctx.fleet.start(name, FAKETIME=time.strftime("%Y-%m-%d %H:%M:%S"), **clock)
        ctx.ready(name)
        before, count = ctx.fleet.admin(name, "GET", "/admin/status")[1]["now"], len(ctx.ledger.of("ok"))
        time.sleep(ctx.chance.uniform(3, 6))
        after, done = ctx.fleet.admin(name, "GET", "/admin/status")[1]["now"], len(ctx.ledger.of("ok")) - count
        if after != before:
            raise Missed(f"the clock of {name} went on by {after - before} ms")
        if not done:
            raise Broken(f"{name} carried no command out while its clock stood still")
    return f"lived in one moment by libfaketime and carried out {done} commands in it"


def stepped(ctx, name, away):
    """The clock jumps while the process lives, and back: by one second it is what a leap second looks like to a program."""
    with wrong(ctx, name, away), shared_clock() as clock:
        path, found = f"{ctx.fleet.dir}/faketime", []
        step(path, 0)
        ctx.fleet.start(name, FAKETIME_TIMESTAMP_FILE=path, FAKETIME_NO_CACHE="1", **clock)
        ctx.ready(name)
        for seconds in (0, away, 0):
            step(path, seconds)
            time.sleep(ctx.chance.uniform(1, 2))
            found.append(expect_offset(ctx, name, seconds, 0.5))
    return f"stepped {found[1]:+.1f} s and back while it lived, by libfaketime"


def step(path, seconds):
    """In one go, for the process may look at any moment."""
    with open(f"{path}.new", "w") as file:
        file.write(f"{seconds:+d}\n")
    os.replace(f"{path}.new", path)


KINDS = {"injected": injected, "started": started, "frozen": frozen, "stepped": stepped}


def newest(ctx, service):
    """How far the newest fact's time is from ours: ahead it stays ahead, for a log's time never runs back."""
    db = open_store(ctx.fleet, service)
    times = [row[0] for row in db.execute("SELECT time FROM log ORDER BY seq DESC LIMIT 1")]
    db.close()
    return f"newest fact of {service} {(times[0] / 1000 - time.time()) / 60:+.0f} min" if times else "no facts"
