"""The running system: requests, sign-in, identifiers that answers gave, and what its logs hold."""
import http.client
import json
import os
import sqlite3
import subprocess
import time
import urllib.parse

from openapi_checks import Fault

SERVICES = ["office", "assets", "tickets", "inspections", "assessments", "billing", "notify"]
ACCOUNTS = ["admin", "office", "finance", "supplier", "expert", "reporter", "wall", "xz-lead", "xz-1"]
PASSWORD = "zhanqu-demo-2026"
# Other services echo these as they were sent; only the directory's are real.
DIRECTORY = {"account", "site"}


class Answer:
    def __init__(self, response):
        self.status, self.body = response.status, response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}


class System:
    """The services under test: requests, accounts, identifiers seen, heads of the logs."""

    def __init__(self, base, data, rng):
        self.base, self.data, self.rng, self.pool, self.requests = urllib.parse.urlsplit(base), data, rng, {}, 0
        self.tokens, self.roles, self.sites, self.stores, self.seen = {}, {}, {}, {}, []

    def send(self, method, target, headers, body=None):
        self.requests += 1
        connection = http.client.HTTPConnection(self.base.hostname, self.base.port, timeout=30)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value.encode("utf-8"))
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def sign_in(self):
        for account in ACCOUNTS:
            body = json.dumps({"account": account, "password": PASSWORD}).encode()
            answer = self.send("POST", "/api/office/v1/sign-in", {"Content-Type": "application/json"}, body)
            if answer.status == 200:
                self.tokens[account] = json.loads(answer.body)["token"]
        if "admin" not in self.tokens:
            raise SystemExit("the sample accounts cannot sign in: start with OPS_DEMO=1")
        for account in list(self.tokens):
            answer = self.send("GET", f"/api/office/v1/accounts/{account}", {"Authorization": "Bearer " + self.tokens["admin"]})
            profile = json.loads(answer.body)
            self.roles[account], self.sites[account] = set(profile["roles"]), profile["sites"]

    def document(self, service):
        answer = self.send("GET", f"/api/{service}/v1/openapi.json", {})
        if answer.status != 200:
            raise Fault(f"/api/{service}/v1/openapi.json answers {answer.status}")
        return json.loads(answer.body)

    def learn(self, service, value, names):
        """Keeps identifiers of an answer for later requests; accounts that are in use here stay out of it."""
        if isinstance(value, list):
            for item in value:
                self.learn(service, item, names)
        elif isinstance(value, dict):
            if len(value) > 3:
                self.seen = [*self.seen[-2_000:], value]
            for key, item in value.items():
                if key in names and isinstance(item, (str, int)):
                    known = self.pool.setdefault(key, [])
                    real = item not in self.tokens and (service == "office" or key not in DIRECTORY)
                    if real and item not in known and (key != "site" or len(known) < 10):
                        known.append(item)
                else:
                    self.learn(service, item, names)

    def real(self, value, account=None):
        """Identifiers in the place of picks; mostly a site of the account's own."""
        if isinstance(value, tuple) and len(value) == 3 and value[0] == "pick":
            known = self.pool.get(value[1], [])
            if value[1] == "site" and value[2] % 4:
                known = self.sites.get(account) or known
            newest = known[-200:]
            return newest[-1 - value[2] % len(newest)] if newest else "none-yet"
        if isinstance(value, dict):
            return {key: self.real(item, account) for key, item in value.items()}
        return [self.real(item, account) for item in value] if isinstance(value, list) else value

    def head(self, service):
        if self.data is None:
            return 0
        if service not in self.stores:
            self.stores[service] = sqlite3.connect(f"file:{self.data}/{service}.sqlite?mode=ro", uri=True, timeout=30)
        return self.stores[service].execute("SELECT coalesce(max(seq), 0) FROM log").fetchone()[0]


    def rest(self, service):
        """Waits until the service has written nothing for a while."""
        last, quiet = self.head(service), 0
        while quiet < 5:
            time.sleep(0.1)
            now = self.head(service)
            last, quiet = now, quiet + 1 if now == last else 0


def started(program, folder):
    """`ops up` on a free port with a clock that stands still. Returns the process and its address."""
    process = subprocess.Popen([program, "up", "--demo", "--data", folder, "--port", "0", "--simulate", "2026-02-02 09:00:00"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=dict(os.environ, OPS_LOG_LEVEL="error"))
    for line in process.stdout:
        if line.startswith("StationOps: "):
            return process, line.split()[1].rstrip("/")
    raise SystemExit(f"{program} ended with {process.wait()}")
