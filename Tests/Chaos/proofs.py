"""What a run says about each of F1 to F27: met here with proof, proven by tests, or out of this run's reach."""
import os

from faults import REGISTRY

HERE = os.path.dirname(os.path.abspath(__file__))

# Faults that need a hand inside the process: the suite's file, a test of it, and what more there is in it.
TESTS = {
    "F8": ("errors of the broker on the Nth request", [
        ("OpsKafkaTests/InjectedErrorTests", "a fatal error throws the producer away; the next publish has a new one"),
        ("OpsKafkaTests/InjectedErrorTests", "a lost acknowledgement makes copies, and a reader sees each fact in its turn")]),
    "F9": ("a bus that repeats, delays and reorders", [
        ("OpsMessagingTests/ReadingTests", "behind a gap nothing is applied until the missing one comes"),
        ("OpsMessagingTests/ReadingTests", "duplicates are dropped and counted")]),
    "F12": ("a handler that always fails; a bad release", [
        ("OpsMessagingTests/ReadingTests", "a poisoned subject parks, a retry applies it in order once the cause is gone"),
        ("OpsMessagingTests/ReadingTests", "one error on five subjects is the release's fault and halts the source, unapplied")]),
    "F15": ("calls to the disk that fail, one after the other", [
        ("OpsMessagingTests/Disk/FailingCallTests", "func `")]),
    "F16": ("power cuts, with synchronous FULL and with NORMAL", [
        ("OpsMessagingTests/Disk/PowerLossTests", "with synchronous NORMAL the same cuts lose commands and leave ghosts, and it is seen")]),
    "F21": ("facts of older and newer releases", [
        ("OpsMessagingTests/UpgradeTests", "a version its reader does not know yet waits, and the next release applies it in order by a retry"),
        ("OpsContractsTests/GoldenTests", "func `")]),
    "F26": ("a year without a calendar", [
        ("TicketsDomainTests/TargetTests", "a due time in a year without calendar waits for it and says which year"),
        ("SystemTests/YearEndTests", "a ticket of the last evening opens without a due time, and gets it when the office loads the year")]),
    "F27": ("a loop of reactions, a foreign fact", [
        ("OpsMessagingTests/ReadingTests", "too-many-hops"),
        ("OpsMessagingTests/ReadingTests", "a fact for a site that its source does not own parks as foreign")]),
}


def number(name):
    digits = "".join(c for c in name if c.isdigit())
    return int(digits), name


def missing(tests):
    """Those of the tests that are not where they are said to be."""
    found = []
    for path, text in tests:
        file = f"{HERE}/../{path}.swift"
        if not os.path.exists(file) or text not in open(file, encoding="utf-8").read():
            found.append(f"{path}: {text}")
    return found


def suites(tests):
    return "|".join(dict.fromkeys(path.split("/")[-1] for path, _ in tests))


def print_faults(options, wanted, report):
    """One line for every fault there is, in order. Returns the names of those that were wanted and had no turn."""
    untried = []
    public = [f for f in REGISTRY.values() if f.usual]
    for name in sorted([f.fault for f in public + [w for w in wanted if not w.usual]] + list(TESTS) + ["F24"], key=number):
        if name == "F24":
            print(f"F24  all of these mixed: {mixture(options)}")
        elif name in TESTS:
            text, tests = TESTS[name]
            print(f"{name:4} {text}: proven by scripts/test --filter \"{suites(tests)}\"")
            report.none("proof", missing(tests), f"{name} has its tests")
        elif REGISTRY[name] in wanted:
            untried += met(REGISTRY[name], options, report)
        else:
            fault = REGISTRY[name]
            why = "not chosen" if options.bus in fault.buses else f"needs BUS={' or '.join(fault.buses)}"
            print(f"{name:4} {fault.text}: not in this run ({why})")
    return untried


def mixture(options):
    if options.soak:
        return f"this run is a soak of {options.seconds / 60:.0f} min with {options.faults}"
    return "not this run, FAULTS was given" if options.faults else "this run"


def met(fault, options, report):
    """The line of a fault of this run, and its name where it had no turn."""
    proof = "; ".join(dict.fromkeys(fault.proofs[-3:]))
    missed = f", missed {fault.missed} times" if fault.missed else ""
    print(f"{fault.fault:4} {fault.text}: met here {fault.hits} times{missed}" + (f" with proof: {proof}" if proof else ""))
    if fault.hits == 0 and fault.missed == 0 and not options.faults:
        return [fault.fault]
    report.expect("hit", fault.hits > 0, f"{fault.fault} happened")
    return []


def print_counters(fleet):
    """Figures of all processes of the run, those that were killed among them."""
    codes = [code for _, code in fleet.ends]
    ends = ", ".join(f"{code}: {codes.count(code)}" for code in sorted(set(codes)))
    counted = {what: fleet.counted("ops_source_facts", f'what="{what}"') for what in ("duplicate", "gap", "parked", "future")}
    again = {who: fleet.counted("ops_bus_events", f'what="{who}-discarded"') for who in ("producer", "consumer")}
    print(f"proof duplicates dropped {counted['duplicate']}, gaps met {counted['gap']}, parked or kept aside {counted['parked']}, "
          f"facts from the future {counted['future']}, producers made anew {again['producer']}, consumers made anew "
          f"{again['consumer']}; exit codes {ends} (137: a named point, -9: killed)")
