"""One user at work: sends commands with their keys until they are answered, and misbehaves now and then."""
import json
import random
import socket
import threading
import time
import urllib.error
import urllib.request

PASSWORD = "zhanqu-demo-2026"


class Abandoned(Exception):
    """Nobody waits for the answer: the script ends here."""


class Refused(Exception):
    """A 4xx: the script ends here."""


class Tokens:
    """Signs accounts in, once each and again when a token has run out."""

    def __init__(self, fleet):
        self.fleet, self.lock, self.tokens = fleet, threading.Lock(), {}

    def of(self, account, old=None):
        with self.lock:
            if self.tokens.get(account) in (None, old):
                self.tokens[account] = self.sign_in(account)
            return self.tokens[account]

    def sign_in(self, account):
        url = f"http://127.0.0.1:{self.fleet.port('office')}/api/office/v1/sign-in"
        body = json.dumps({"account": account, "password": PASSWORD}).encode()
        end = time.monotonic() + 180
        while True:
            try:
                request = urllib.request.Request(url, data=body, method="POST", headers={
                    "Content-Type": "application/json", "Idempotency-Key": f"s{time.time_ns()}"})
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return json.loads(answer.read())["token"]
            except urllib.error.HTTPError as error:
                # Ready means it can serve; the first start is still loading the accounts.
                if time.monotonic() > end:
                    raise RuntimeError(f"{account} cannot sign in: {error.code} {error.read()[:200]}") from error
            except OSError:
                if time.monotonic() > end:
                    raise
            time.sleep(0.2)


class Client(threading.Thread):
    """Plays scripts until told to stop."""

    # Of a hundred commands so many are left unanswered, sent twice at once, sent again later, sent again with another body.
    ABANDON, TWICE, AGAIN, OTHER = 3, 6, 9, 12

    def __init__(self, number, fleet, tokens, ledger, world, scripts, seed, stop):
        super().__init__(name=f"client-{number}", daemon=True)
        self.fleet, self.tokens, self.ledger, self.world = fleet, tokens, ledger, world
        self.scripts, self.stop_now = scripts, stop
        self.chance = random.Random(f"{seed}/{number}")
        self.give_up_at = None

    def run(self):
        weights = [script.weight for script in self.scripts]
        while not self.stop_now.is_set():
            script = self.chance.choices(self.scripts, weights)[0]
            try:
                script(self)
            except (Abandoned, Refused):
                pass
            except Exception as error:  # A script that breaks is a fault of the run, never a silent end of its load.
                self.ledger.fault(f"{script.__name__} broke: {error!r}")
                time.sleep(0.2)

    # Commands

    def do(self, who, route, body, expect, **names):
        """One command. Returns its JSON answer; raises `Refused` or `Abandoned`."""
        # People think between two commands; and a broker that starts anew needs some of the machine too.
        time.sleep(self.chance.uniform(0, 2 * self.world.pace))
        self.world.enter()
        try:
            return self.carry_out(who, route, body, expect, names)
        finally:
            self.world.leave()

    def carry_out(self, who, route, body, expect, names):
        draw = self.chance.randrange(100)
        kind = ("abandoned" if draw < self.ABANDON else "twice" if draw < self.TWICE else "again" if draw < self.AGAIN
                else "other-body" if draw < self.OTHER else "plain")
        body = body or {}
        entry = self.ledger.open(who, route, route.format(**names), body, expect, kind)
        if kind == "abandoned":
            self.abandon(entry)
            raise Abandoned
        if kind == "twice":
            twin = threading.Thread(target=self.twin, args=(entry,), daemon=True)
            twin.start()
        status, data = self.ask(entry, entry.body)
        if kind == "twice":
            twin.join()
            self.compare(entry, entry.twin, (status, data), "sent twice at once")
        answer = self.parsed(data)
        self.ledger.close(entry, status, answer)
        if not 200 <= status < 300:
            self.ledger.refused.append(f"{entry.id} {route} {status} {data[:160].decode(errors='replace')}")
            raise Refused
        if kind == "again":
            self.compare(entry, self.ask(entry, entry.body), (status, data), "sent again")
        if kind == "other-body":
            other, _ = self.ask(entry, dict(body, chaos="other"))
            self.ledger.reused += 1
            if other != 422:
                self.ledger.fault(f"{entry.id} {route}: its key with another body got {other}, not 422")
        return answer

    def twin(self, entry):
        entry.twin = self.ask(entry, entry.body)

    def compare(self, entry, one, two, what):
        self.ledger.same += 1
        if one != two and 200 <= two[0] < 300:
            self.ledger.fault(f"{entry.id} {entry.route} {what}: {one[0]} {one[1][:120]!r}, then {two[0]} {two[1][:120]!r}")

    def abandon(self, entry):
        """Sends the request and hangs up without waiting for the answer."""
        data = json.dumps(entry.body).encode()
        head = (f"POST {entry.path} HTTP/1.1\r\nHost: chaos\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(data)}\r\nAuthorization: Bearer {self.tokens.of(entry.actor)}\r\n"
                f"Idempotency-Key: {entry.key}\r\nX-Correlation-ID: {entry.key}\r\n\r\n")
        self.ledger.abandoned += 1
        try:
            with socket.create_connection(("127.0.0.1", self.fleet.port(entry.service)), 2) as wire:
                wire.sendall(head.encode() + data)
                time.sleep(self.chance.uniform(0, 0.02))
        except OSError:
            pass

    def ask(self, entry, body):
        """Sends one command with its key until there is an answer: (status, bytes)."""
        data, token, errors = json.dumps(body).encode(), self.tokens.of(entry.actor), 0
        url = f"http://127.0.0.1:{self.fleet.port(entry.service)}{entry.path}"
        while True:
            request = urllib.request.Request(url, data=data, method="POST", headers={
                "Content-Type": "application/json", "Authorization": f"Bearer {token}", "Idempotency-Key": entry.key,
                "X-Correlation-ID": entry.key})
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as error:
                text = error.read()
                if error.code == 401:
                    token = self.tokens.of(entry.actor, old=token)
                elif error.code == 500 and errors < 3:
                    errors += 1
                    self.ledger.fault(f"{entry.id} {entry.route} answered 500")
                elif error.code in (503, 507):
                    self.ledger.put_off += 1
                elif not (error.code == 409 and b"still-running" in text):
                    return error.code, text
            except (OSError, ValueError) as error:
                last = error
            except Exception as error:  # http.client's own: a connection cut in the middle of an answer
                last = error
            self.ledger.repeats += 1
            if self.give_up_at and time.monotonic() > self.give_up_at:
                raise Abandoned
            time.sleep(self.chance.uniform(0.02, 0.15))

    @staticmethod
    def parsed(data):
        try:
            return json.loads(data) if data else None
        except ValueError:
            return None

    # Queries

    def get(self, account, path):
        """A query's JSON answer; None where the service does not answer now."""
        service = path.split("/")[2]
        request = urllib.request.Request(f"http://127.0.0.1:{self.fleet.port(service)}{path}", headers={
            "Authorization": f"Bearer {self.tokens.of(account)}"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())
        except Exception:
            return None
