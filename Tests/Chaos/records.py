"""What a verdict is made of: facts as they lie in a store, and the report that is printed as it goes."""
import json
import sqlite3

COLUMNS = "seq, id, type, subject, version, time, command, n, causation, data, hash"


class Fact:
    def __init__(self, service, row):
        self.service = service
        (self.seq, self.id, self.type, self.subject, self.version, self.time, self.command, self.n, self.causation,
         data, self.hash) = row
        self.data = json.loads(data)


class Report:
    """Lines of the verdict; prints as it goes."""

    def __init__(self):
        self.faults, self.caught, self.untried = [], set(), []

    def expect(self, invariant, holds, text, detail=None, of=None):
        """`of`: how many things were judged, where there may be none; then the line says nothing."""
        if holds and of == 0:
            print(f"--    {invariant} nothing to judge: {text}", flush=True)
            return
        if holds:
            print(f"ok    {invariant} {text}", flush=True)
            return
        line = f"{invariant} {text}" + (f": {str(detail)[:400]}" if detail else "")
        print(f"FAULT {line}", flush=True)
        self.faults.append(line)
        self.caught.add(invariant)

    def none(self, invariant, found, text, of=None):
        """Expects an empty list and shows the first of what is in it."""
        found = list(found)
        self.expect(invariant, not found, text, f"{len(found)}, such as {found[:3]}", of)


def open_store(fleet, service):
    return sqlite3.connect(f"file:{fleet.store(service)}?mode=ro", uri=True)
