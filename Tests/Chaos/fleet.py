"""The processes under test: the all-in-one, or seven services over a real Kafka."""
import glob
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

from brokers import Brokers, NotReady
from footprint import footprint, tail

SERVICES = {"office": 8080, "tickets": 8081, "assets": 8082, "inspections": 8083, "assessments": 8084, "billing": 8085,
            "notify": 8086}


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path, timeout):
        super().__init__("ops", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(directory, method, path, body=None, timeout=120):
    """Asks a process over the socket in its data directory: (status, JSON)."""
    sockets = glob.glob(f"{directory}/*.sock")
    if not sockets:
        raise OSError(f"{directory} has no admin socket")
    connection = UnixConnection(sockets[0], timeout)
    try:
        connection.request(method, path, None if method == "GET" else json.dumps(body or {}),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        data = answer.read()
        return answer.status, json.loads(data) if data else None
    finally:
        connection.close()


class Fleet(Brokers):
    """Starts, ends and asks the processes. `names` are processes, `SERVICES` are services; on one machine one runs all."""

    def __init__(self, bin, bus, port, directory=None):
        self.bin, self.bus, self.base = bin, bus, port
        self.dir = directory or tempfile.mkdtemp(prefix="ops-chaos-")
        self.services = list(SERVICES)
        self.names = ["ops"] if bus == "local" else self.services
        # All stores lie on one disk, so that one small file system can hold them (F14).
        self.stores = f"{self.dir}/stores"
        os.makedirs(self.stores, exist_ok=True)
        self.processes, self.env = {}, {}
        # How each process ended, (name, code), and those of them that ended as nobody meant.
        self.ends, self.strange, self.collected = [], [], set()
        self.lock = threading.RLock()
        self.bootstrap, self.kafka = None, None
        self.counters, self.counting = {}, True
        self.asked_to_leave = None  # when, in ms
        self.most = {}  # that a process was seen to hold, by name

    # Where things lie

    def process_of(self, service):
        return "ops" if self.bus == "local" else service

    def data(self, service):
        return f"{self.stores}/data" if self.bus == "local" else f"{self.stores}/{service}"

    def store(self, service):
        return f"{self.data(service)}/{service}.sqlite"

    def port(self, service):
        return self.base if self.bus == "local" else self.base + SERVICES[service] - 8080

    def log_tail(self, name, lines=5):
        return tail(f"{self.dir}/{name}.log", lines)

    # Processes

    def command(self, name):
        env = dict(os.environ, OPS_DEMO="1", OPS_LOG_LEVEL="error", OPS_DATA_DIR=self.data(name), OPS_HTTP_PORT=str(
            self.base if name == "ops" else self.port(name)))
        if name == "ops":
            return [f"{self.bin}/ops", "up"], env
        return [f"{self.bin}/{name}"], dict(env, OPS_BUS="kafka", OPS_KAFKA_BOOTSTRAP_SERVERS=self.bootstrap or "")

    def spawn(self, name, before=(), **extra):
        """A process like `name` that is nobody's yet; `before` are words of a program that starts it."""
        command, env = self.command(name)
        env.update(self.env)
        env.update(extra)
        with open(f"{self.dir}/{name}.log", "ab") as log:
            return subprocess.Popen([*before, *command], env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start(self, name, **extra):
        with self.lock:
            self.note_dead([name])
            self.processes[name] = self.spawn(name, **extra)

    def collect(self, name, process, meant, seconds=60):
        """Waits for an end: the exit code, which counts as strange where it is none of those meant; None where it still runs."""
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        if process not in self.collected:
            self.collected.add(process)
            self.ends.append((name, code))
            if code not in meant:
                self.strange.append(f"{name} ended with {code}, not {' or '.join(map(str, meant)) or 'at all'};"
                                    f" its log ends: {self.log_tail(name, 1).strip()[-300:]}")
        return code

    def end(self, name, number=signal.SIGKILL, seconds=60, meant=None):
        """Sends a signal and waits; returns the exit code. After SIGTERM a process leaves in time and with 0."""
        self.processes[name].send_signal(number)
        return self.await_signalled(name, number, seconds, meant)

    def await_signalled(self, name, number, seconds=60, meant=None):
        process = self.processes[name]
        code = self.collect(name, process, meant or ((0,) if number == signal.SIGTERM else (-number,)), seconds)
        if code is None:
            self.strange.append(f"{name} still runs {seconds} s after signal {int(number)}")
            process.kill()
            code = self.collect(name, process, (-signal.SIGKILL,))
        return code

    def await_end(self, name, seconds, *meant):
        """The exit code of a process that is to end by itself with one of the codes meant, or None where it still runs."""
        return self.collect(name, self.processes[name], meant, seconds)

    def note_dead(self, names=None):
        """Those that have ended and were not waited for: nobody meant them to."""
        dead = [n for n in names or self.processes if n in self.processes and self.processes[n].poll() is not None]
        for name in dead:
            self.collect(name, self.processes[name], ())
        return dead

    def refusal(self, name):
        """The exit code of a start that failed: EX_CONFIG of a service, 1 of the tool that runs them all."""
        return 1 if name == "ops" else 78

    def start_all(self):
        for name in self.names:
            self.start(name)
        self.await_ready()

    def stop_all(self):
        """SIGTERM to all that run: each drains and leaves by itself with code 0."""
        self.note_dead()
        self.asked_to_leave = time.time() * 1000
        running = [name for name, process in self.processes.items() if process.poll() is None]
        for name in running:
            self.processes[name].terminate()
        for name in running:
            self.await_signalled(name, signal.SIGTERM)

    def kill_all(self):
        """What still runs when a run is over has nothing more to say."""
        self.note_dead()
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()

    def hold_clock(self):
        """Starts all anew in one moment that stays: what only the passing of time brings about, such as a target that nobody met,
        comes no more. A run longer than the shortest target, half an hour, is else never at rest."""
        self.stop_all()
        now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))  # the owner's time, China's
        for name in self.names:
            self.start(name, OPS_SIMULATE=now)
        self.await_ready()

    # Health

    def is_ready(self, service):
        try:
            url = f"http://127.0.0.1:{self.port(service)}/health/ready"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status == 200, ""
        except urllib.error.HTTPError as error:
            return False, error.read().decode(errors="replace")
        except OSError as error:
            return False, str(error)

    def await_ready(self, services=None, seconds=120):
        end = time.monotonic() + seconds
        for service in services or SERVICES:
            while True:
                ready, why = self.is_ready(service)
                if ready:
                    break
                if time.monotonic() > end:
                    raise NotReady(f"{service} is not ready after {seconds} s: {why[:400]}\n"
                                   + self.log_tail(self.process_of(service)))
                time.sleep(0.05)

    def admin(self, name, method, path, body=None, timeout=120):
        return ask(self.data(name), method, path, body, timeout)

    def statuses(self):
        """The status of every service, or None where one does not answer."""
        result = []
        for name in self.names:
            try:
                status, body = self.admin(name, "GET", "/admin/status")
            except (OSError, http.client.HTTPException, ValueError):
                return None
            if status != 200:
                return None
            result += body["services"]
        return result

    def unsettled(self):
        """What is not at rest, and the heads of all logs; (None, None) where somebody does not answer."""
        now = self.statuses()
        if now is None:
            return None, None
        heads = {f"ops.{s['service']}.v1": s["facts"] for s in now}
        behind = [f"{s['service']} reads {x['topic']} at {x['seq']} of {heads[x['topic']]} ({x['state']})" for s in now
                  for x in s["sources"] if x["seq"] < heads[x["topic"]]]
        behind += [f"{s['service']} published {s['published']} of {s['facts']} ({s.get('relay')})" for s in now
                   if s.get("published") is not None and s["published"] < s["facts"]]
        behind += [f"{s['service']} refuses: {s['refusal']}" for s in now if s.get("refusal")]
        return behind, heads

    def settle(self, seconds):
        """Waits until every log is published and read to its end; returns how long it took."""
        begin, last, behind = time.monotonic(), None, ["nothing was asked"]
        while time.monotonic() - begin < seconds:
            behind, heads = self.unsettled()
            if behind == [] and heads == last:
                return time.monotonic() - begin
            last = heads
            time.sleep(0.25)
        raise NotReady(f"not at rest after {seconds} s: {'; '.join((behind or ['a process does not answer'])[:6])}")

    # Figures of /metrics, kept over restarts

    def sample(self):
        """Adds what the processes counted since the last look to `counters`."""
        for name in self.names:
            process = self.processes.get(name)
            held = footprint(process, [f"{self.store(s)}-wal" for s in SERVICES if self.process_of(s) == name])
            self.most[name] = [max(pair) for pair in zip(self.most.get(name, held), held)]
            for label, value in self.figures(name, "ops_source_facts", "ops_bus_events", "notify_attempts", "ops_http_requests"):
                self.counters[(process.pid, label)] = value

    def figures(self, name, *starts):
        """Those of a process's figures whose name begins so; nothing where it does not answer."""
        service = next(iter(SERVICES)) if name == "ops" else name
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port(service)}/metrics", timeout=5) as answer:
                lines = answer.read().decode().splitlines()
        except (OSError, http.client.HTTPException):
            return []
        return [(label, float(value)) for line in lines if line.startswith(starts)
                for label, _, value in [line.rpartition(" ")]]

    def counted(self, *parts):
        """The sum over all processes ever started of the figures whose label holds all parts."""
        return int(sum(v for (_, label), v in list(self.counters.items()) if all(p in label for p in parts)))

    def watch(self):
        """Samples the figures once a second in a thread of its own."""
        def run():
            while self.counting:
                self.sample()
                time.sleep(1)
        threading.Thread(target=run, daemon=True).start()
