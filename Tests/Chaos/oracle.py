"""Tests the judge: with one promise of the store taken away, a short run must go red (docs/reliability.md).

    oracle.py --bin .build/debug [--seed N] [--seconds 20] [--only dedupe,full-sync]

Debug programs alone can be sabotaged (`OPS_SABOTAGE`). De-duplication and the chain's check need a broker (KAFKA_HOME), for in one
process nothing is delivered twice. Exit code 1 where a run with a promise missing stays green, or fails for another reason.
"""
import argparse
import os
import re
import subprocess
import sys
import time

# Promise, bus, faults, and the invariants that may notice it.
CASES = [
    ("full-sync", "local", "F1", {"I9"}),
    ("unique-command", "local", "F1", {"I1", "I4"}),
    ("single-transaction", "local", "F2p", {"I2", "I5", "I8"}),
    ("dedupe", "kafka", "F7", {"I2", "I5"}),
    ("prev-check", "kafka", "F7f", {"I4"}),
]


def run(options, sabotage, bus, faults):
    command = [sys.executable, os.path.dirname(os.path.abspath(__file__)), "--bin", options.bin, "--bus", bus,
               "--seconds", str(options.seconds), "--seed", str(options.seed), "--faults", faults, "--clients", "4",
               "--port", str(options.port), "--rest", "30"]
    if faults == "F7f":
        command += ["--rounds", "1"]  # one is for good
    out = subprocess.run(command + (["--sabotage", sabotage] if sabotage else []), capture_output=True, text=True)
    match = re.search(r"caught by ([\w, ]+);", out.stdout)
    faults = [line for line in out.stdout.splitlines() if line.startswith("FAULT")]
    return out.returncode, set(match[1].split(", ")) if match else set(), faults, out.stderr[-500:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--port", type=int, default=21080)
    parser.add_argument("--seconds", type=float, default=20, help="how long each run injects faults")
    parser.add_argument("--only", default="", help="these cases alone, by what is taken away")
    options = parser.parse_args()
    if unknown := set(filter(None, options.only.split(","))) - {case[0] for case in CASES}:
        parser.error(f"no case {', '.join(unknown)}; there are {', '.join(case[0] for case in CASES)}")
    wrong = 0
    for promise, bus, faults, expected in CASES:
        if options.only and promise not in options.only.split(","):
            continue
        if bus == "kafka" and not os.environ.get("KAFKA_HOME"):
            print(f"skipped {promise}: needs KAFKA_HOME", flush=True)
            continue
        code, caught, lines, errors = run(options, promise, bus, faults)
        _, control, _, _ = run(options, "", bus, faults)
        if control & expected:
            print(f"FAULT the same run with {promise} in place is caught by {', '.join(sorted(control & expected))} too")
            wrong += 1
        good = code == 1 and caught & expected
        wrong += not good
        print(f"{'ok    red without' if good else 'FAULT not red without'} {promise}: caught by "
              f"{', '.join(sorted(caught & expected)) or 'nothing that should'}", flush=True)
        for line in lines[:3]:
            print(f"      {line[:200]}", flush=True)
        if not good and errors:
            print(errors)
    sys.exit(1 if wrong else 0)


main()
