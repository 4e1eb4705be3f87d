"""F24, the soak: a long run at half the rate the clients can reach, and a judge of growth: what a process holds and what a store
keeps must not become more with time, but for what is meant to: facts, read models, and answers until their time is over."""
import re
import statistics
import threading
import time

from fleet import SERVICES
from footprint import held
from records import open_store

FAULTS = {"local": "F1,F3", "kafka": "F1,F4,F7", "kafka3": "F1,F4,F7"}
# What grows with the facts and the messages told of them, by design. Every other table that a store has, or will have one
# day, is expected to stay as it is; a read model's tables bear their generation.
GROWING = {"log", "sealed", "aggregate", "response", "delivery", "attempt", "channelState"}
# A channel sends 60 messages a minute, and each site's tickets go to one, all payments to another. So a soak has less of what
# is told of than the mixed run, and at most so many commands a second: else the queue grows because the load is too much for
# the rule, not because anything leaks.
WEIGHTS, MOST = {"ticket": 5, "money": 1, "item": 12, "duty": 10, "directory": 8, "post": 3}, 100
READ_MODEL = re.compile(r".+_\d+")


def weigh(scripts):
    for script in scripts:
        script.weight = WEIGHTS.get(script.__name__, script.weight)


class Soak:
    """Finds the pace, says when a fault may come, looks at what is held, and judges it."""

    def __init__(self, fleet, world, ledger, seconds, clients):
        self.fleet, self.world, self.ledger, self.seconds, self.clients = fleet, world, ledger, seconds, clients
        self.samples, self.running = {}, True
        self.full, self.aim, self.began, self.ended, self.commands = 0.0, 0.0, None, None, 0

    # The pace

    def rate(self, seconds):
        """Commands a second that the clients send now."""
        count, began = self.ledger.count, time.monotonic()
        time.sleep(seconds)
        return (self.ledger.count - count) / (time.monotonic() - began)

    def calibrate(self):
        """Full pace for ten seconds; half of it is the aim, or what the channels may send messages for where that is less."""
        self.world.pace = 0
        time.sleep(3)
        self.full = self.rate(10)
        self.aim, self.world.pace = min(self.full / 2, MOST), self.clients / self.full
        for _ in range(6):
            self.steer(self.rate(4))
        return (f"{self.full:.0f} commands a second at full pace; {self.aim:.0f} are the aim, each client thinking "
                f"{self.world.pace * 1000:.0f} ms between two")

    def steer(self, now):
        """Half the way to the pace that gives the aim: a busy machine answers now faster, now slower."""
        self.world.pace = min(1, max(0.001, self.world.pace + (self.clients / self.aim - self.clients / max(now, 1)) / 2))

    def keep_pace(self):
        while self.running:
            self.steer(self.rate(10))

    # The faults

    def begin(self):
        self.began, self.commands = time.monotonic(), self.ledger.count
        threading.Thread(target=self.look, daemon=True).start()
        threading.Thread(target=self.keep_pace, daemon=True).start()

    def quarter(self, at=None):
        return int(4 * ((at or time.monotonic()) - self.began) / self.seconds)

    def may(self, fault):
        """Kills come in the first and the third quarter: in the second and fourth, which are compared, processes grow old."""
        return fault.fault != "F1" or self.quarter() in (0, 2)

    def over(self):
        return time.monotonic() - self.began >= self.seconds

    def end(self):
        self.running, self.ended = False, time.monotonic()
        self.commands = self.ledger.count - self.commands

    # What is held

    def look(self):
        turn = 0
        while self.running:
            for name in self.fleet.names:
                self.note_process(name)
            if turn % 3 == 0:
                self.note_backlog()
                for service in SERVICES:
                    self.note_rows(service)
            turn += 1
            time.sleep(2)

    def note(self, what, value):
        self.samples.setdefault(what, []).append((time.monotonic(), value))

    def note_process(self, name):
        logs = [f"{self.fleet.store(s)}-wal" for s in SERVICES if self.fleet.process_of(s) == name]
        memory, files, wal = held(self.fleet.processes.get(name), logs)
        if memory:  # else it has just ended
            for what, value in (("memory", memory), ("files", files), ("wal", wal)):
                self.note((what, name), value)

    def note_backlog(self):
        now = self.fleet.statuses()
        if now is None:
            return
        heads = {f"ops.{s['service']}.v1": s["facts"] for s in now}
        self.note(("backlog", "facts not published"), sum(
            s["facts"] - s["published"] for s in now if s.get("published") is not None))
        self.note(("backlog", "facts not read"), sum(max(0, heads[x["topic"]] - x["seq"]) for s in now for x in s["sources"]))

    def note_rows(self, service):
        try:
            db = open_store(self.fleet, service)
        except Exception:  # not there yet
            return
        try:
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if table == "response" or table not in GROWING and not READ_MODEL.fullmatch(table):
                    self.note(("rows", service, table), db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
            if service == "notify":
                self.note(("backlog", "messages waiting"), db.execute(
                    "SELECT count(*) FROM delivery WHERE channel LIKE 'sink%' AND status IN ('pending', 'sending', 'retrying')"
                ).fetchone()[0])
        except Exception:  # a store that is being opened or replaced
            pass
        finally:
            db.close()

    # The verdict

    def medians(self, what):
        """Of the second and of the last quarter; None where there is too little to say."""
        found = []
        for quarter in (1, 3):
            values = [value for at, value in self.samples.get(what, []) if self.quarter(at) == quarter]
            found.append(statistics.median(values) if len(values) >= 3 else None)
        return found

    def grown(self, what, times, more):
        """(whether it stayed within so many times what it was, and so much more; both medians)"""
        early, late = self.medians(what)
        return early is not None and late is not None and late <= early * times + more, early, late

    def judge(self, report):
        rate = self.commands / (self.ended - self.began)
        report.expect("load", 0.8 * self.aim <= rate <= 1.2 * self.aim, f"{rate:.0f} commands a second over "
                      f"{(self.ended - self.began) / 60:.1f} min: {self.aim:.0f} were the aim, {self.full:.0f} full pace")
        for name in self.fleet.names:
            for what, unit, times, more in (("memory", "KiB of memory", 1.25, 16 << 10), ("files", "open files", 1, 16),
                                            ("wal", "KiB of write-ahead logs", 1.5, 8 << 10)):
                self.say(report, (what, name), f"{name}: {unit}", times, more)
        for what in ("facts not published", "facts not read", "messages waiting"):
            if ("backlog", what) in self.samples and not (self.fleet.bus == "local" and what == "facts not published"):
                self.say(report, ("backlog", what), what, 2, 100)
        for service in SERVICES:
            tables = sorted(key[2] for key in self.samples if key[0] == "rows" and key[1] == service and key[2] != "response")
            wrong = [(table, early, late) for table in tables
                     for good, early, late in [self.grown(("rows", service, table), 1.1, 5)] if not good]
            report.none("I7", wrong, f"{service}: {len(tables)} tables hold no more rows in the last quarter than in the second: "
                        f"{', '.join(tables)}", len(tables))
        self.answers(report)

    def answers(self, report):
        """Kept for 40 days: in a run they grow all the while, by one for a command and no more."""
        last = {service: self.samples[("rows", service, "response")][-1][1] for service in SERVICES
                if ("rows", service, "response") in self.samples}
        rows, asked = sum(last.values()), self.ledger.count + 500  # signing in is a command too
        report.expect("I7", 0 < rows <= asked, f"{rows} answers are kept for {self.ledger.count} commands, one each at most: "
                      "they go after 40 days, which no run sees", f"more than {asked}")

    def say(self, report, what, text, times, more):
        good, early, late = self.grown(what, times, more)
        values = [value for _, value in self.samples.get(what, [])]
        report.expect("I7", good, f"{text}: median {early} in the second quarter, {late} in the last, at most "
                      f"{max(values, default=0)}, looked at {len(values)} times (bound {times} times and {more} more)")
