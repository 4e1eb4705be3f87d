"""Tests the judge: with one promise of the store taken away, a short run must go red (docs/reliability.md).

    oracle.py --bin .build/debug [--seed N] [--seconds 20] [--only dedupe,full-sync]

Debug programs alone can be sabotaged (`OPS_SABOTAGE`). De-duplication and the chain's check need a broker (KAFKA_HOME), for in one
process nothing is delivered twice. Exit code 1 where a run with a promise missing stays green or fails for another reason, or
where its control, the same run with the promise in place, finds anything, stands still or does no work.
"""
import argparse
import os
import re
import subprocess
import sys
import time

# Promise, bus, faults, the invariants that may notice it, and what the control is red by all the same: the point of F2p is not
# there in a sound build, and a sound reader halts at a forged record: whatever comes after it is missed, but nothing has no cause.
CASES = [
    ("full-sync", "local", "F1", {"I9"}, set()),
    ("unique-command", "local", "F1", {"I1", "I4"}, set()),
    ("single-transaction", "local", "F2p", {"I2", "I5", "I8"}, {"hit"}),
    ("dedupe", "kafka", "F7", {"I2", "I5"}, set()),
    ("prev-check", "kafka", "F7f", {"I4"}, {"I2", "I3", "I6", "I7", "I9"}),
]


def run(options, sabotage, bus, faults):
    """One run: (exit code, what caught it, its lines of faults, commands carried out, the end of its errors)."""
    command = [sys.executable, os.path.dirname(os.path.abspath(__file__)), "--bin", options.bin, "--bus", bus,
               "--seconds", str(options.seconds), "--seed", str(options.seed), "--faults", faults, "--clients", "4",
               "--port", str(options.port), "--rest", "30"]
    if faults == "F7f":
        command += ["--rounds", "1"]  # one is for good
    out = subprocess.run(command + (["--sabotage", sabotage] if sabotage else []), capture_output=True, text=True)
    match = re.search(r"caught by ([\w, ]+);", out.stdout)
    faults = [line for line in out.stdout.splitlines() if line.startswith("FAULT")]
    done = re.search(r"(\d+) ok, \d+ refused", out.stdout)
    return out.returncode, set(match[1].split(", ")) if match else set(), faults, int(done[1]) if done else 0, out.stderr[-500:]


def controlled(options, promise, bus, faults, own):
    """Whether the same run with the promise in place works and finds nothing but its `own`; says what else it does."""
    code, caught, lines, done, errors = run(options, "", bus, faults)
    if code == (1 if caught else 0) and caught <= own and done:
        return True
    print(f"FAULT the same run with {promise} in place: exit code {code}, caught by {', '.join(sorted(caught)) or 'nothing'}, "
          f"{done} commands carried out", flush=True)
    show(lines, errors)
    return False


def show(lines, errors=""):
    for line in lines[:3]:
        print(f"      {line[:200]}", flush=True)
    if errors:
        print(errors, flush=True)


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
    for promise, bus, faults, expected, own in CASES:
        if options.only and promise not in options.only.split(","):
            continue
        if bus == "kafka" and not os.environ.get("KAFKA_HOME"):
            print(f"skipped {promise}: needs KAFKA_HOME", flush=True)
            continue
        code, caught, lines, _, errors = run(options, promise, bus, faults)
        wrong += not controlled(options, promise, bus, faults, own)
        good = code == 1 and caught & expected
        wrong += not good
        print(f"{'ok    red without' if good else 'FAULT not red without'} {promise}: caught by "
              f"{', '.join(sorted(caught & expected)) or 'nothing that should'}", flush=True)
        show(lines, "" if good else errors)
    sys.exit(1 if wrong else 0)


main()
