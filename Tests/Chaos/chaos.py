"""Kills services at random moments under load and judges what is left (docs/reliability.md).

    chaos.py --bin DIR [--bus local|kafka] [--rounds 50] [--seed N] [--clients 8]

Starts the all-in-one, or seven processes over a real Kafka (KAFKA_HOME), lets clients open and work tickets over HTTP with an
Idempotency-Key each, and ends a random process with SIGKILL once a round. A request without an answer is sent again with its
key until it gets one. Then everything comes to rest, is stopped, and the stores are read with SQLite alone. Prints the seed and
a line per invariant; exit code 1 where one does not hold.
"""
import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

SERVICES = {"office": 8080, "tickets": 8081, "assets": 8082, "inspections": 8083, "assessments": 8084, "billing": 8085,
            "notify": 8086}
ENGINEER, SITE = "xz-1", "XZ"
HERE = os.path.dirname(os.path.abspath(__file__))


class Fleet:
    """The processes under test."""

    def __init__(self, options):
        self.bin, self.bus, self.base = options.bin, options.bus, options.port
        self.dir = tempfile.mkdtemp(prefix="ops-chaos-")
        self.names = ["ops"] if self.bus == "local" else list(SERVICES)
        self.processes, self.logs = {}, open(f"{self.dir}/log", "ab")
        self.lock = threading.Lock()

    def data(self, service):
        return f"{self.dir}/data" if self.bus == "local" else f"{self.dir}/{service}"

    def port(self, service):
        return self.base if self.bus == "local" else self.base + SERVICES[service] - 8080

    def start(self, name):
        env = dict(os.environ, OPS_DEMO="1", OPS_LOG_LEVEL="error")
        if name == "ops":
            command = [f"{self.bin}/ops", "up", "--data", self.data("ops"), "--port", str(self.base)]
        else:
            command = [f"{self.bin}/{name}"]
            env.update(OPS_BUS="kafka", OPS_KAFKA_BOOTSTRAP_SERVERS=self.bootstrap, OPS_DATA_DIR=self.data(name),
                       OPS_HTTP_PORT=str(self.port(name)))
        self.processes[name] = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=self.logs, stderr=self.logs)

    def prepare(self):
        if self.bus == "kafka":
            self.kafka = [os.environ["KAFKA_HOME"] + "/kafka", "--dir", f"{self.dir}/kafka", "--port", str(self.base + 4000)]
            start = [self.kafka[0], "start", *self.kafka[1:]]
            self.bootstrap = subprocess.run(start, check=True, capture_output=True, text=True).stdout.split()[-1]
            for name in SERVICES:
                subprocess.run([self.kafka[0], "topics", *self.kafka[1:], "--create", "--topic", f"ops.{name}.v1",
                                "--partitions", "1", "--config", "retention.ms=-1", "--config", "cleanup.policy=delete"],
                               check=True, capture_output=True)
        for name in self.names:
            self.start(name)
        for service in SERVICES:
            self.await_ready(service)

    def await_ready(self, service, seconds=90):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port(service)}/health/ready", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (OSError, urllib.error.HTTPError):
                pass
            time.sleep(0.05)
        sys.exit(f"{service} is not ready after {seconds} s; see {self.dir}/log")

    def kill_one(self, chance):
        name = chance.choice(self.names)
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()
        self.start(name)
        return name

    def statuses(self):
        directories = [self.data("ops")] if self.bus == "local" else [self.data(name) for name in SERVICES]
        result = []
        for directory in directories:
            out = subprocess.run([f"{self.bin}/ops", "status", "--data", directory], capture_output=True, text=True)
            if out.returncode:
                return None
            result += json.loads(out.stdout)["services"]
        return result

    def settle(self, seconds=120):
        end, last = time.monotonic() + seconds, None
        while time.monotonic() < end:
            now = self.statuses()
            if now:
                heads = {f"ops.{s['service']}.v1": s["facts"] for s in now}
                behind = [(s["service"], x["topic"]) for s in now for x in s["sources"] if x["seq"] < heads[x["topic"]]]
                behind += [(s["service"], "relay") for s in now if s.get("published") is not None and s["published"] < s["facts"]]
                if not behind and heads == last:
                    return
                last = heads
            time.sleep(0.2)
        sys.exit(f"not at rest after {seconds} s; see {self.dir}/log")

    def stop(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(30)

    def stop_kafka(self):
        if self.bus == "kafka":
            subprocess.run([self.kafka[0], "stop", *self.kafka[1:]], capture_output=True)


class Client(threading.Thread):
    """Opens tickets and works them; repeats every request with its key until it is answered."""

    def __init__(self, fleet, token, seed, stop):
        super().__init__()
        self.fleet, self.token, self.chance, self.stop_now = fleet, token, random.Random(seed), stop
        self.ledger, self.repeats, self.refused = [], 0, []

    def ask(self, path, body, key):
        data = json.dumps(body).encode()
        while True:
            request = urllib.request.Request(
                f"http://127.0.0.1:{self.fleet.port('tickets')}{path}", data=data, method="POST",
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}", "Idempotency-Key": key})
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    return answer.status, json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as error:
                if error.code not in (409, 503) or (error.code == 409 and b"still-running" not in error.read()):
                    return error.code, None
            except OSError:
                pass
            self.repeats += 1
            time.sleep(0.02)

    def run(self):
        count = 0
        while not self.stop_now.is_set():
            count += 1
            key = f"{self.name}-{count}"
            body = {"site": SITE, "kind": "incident", "title": f"混沌 {key}", "description": "随机故障",
                    "impact": "single", "urgency": "medium"}
            status, ticket = self.ask("/api/tickets/v1/tickets", body, key)
            if status != 201:
                self.refused.append((status, key))
                continue
            number = ticket["ticket"]["ticket"] if isinstance(ticket.get("ticket"), dict) else ticket["ticket"]
            self.ledger.append((key, number))
            for verb in ("accept", "arrive"):
                status, _ = self.ask(f"/api/tickets/v1/tickets/{number}/{verb}", {}, f"{key}-{verb}")
                if status not in (200, 201, 204):
                    self.refused.append((status, f"{key}-{verb}"))


def sign_in(fleet):
    body = json.dumps({"account": ENGINEER, "password": "zhanqu-demo-2026"}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{fleet.port('office')}/api/office/v1/sign-in", data=body, method="POST",
                                     headers={"Content-Type": "application/json", "Idempotency-Key": f"s{time.time_ns()}"})
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())["token"]
        except urllib.error.HTTPError:
            # Ready means it can serve; the first start is still loading the accounts.
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def judge(fleet, ledger):
    """Reads the stopped stores and returns the faults found."""
    faults, heads = [], {}
    stores = {name: sqlite3.connect(f"file:{fleet.data('ops' if fleet.bus == 'local' else name)}/{name}.sqlite?mode=ro", uri=True)
              for name in SERVICES}

    def expect(condition, text):
        print(("ok    " if condition else "FAULT ") + text)
        if not condition:
            faults.append(text)

    for name, db in stores.items():
        heads[f"ops.{name}.v1"] = db.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone() or (0, "0" * 64)
        expect(db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", f"{name}: integrity_check")
    opened = [row[0] for row in stores["tickets"].execute("SELECT subject FROM log WHERE type = 'tickets.ticket-opened.v1'")]
    titles = [json.loads(row[0])["title"] for row in stores["tickets"].execute(
        "SELECT data FROM log WHERE type = 'tickets.ticket-opened.v1'")]
    acknowledged = {f"ticket/{number}" for _, number in ledger}
    expect(len(acknowledged) == len(ledger), f"I1 {len(ledger)} acknowledged tickets have {len(ledger)} numbers")
    expect(acknowledged <= set(opened), "I1 every acknowledged ticket is in the log")
    expect(len(titles) == len(set(titles)), "I1 no command was carried out twice")
    accepted = stores["tickets"].execute(
        "SELECT subject, count(*) FROM log WHERE type = 'tickets.ticket-accepted.v1' GROUP BY subject HAVING count(*) > 1")
    expect(not accepted.fetchall(), "I2 no ticket was accepted twice")
    generation = stores["office"].execute("SELECT generation FROM readModel WHERE name = 'ticket-board'").fetchone()[0]
    board = [row[0] for row in stores["office"].execute(f"SELECT no FROM ticket_{generation}")]
    expect(sorted(board) == sorted(s.removeprefix("ticket/") for s in opened), "I2 the office knows each ticket exactly once")
    for name, db in stores.items():
        wrong = [(s, n, h) for s, n, h in db.execute("SELECT source, seq, hash FROM position") if (n, h) != heads[s]]
        expect(not wrong, f"I3 {name}: every source is applied to its end, same hash {wrong or ''}")
        expect(db.execute("SELECT count(*) FROM parked").fetchone()[0] == 0, f"I6 {name}: nothing is parked")
    for name in SERVICES:
        path = f"{fleet.data('ops' if fleet.bus == 'local' else name)}/{name}.sqlite"
        extra = [dump_topic(fleet, name)] if fleet.bus == "kafka" else []
        out = subprocess.run([sys.executable, f"{HERE}/../OpsMessagingTests/Python/verify_log.py", path, *extra],
                             capture_output=True, text=True)
        expect(out.returncode == 0, f"I9 {name}: chain of log{' and topic' if extra else ''} {(out.stdout + out.stderr).strip()}")
    return faults


def dump_topic(fleet, name):
    path = f"{fleet.dir}/{name}.jsonl"
    with open(path, "wb") as out:
        subprocess.run(["kcat", "-b", fleet.bootstrap, "-C", "-t", f"ops.{name}.v1", "-o", "beginning", "-e", "-q", "-J"],
                       stdout=out, check=True)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the folder with the built programs")
    parser.add_argument("--bus", choices=["local", "kafka"], default="local")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=21080)
    options = parser.parse_args()
    print(f"bus {options.bus}, {options.rounds} rounds, {options.clients} clients, seed {options.seed}")
    chance, fleet, stop = random.Random(options.seed), Fleet(options), threading.Event()
    fleet.prepare()
    token = sign_in(fleet)
    clients = [Client(fleet, token, options.seed + n, stop) for n in range(options.clients)]
    for client in clients:
        client.start()
    for number in range(options.rounds):
        time.sleep(chance.uniform(0.05, 1.0))
        print(f"round {number + 1}: killed {fleet.kill_one(chance)}", flush=True)
    for service in SERVICES:
        fleet.await_ready(service)
    stop.set()
    for client in clients:
        client.join()
    fleet.settle()
    fleet.stop()
    faults = judge(fleet, [entry for client in clients for entry in client.ledger])
    fleet.stop_kafka()
    refused = [entry for client in clients for entry in client.refused]
    print(f"{sum(len(c.ledger) for c in clients)} tickets, {sum(c.repeats for c in clients)} requests repeated, "
          f"{len(refused)} refused {refused[:5]}, {len(faults)} faults, data in {fleet.dir}")
    sys.exit(1 if faults else 0)


main()
