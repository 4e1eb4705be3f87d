"""Faults of the brokers themselves: gone, back, without a leader, without their disk."""
import json
import subprocess
import time

from faults import Broken, Missed, fault

KAFKA = ("kafka", "kafka3")


def answered(ctx):
    return len(ctx.ledger.of("ok"))


def accepting(ctx, before, seconds, what):
    """Waits and says how many commands were answered meanwhile; on a busy machine the first may take its time, but a dead
    broker refuses nobody."""
    time.sleep(seconds)
    end = time.monotonic() + 20
    while (got := answered(ctx) - before) == 0:
        if time.monotonic() > end:
            raise Broken(f"{what} for {seconds + 20:.1f} s, and no command was answered meanwhile")
        time.sleep(0.2)
    return got


@fault("F4", "broker down and up, flapping", KAFKA, weight=2)
def broker_down(ctx):
    fleet, before = ctx.fleet, answered(ctx)
    number = ctx.chance.randrange(1, 4) if fleet.bus == "kafka3" else 1
    turns = ctx.chance.choice([1, 1, 3])
    got = 0
    try:
        for _ in range(turns):
            fleet.broker("kill", number)
            got = accepting(ctx, before, ctx.chance.uniform(1, 4), "broker down")
            fleet.broker("up", number)
            if turns > 1:
                time.sleep(ctx.chance.uniform(0.2, 2))
    finally:
        fleet.broker("up", number, check=False)
        fleet.broker("wait")
    return f"broker {number} killed {turns} times, {got} commands answered meanwhile"


def leader_of(fleet, topic):
    out = subprocess.run(["kcat", "-b", fleet.bootstrap, "-L", "-J", "-t", topic], capture_output=True, text=True, check=True)
    return json.loads(out.stdout)["topics"][0]["partitions"][0]["leader"]


@fault("F5", "the leader of three killed, and later moved back", ("kafka3",), weight=3)
def leader(ctx):
    fleet = ctx.fleet
    topic = f"ops.{ctx.chance.choice(['tickets', 'office', 'billing'])}.v1"
    old, before = leader_of(fleet, topic), answered(ctx)
    fleet.broker("kill", old)
    try:
        got, end = accepting(ctx, before, ctx.chance.uniform(3, 10), "leader down"), time.monotonic() + 20
        while (new := leader_of(fleet, topic)) == old and time.monotonic() < end:
            time.sleep(0.5)  # a busy machine takes its time to notice
    finally:
        fleet.broker("up", old)
        fleet.broker("wait")
    if new == old:
        raise Missed(f"{topic} is still led by broker {old}")
    return f"{topic}: leader {old} killed, {new} took over, {got} commands answered meanwhile"


@fault("F5b", "two of three brokers down: nobody leads", ("kafka3",))
def leaderless(ctx):
    fleet, before = ctx.fleet, answered(ctx)
    left = ctx.chance.randrange(1, 4)
    down = [number for number in (1, 2, 3) if number != left]
    try:
        for number in down:
            fleet.broker("kill", number)
        got = accepting(ctx, before, 10, "two of three brokers down")
    finally:
        # The last to go comes first: it is the one that has every record.
        for number in reversed(down):
            fleet.broker("up", number, check=False)
        fleet.broker("wait")
    await_replicas(fleet, 90)
    return f"brokers {down[0]} and {down[1]} down for 10 s, {got} commands answered meanwhile"


def replicas_in_sync(fleet):
    """By topic of ours how many brokers have all of it; nothing while no broker answers."""
    out = subprocess.run(["kcat", "-b", fleet.bootstrap, "-L", "-J"], capture_output=True, text=True)
    topics = json.loads(out.stdout)["topics"] if out.returncode == 0 else []
    return {topic["topic"]: len(topic["partitions"][0]["isrs"]) for topic in topics if topic["topic"].startswith("ops.")}


def await_replicas(fleet, seconds):
    end = time.monotonic() + seconds
    while not (found := replicas_in_sync(fleet)) or min(found.values()) < 3:
        if time.monotonic() > end:
            raise Broken(f"{seconds} s after all brokers were up again the replicas in sync are {found}")
        time.sleep(0.5)


@fault("F6b", "one of three brokers comes back with an empty disk", ("kafka3",))
def empty_disk(ctx):
    fleet, before, number = ctx.fleet, answered(ctx), ctx.chance.randrange(1, 4)
    fleet.broker("lose", number)
    try:
        got = accepting(ctx, before, ctx.chance.uniform(1, 4), "one broker lost")
    finally:
        fleet.broker("up", number)
        fleet.broker("wait")
    await_replicas(fleet, 90)
    return f"broker {number} came back empty and has every topic again, {got} commands answered meanwhile"
