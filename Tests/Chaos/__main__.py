"""Breaks a running StationOps in every way we know and judges what is left (docs/reliability.md).

    python3 Tests/Chaos --bin .build/release [--bus local|kafka|kafka3] [--seconds 300 | --rounds 50] [--seed N]
                        [--faults F1,F2,…] [--clients 8] [--soak]

Starts the all-in-one, or seven processes over a real Kafka (KAFKA_HOME); lets clients send a mixed load of commands to all
services over HTTP with an Idempotency-Key each; injects faults; heals; waits for rest; judges the invariants I1 to I9 from stores,
topics and a webhook sink. Prints the seed, a line per invariant, and each fault with the proof that it was hit, or the tests that
prove it. A run goes on after its seconds until each of its faults had a turn. Exit code 1 where an invariant does not hold or a
fault was not hit.
"""
import argparse
import shutil
import signal
import sys
import threading
import time

import load
import soak
import broker_faults  # noqa: F401 registers its faults
import bus_faults  # noqa: F401 registers its faults
import chain_faults  # noqa: F401 registers its faults
import clock_faults  # noqa: F401 registers its faults
import disk_faults  # noqa: F401 registers its faults
import host_faults  # noqa: F401 registers its faults
import outside_faults  # noqa: F401 registers its faults
import restore_faults  # noqa: F401 registers its faults
import snapshot_faults  # noqa: F401 registers its faults
from client import Client, Tokens
from faults import REGISTRY, Broken, Context, Missed
from fleet import Fleet, NotReady
from judge import Judge
from ledger import Ledger
from proofs import print_counters, print_faults
from records import Report
from sink import Calls, Server, friendly
from world import World


def arguments():
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the folder with the built programs")
    parser.add_argument("--bus", choices=["local", "kafka", "kafka3"], default="local")
    parser.add_argument("--seconds", type=float, default=300, help="how long faults are injected, at least")
    parser.add_argument("--rounds", type=int, default=0, help="so many faults instead of a time")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--faults", default="", help="F1,F2,…; empty: the mixed run")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--pace", type=float, default=0.05, help="seconds a client thinks between two commands, on average")
    parser.add_argument("--port", type=int, default=21080)
    parser.add_argument("--rest", type=float, default=90, help="seconds within which all must come to rest")
    parser.add_argument("--keep", action="store_true", help="keep the data of a good run too")
    parser.add_argument("--soak", action="store_true", help="half the rate, a fault every 20 s, growth judged")
    parser.add_argument("--sabotage", default="", help="a promise to take away (debug programs): the run must go red")
    return parser.parse_args()


def chosen(options):
    """The faults of this run, or an error in words."""
    if options.soak and not options.faults:
        options.faults = soak.FAULTS[options.bus]
    if not options.faults:
        return [f for f in REGISTRY.values() if f.usual and options.bus in f.buses]
    found = []
    for name in options.faults.split(","):
        if name not in REGISTRY:
            sys.exit(f"no fault {name}; there are {', '.join(REGISTRY)}")
        if options.bus not in REGISTRY[name].buses:
            sys.exit(f"{name} needs BUS={' or '.join(REGISTRY[name].buses)}")
        found.append(REGISTRY[name])
    return found


def inject(options, ctx, wanted, report):
    """Each fault once in random order, then at random by weight: so many rounds, or until the time is over and each had its turn."""
    first, done, began = list(wanted), 0, time.monotonic()
    ctx.chance.shuffle(first)
    while (done < options.rounds) if options.rounds else (first or time.monotonic() - began < options.seconds):
        fault = first.pop() if first else ctx.chance.choices(wanted, [f.weight for f in wanted])[0]
        done += 1
        strike(fault, ctx, report, began)
        time.sleep(ctx.chance.uniform(0.1, 0.8) if not options.rounds else 0)


def inject_slowly(run, ctx, wanted, report):
    """A fault about every twenty seconds, of those that may come now, until the time is over."""
    print(run.calibrate(), flush=True)
    run.begin()
    first = list(wanted)
    while not run.over():
        may = [f for f in wanted if run.may(f)]
        fault = first.pop(0) if first else ctx.chance.choice(may) if may else None
        if fault:
            strike(fault, ctx, report, run.began)
        time.sleep(ctx.chance.uniform(15, 25))
    run.end()


def strike(fault, ctx, report, began):
    begin = time.monotonic()
    try:
        proof = fault(ctx)
        fault.hits += 1
        fault.proofs.append(proof)
        print(f"{time.monotonic() - began:6.1f} s  {fault.fault:4} {proof} ({time.monotonic() - begin:.1f} s)", flush=True)
    except Missed as why:
        fault.missed += 1
        print(f"{time.monotonic() - began:6.1f} s  {fault.fault:4} NOT HIT: {why}", flush=True)
    except Broken as why:
        fault.hits += 1
        report.expect(fault.fault, False, f"{fault.text}: what it promises", why)
    except Exception as why:
        raise NotReady(f"{fault.fault}: {why!r}") from why


def play(options, fleet, report):
    print(f"bus {options.bus}, seed {options.seed}, {options.clients} clients, programs {options.bin}, data {fleet.dir}", flush=True)
    wanted = chosen(options)
    for fault in wanted:
        fault.missed = 0
    if options.sabotage:
        fleet.env["OPS_SABOTAGE"] = options.sabotage
    expected = {"must": [], "may": [], "wrong": []}
    calls, ledger = Calls(), Ledger(f"{fleet.dir}/ledger.jsonl")
    Server(options.port + 900, friendly(calls))
    world = World(f"http://127.0.0.1:{options.port + 900}/sink")
    world.pace = options.pace
    ctx = Context(fleet, world, ledger, calls, options.seed, expected)
    for fault in wanted:
        getattr(fault, "prepare", lambda _: None)(ctx)
    fleet.start_kafka()
    for fault in wanted:
        getattr(fault, "first_start", lambda _: None)(ctx)
    fleet.start_all()
    if options.soak:
        soak.weigh(load.ALL)
    tokens, stop = Tokens(fleet), threading.Event()
    clients = [Client(n, fleet, tokens, ledger, world, load.ALL, options.seed, stop) for n in range(options.clients)]
    ctx.client = Client("setup", fleet, tokens, ledger, world, [], options.seed, stop)
    ctx.client.ABANDON = ctx.client.TWICE = ctx.client.AGAIN = ctx.client.OTHER = 0
    load.set_up(ctx.client)
    fleet.settle(60)
    for fault in wanted:
        getattr(fault, "set_up", lambda _: None)(ctx)
    fleet.watch()
    for client in clients:
        client.start()
    if options.soak:
        slow = soak.Soak(fleet, world, ledger, options.seconds, options.clients)
        inject_slowly(slow, ctx, wanted, report)
        slow.judge(report)
    else:
        inject(options, ctx, wanted, report)
    try:
        fleet.await_ready()
    except NotReady as why:
        # What is left is judged all the same: it may say more than that somebody stands still.
        report.expect("I7", False, "everybody is ready after the last fault", str(why))
    send_home(clients, stop, report)
    verdict(options, fleet, ledger, calls, report, expected, wanted, ctx)


def send_home(clients, stop, report):
    stop.set()
    for client in clients:
        client.give_up_at = time.monotonic() + 60
    for client in clients:
        client.join(120)
    report.none("I7", [c.name for c in clients if c.is_alive()], "every client got its last answer")


def verdict(options, fleet, ledger, calls, report, expected, wanted, ctx):
    judge = Judge(fleet, ledger, report, expected)
    try:
        took = fleet.settle(options.rest)
        report.expect("I7", True, f"at rest {took:.1f} s after the last fault (at most {options.rest:.0f})")
    except NotReady as why:
        report.expect("I7", False, "at rest in time", str(why))
    time.sleep(2)
    fleet.sample()
    judge.live(long=options.soak)
    for fault in wanted:
        for line in getattr(fault, "after", lambda _: [])(ctx):
            report.expect(*line)
    fleet.counting = False
    fleet.stop_all()
    judge.stopped(calls)
    fleet.stop_kafka()
    summary(options, fleet, ledger, report, wanted)


def summary(options, fleet, ledger, report, wanted):
    """What was done and met; returns the faults that had no turn."""
    print()
    untried = print_faults(options, wanted, report)
    print_counters(fleet)
    # Twice what the store truncates its log at, for each; the rest is well above what a day's load needs.
    bounds = (700, 500, 128 * (7 if options.bus == "local" else 1))
    for name, held in fleet.most.items():
        report.expect("I7", all(a <= b for a, b in zip(held, bounds)), f"{name} held at most {held[0]} MiB of memory, {held[1]} files, "
                      f"{held[2]} MiB of write-ahead logs (bounds {bounds[0]}, {bounds[1]}, {bounds[2]})")
    hits, ok = sum(fault.hits for fault in wanted), len(ledger.of("ok"))
    report.expect("load", ok >= 3 * hits, f"{ok} commands were carried out around {hits} faults, at least 3 for each")
    by = {}
    for entry in ledger.entries.values():
        by[entry.service] = by.get(entry.service, 0) + 1
    print(f"{len(ledger.entries)} commands ({', '.join(f'{k} {v}' for k, v in sorted(by.items()))}); "
          f"{len(ledger.of('ok'))} ok, {len(ledger.of('fail'))} refused, {len(ledger.of('unknown'))} unknown "
          f"({ledger.abandoned} abandoned on purpose); {ledger.repeats} requests repeated")
    report.untried = untried


def main():
    options = arguments()
    # Whoever ends the run ends what it started too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    fleet, report = Fleet(options.bin, options.bus, options.port), Report()
    try:
        play(options, fleet, report)
    except (NotReady, RuntimeError) as why:
        report.expect("I7", False, "the run could go on", str(why))
    finally:
        fleet.kill_all()
        fleet.stop_kafka()
        for fault in REGISTRY.values():
            getattr(fault, "clean_up", lambda _: None)(fleet)
    report.none("I7", fleet.strange, f"each of {len(fleet.ends)} processes ended with the code that was meant, 0 after SIGTERM",
                len(fleet.ends))
    verdict = "no fault" if not report.faults else f"{len(report.faults)} FAULTS, first {report.faults[0]}"
    if report.untried:
        verdict += f"; nothing is said about {', '.join(report.untried)}, which had no turn"
    caught = f"; caught by {', '.join(sorted(report.caught))}" if report.caught else ""
    print(f"{verdict}{caught}; seed {options.seed}, data {fleet.dir}")
    if not report.faults and not options.keep:
        shutil.rmtree(fleet.dir, ignore_errors=True)
    sys.exit(1 if report.faults else 0)


main()
