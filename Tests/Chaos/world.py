"""What all clients of the load share."""
import contextlib
import itertools
import threading
import time

SITES = {"JG": "jg-1", "XZ": "xz-1", "BJZ": "bjz-1", "NZ": "nz-1", "BZ": "bz-1", "QH": "qh-1", "CY": "cy-1", "FT": "ft-1"}
MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]


class World:
    """What the clients share: numbers nobody else takes, sheets and rounds one at a time."""

    def __init__(self, sink_url):
        self.sink_url, self.lock = sink_url, threading.Lock()
        self.numbers = itertools.count(1)
        self.years, self.days = itertools.count(3000), itertools.count(0)
        self.sheets = [(site, month) for site in SITES for month in MONTHS]
        self.items = {"XZ": ["XZ-LED1"]}
        self.rounds, self.taken, self.looked = [], set(), 0
        self.walking, self.walks = True, 0
        self.pace = 0.05
        self.gate, self.running, self.stopped = True, 0, threading.Condition()

    # A fault that needs a quiet moment closes the gate: commands under way are answered, no new one begins.

    def enter(self):
        with self.stopped:
            self.stopped.wait_for(lambda: self.gate)
            self.running += 1

    def leave(self):
        with self.stopped:
            self.running -= 1
            self.stopped.notify_all()

    @contextlib.contextmanager
    def quiet(self, seconds=120):
        with self.stopped:
            self.gate = False
            calm = self.stopped.wait_for(lambda: self.running == 0, seconds)
        try:
            if not calm:
                raise RuntimeError(f"{self.running} commands got no answer for {seconds} s")
            yield
        finally:
            with self.stopped:
                self.gate = True
                self.stopped.notify_all()

    # A clock a day ahead lets every round of today be missed: nobody may be on one, and which are left is asked anew.

    def walk(self):
        """Whether somebody may go on a round; who may says so when it is over."""
        with self.stopped:
            self.walks += self.walking
            return self.walking

    def walked(self):
        with self.stopped:
            self.walks -= 1
            self.stopped.notify_all()

    @contextlib.contextmanager
    def nobody_on_a_round(self, seconds=60):
        with self.stopped:
            self.walking = False
            calm = self.stopped.wait_for(lambda: self.walks == 0, seconds)
        try:
            if not calm:
                raise RuntimeError(f"{self.walks} rounds were not over in {seconds} s")
            yield
        finally:
            with self.stopped:
                self.rounds, self.walking = [], True

    def number(self):
        with self.lock:
            return next(self.numbers)

    def year(self):
        """A year without contract; None when all four-digit ones have theirs, as in a soak."""
        with self.lock:
            found = next(self.years)
        return found if found <= 9999 else None

    def day(self):
        """A number of a day that no duty was proposed for."""
        with self.lock:
            return next(self.days)

    def sheet(self, chance):
        with self.lock:
            return self.sheets.pop(chance.randrange(len(self.sheets))) if self.sheets else None

    def give_back(self, sheet):
        with self.lock:
            self.sheets.append(sheet)

    def round(self, client):
        """An open round nobody has taken; looks for new ones at most every five seconds. Only such as are open by every clock of
        the run (F17), so that none is refused for its hour."""
        with self.lock:
            if not self.rounds and time.monotonic() - self.looked > 5:
                self.looked = time.monotonic()
                page = client.get("office", "/api/inspections/v1/rounds?status=planned&limit=200") or {"items": []}
                now, wrong = time.time() * 1000, 100 * 60_000
                self.rounds = [r for r in page["items"] if r["round"] not in self.taken and r["site"] in SITES
                               and r["opensAt"] + wrong <= now < r["dueAt"] - wrong]
            if not self.rounds:
                return None
            found = self.rounds.pop()
            self.taken.add(found["round"])
            return found
