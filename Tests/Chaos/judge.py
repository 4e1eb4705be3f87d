"""The invariants I1 to I9 (docs/reliability.md), judged from stores, topics and the sink after everything came to rest."""
import hashlib
import json
import os
import re
import subprocess
import sys
import time

from fleet import SERVICES
from judge_remains import Remains
from records import COLUMNS, Fact, open_store

HERE = os.path.dirname(os.path.abspath(__file__))
VERIFIER = f"{HERE}/../OpsMessagingTests/Python/verify_log.py"


def query(fleet, service, sql):
    db = open_store(fleet, service)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def await_messages(fleet, seconds=20):
    """What may be sent is sent within a few seconds; what is over a channel's rate may wait."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not query(fleet, "notify", "SELECT 1 FROM delivery WHERE (channel LIKE 'sink%' OR channel LIKE 'hook%') AND "
                     "status IN ('pending', 'sending') LIMIT 1"):
            return
        time.sleep(0.5)


class Judge(Remains):
    def __init__(self, fleet, ledger, report, expected):
        """`expected`: what the faults meant to leave behind: {"must": [(topic, marker)], "may": […],
        "wrong": [(minutes, from, to)]}."""
        self.fleet, self.ledger, self.report, self.expected = fleet, ledger, report, expected
        self.none, self.expect = report.none, report.expect

    # While it still runs

    def live(self, long=False):
        """I5 and the running half of I9: read models are what a replay gives, writers wait for the disk."""
        await_messages(self.fleet)
        self.outbox()
        if long:
            self.fleet.hold_clock()
            self.fleet.settle(60)
        for name in self.fleet.names:
            _, verdicts = self.fleet.admin(name, "GET", "/admin/verify", timeout=600)
            for verdict in verdicts:
                good = verdict.get("fault") is None and verdict["integrity"] == "ok"
                self.expect("I9", good, f"{verdict['service']}: its own check of chain, file and synchronous=2",
                            f"{verdict.get('fault')} {verdict['integrity']}")
        for service in SERVICES:
            self.rebuild(service)

    def outbox(self):
        """The figure that operators watch, looked at by the services every five seconds."""
        end, name = time.monotonic() + 12, "ops_oldest_unpublished_seconds"
        while True:
            ages = [figure for process in self.fleet.names for figure in self.fleet.figures(process, name)]
            late = [(label, age) for label, age in ages if age >= 1]
            if not late or time.monotonic() > end:
                break
            time.sleep(0.5)
        self.none("I7", late, f"{len(ages)} services have published all they stated: the oldest unpublished fact is below a second",
                  len(ages))
        if self.fleet.bus != "local":
            self.expect("I7", len(ages) == len(SERVICES), f"each of {len(SERVICES)} services shows that age", len(ages))

    def rebuild(self, service):
        for _ in range(5):
            head, before = self.digests(service)
            names = [row[0] for row in query(self.fleet, service, "SELECT name FROM readModel ORDER BY name")]
            for name in names:
                status, body = self.fleet.admin(self.fleet.process_of(service), "POST", "/admin/rebuild",
                                                {"service": service, "model": name}, timeout=600)
                if status >= 300:
                    return self.expect("I5", False, f"{service}: {name} can be rebuilt", f"{status} {body}")
            after_head, after = self.digests(service)
            if head == after_head:
                break
        else:
            return self.expect("I5", False, f"{service}: at rest while its models are rebuilt", "it never was")
        wrong = [f"{t}: {before.get(t)} rows before, {after.get(t)} after" for t in sorted(set(before) | set(after))
                 if before.get(t) != after.get(t)]
        self.none("I5", wrong, f"{service}: {len(names)} read models, {len(after)} tables are equal to their replay")

    def digests(self, service):
        """The heads of log and sources, and of each read model's table the number and the digest of its rows."""
        db = open_store(self.fleet, service)
        try:
            db.execute("BEGIN")
            head = db.execute("SELECT coalesce(max(seq), 0) FROM log").fetchall() + db.execute(
                "SELECT source, seq FROM position ORDER BY source").fetchall()
            result, tables = {}, {}
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if match := re.fullmatch(r"(.+)_(\d+)", name):
                    tables.setdefault(match[1], []).append(int(match[2]))
            for base, generations in tables.items():
                # The lowest generation is the live one: older are dropped at the swap, newer are being built.
                rows = sorted(map(repr, db.execute(f"SELECT * FROM \"{base}_{min(generations)}\"").fetchall()))
                result[base] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12])
            return head, result
        finally:
            db.close()

    # From the stopped stores

    def stopped(self, sink):
        self.dbs = {service: open_store(self.fleet, service) for service in SERVICES}
        self.logs = {service: [Fact(service, row) for row in db.execute(f"SELECT {COLUMNS} FROM log ORDER BY seq")]
                     for service, db in self.dbs.items()}
        self.facts = {fact.id: fact for log in self.logs.values() for fact in log}
        self.by_cause = {}
        for fact in self.facts.values():
            if fact.causation:
                self.by_cause.setdefault((fact.causation, fact.type), []).append(fact)
        for part in (self.durability, self.effects, self.order, self.ghosts, self.conservation, self.integrity):
            part()
        self.outward(sink)
        for db in self.dbs.values():
            db.close()  # else the small disk under them cannot be taken away

    def durability(self):
        led = {}
        for log in self.logs.values():
            for fact in log:
                led.setdefault((fact.service, fact.command), []).append(fact)
        lost, doubled, half, after_all, wrong, late = [], [], [], [], [], 0
        for entry in self.ledger.entries.values():
            facts = led.get((entry.service, entry.command), [])
            kinds = [fact.type for fact in facts]
            if entry.result == "ok":
                lost += [f"{entry.id} {kind}" for kind in entry.expect if kind not in kinds]
            elif entry.result == "fail" and facts:
                after_all.append(f"{entry.id} {entry.status} {kinds}")
            elif entry.result == "unknown" and facts:
                late += 1
                half += [f"{entry.id} without {kind}" for kind in entry.expect if kind not in kinds]
            doubled += [f"{entry.id} {kind}" for kind in entry.expect if kinds.count(kind) > 1]
            if [fact.n for fact in facts] != list(range(len(facts))):
                half.append(f"{entry.id} n {[fact.n for fact in facts]}")
            wrong += [entry.id for fact in facts if '"other"' in json.dumps(fact.data)]
        ok, fail, unknown = (len(self.ledger.of(result)) for result in ("ok", "fail", "unknown"))
        self.none("I1", lost, f"all of {ok} acknowledged commands are in their owner's log", ok)
        self.none("I1", doubled, "no command was carried out twice")
        self.none("I1", half, f"no command is there by half; of {unknown} without an answer {late} are there")
        self.none("I1", after_all, f"none of {fail} refused commands left a fact", fail)
        self.none("I1", wrong, f"no second body of a used key was taken ({self.ledger.reused} tried)", self.ledger.reused)
        self.none("I1", self.ledger.refused, "no command was refused that should not have been")
        self.none("I1", self.ledger.broken, f"every answer was one of ours, repeats alike ({self.ledger.same} compared)")
        titles = [fact.data["title"] for fact in self.logs["tickets"] if fact.type == "tickets.ticket-opened.v1"
                  and fact.data["title"].startswith("混沌")]
        self.expect("I1", len(titles) == len(set(titles)), f"{len(titles)} tickets have {len(set(titles))} titles", of=len(titles))

    def one(self, causes, kind, text):
        causes = list(causes)
        wrong = [f"{c.subject} v{c.version}: {len(self.by_cause.get((c.id, kind), []))}" for c in causes
                 if len(self.by_cause.get((c.id, kind), [])) != 1]
        self.none("I2", wrong, f"{text}: exactly one {kind} for each of {len(causes)}", len(causes))

    def effects(self):
        def of(service, family):
            return [fact for fact in self.logs[service] if fact.type == f"{service}.{family}.v1"]

        known = {fact.subject.removeprefix("item/") for fact in of("assets", "item-registered")}
        findings = {fact.subject.removeprefix("finding/") for fact in of("inspections", "finding-raised")}
        parts = [f for f in of("tickets", "part-replaced") if f.data.get("item") in known]
        self.one(parts, "assets.part-recorded.v1", "parts replaced")
        wrong = [c.subject for c in parts for e in self.by_cause.get((c.id, "assets.part-recorded.v1"), [])
                 if e.data.get("newSerial") != c.data["newSerial"]]
        self.none("I2", wrong, "each recorded part has the serial number that the ticket gave", len(parts))
        closed = of("tickets", "ticket-closed")
        self.one([f for f in closed if f.data.get("kind") == "incident" and f.data.get("item") in known],
                 "assets.fault-recorded.v1", "faults closed")
        opened = of("tickets", "ticket-opened")
        self.one([f for f in opened if f.data.get("finding") in findings], "inspections.finding-ticketed.v1", "tickets of findings")
        self.one([f for f in closed if f.data.get("finding") in findings], "inspections.finding-cleared.v1", "findings closed")
        self.one([f for f in of("inspections", "finding-raised") if f.data.get("fault")], "tickets.ticket-opened.v1",
                 "findings that are faults")
        self.one(of("assessments", "sheet-frozen"), "billing.score-received.v1", "frozen sheets")
        misses = {c: len(facts) for (c, kind), facts in self.by_cause.items() if kind == "assessments.evidence-proposed.v1"}
        self.none("I2", [c for c, times in misses.items() if times > 1], f"none of {len(misses)} misses is evidence twice", len(misses))
        board = [row[0] for row in self.model("office", "ticket", "no")]
        tickets = sorted(fact.subject.removeprefix("ticket/") for fact in opened)
        self.expect("I2", sorted(board) == tickets, f"the office's board has each of {len(tickets)} tickets once",
                    of=len(tickets))
        self.money(of)

    def money(self, of):
        ok = [e for e in self.ledger.of("ok") if e.service == "billing"]
        paid = {e.path.split("/")[-2]: e.body["amount"] for e in ok if e.route.endswith("/pay")}
        held = {fact.data["quarter"]: fact.data["amount"] for fact in of("billing", "payment-made")}
        wrong = [f"{q}: {held.get(q)} for {amount}" for q, amount in paid.items() if held.get(q) != amount]
        self.none("I2", wrong, f"{len(paid)} payments of {sum(paid.values())} fen are recorded to the fen", len(paid))
        self.fines(of, ok)
        terms = {fact.data["year"]: fact.data["quarters"][0] for fact in of("billing", "contract-signed")}
        issued = of("billing", "statement-issued")
        wrong = [fact.data["quarter"] for fact in issued if fact.data["pay"] != terms[int(fact.data["quarter"][:4])]]
        self.none("I2", wrong, f"{len(issued)} first statements pay the contract's first amount", len(issued))

    def fines(self, of, ok):
        """By contract, what was imposed and not withdrawn, as the clients asked for it and as the log has it: to the fen. Where
        an answer is missing nobody knows what was asked for, so that contract is not compared."""
        asked, held, unsure = {}, {}, set()
        for entry in (e for e in self.ledger.entries.values() if e.service == "billing" and "/fines" in e.route):
            year = entry.path.split("/contracts/")[1].split("/")[0]
            if entry.result == "unknown":
                unsure.add(year)
            elif entry.result == "ok":
                fines = asked.setdefault(year, {})
                if entry.route.endswith("/withdraw"):
                    fines.pop(entry.path.split("/")[-2])
                else:
                    fines[entry.answer["fines"][-1]["fine"]] = entry.body["amount"]
        for fact in of("billing", "fine-imposed"):
            held.setdefault(fact.data["contract"], {})[fact.data["fine"]] = fact.data["amount"]
        for fact in of("billing", "fine-withdrawn"):
            held[fact.data["contract"]].pop(fact.data["fine"])
        sure = {year: fines for year, fines in asked.items() if year not in unsure}
        wrong = [f"{year}: {held.get(year)} for {fines}" for year, fines in sure.items() if held.get(year, {}) != fines]
        total = sum(sum(fines.values()) for fines in sure.values())
        self.none("I2", wrong, f"fines of {len(sure)} contracts that stand, {total} fen together, are as asked for, to the fen", len(sure))

    def model(self, service, table, columns):
        db = self.dbs[service]
        generation = min(int(match[1]) for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                         if (match := re.fullmatch(rf"{table}_(\d+)", row[0])))
        return db.execute(f"SELECT {columns} FROM {table}_{generation}").fetchall()

    def order(self):
        heads = {}
        for service, log in self.logs.items():
            heads[f"ops.{service}.v1"] = (log[-1].seq, log[-1].hash) if log else (0, "0" * 64)
            gaps = [f.seq for n, f in enumerate(log, 1) if f.seq != n]
            self.none("I3", gaps, f"{service}: {len(log)} facts are numbered without gap")
            versions, wrong = {}, []
            for fact in log:
                if fact.version != versions.get(fact.subject, 0) + 1:
                    wrong.append(f"{fact.subject} v{fact.version}")
                versions[fact.subject] = fact.version
            self.none("I3", wrong, f"{service}: versions of {len(versions)} subjects count 1, 2, 3")
            self.none("I3", [a.seq for a, b in zip(log, log[1:]) if b.time < a.time], f"{service}: time never runs back")
        for service, db in self.dbs.items():
            wrong = [(s, n) for s, n, h in db.execute("SELECT source, seq, hash FROM position") if (n, h) != heads[s]]
            self.none("I3", wrong, f"{service}: every source is applied to its end, with the source's own hash")

    def ghosts(self):
        known = {entry.command for entry in self.ledger.entries.values()}
        strangers = [f"{f.service} {f.seq} {f.type}" for f in self.facts.values()
                     if f.command.startswith("key:") and f.command not in known]
        self.none("I4", strangers, "every client's fact has its command in the ledger")
        orphans = [f"{f.service} {f.seq} {f.type}" for f in self.facts.values()
                   if f.causation and f.causation not in self.facts]
        caused = sum(bool(f.causation) for f in self.facts.values())
        self.none("I4", orphans, f"every one of {caused} caused facts has its cause in the owner's log", caused)
        for service, db in self.dbs.items():
            held = [(source, seq, hash) for source, seq, hash in db.execute("SELECT source, seq, hash FROM position") if seq > 0]
            wrong = [(source, seq) for source, seq, hash in held if seq > len(self.logs[source.split(".")[1]])
                     or self.logs[source.split(".")[1]][seq - 1].hash != hash]
            self.none("I4", wrong, f"{service}: what it applied last of each source is a fact of that source", len(held))
        causes = [row[0] for row in self.dbs["notify"].execute("SELECT DISTINCT cause FROM delivery")]
        self.none("I4", [c for c in causes if ":" not in c and c not in self.facts], "every message has its fact", len(causes))

    def integrity(self):
        for service, db in self.dbs.items():
            self.expect("I9", db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", f"{service}: integrity_check")
            self.none("I9", db.execute("PRAGMA foreign_key_check").fetchall(), f"{service}: foreign_key_check")
            extra = [self.dump(service)] if self.fleet.bus != "local" else []
            out = subprocess.run([sys.executable, VERIFIER, self.fleet.store(service), *extra], capture_output=True, text=True)
            self.expect("I9", out.returncode == 0, f"{service}: chain of log{' and topic' if extra else ''} "
                        f"{out.stdout.strip()}", out.stderr.strip()[-300:])
            if extra:
                self.expect("I9", self.topic_end == (self.logs[service][-1].seq if self.logs[service] else 0),
                            f"{service}: the topic holds the whole log", f"{self.topic_end}")

    def dump(self, service):
        """The topic as `kcat -J` prints it, without the records that a fault put there; notes its highest number."""
        path, self.topic_end = f"{self.fleet.dir}/{service}.jsonl", 0
        raw = subprocess.run(["kcat", "-b", self.fleet.bootstrap, "-C", "-t", f"ops.{service}.v1", "-o", "beginning", "-e",
                              "-q", "-J"], capture_output=True, check=True).stdout
        with open(path, "w", encoding="utf-8") as out:
            for line in raw.decode(errors="replace").splitlines():
                record = json.loads(line)
                flat = record.get("headers") or []
                head = dict(zip(flat[::2], flat[1::2]))
                if not re.fullmatch(r"[0-9a-f]{64}", head.get("ce_hash", "")) or not head.get("ce_sequence", "").isdigit():
                    continue
                self.topic_end = max(self.topic_end, int(head["ce_sequence"]))
                out.write(line + "\n")
        return path
