#!/usr/bin/env python3
"""Tries every operation of every OpenAPI document of a running system (docs/adr/0007).

    openapi_properties.py --base URL [--data DIR] [--seed N] [--examples N] [--only TEXT] [--ops PROGRAM]

For each operation Hypothesis makes requests the document allows and requests with one thing wrong, as several roles and as
nobody, with identifiers that earlier answers gave. Held of each answer: no 5xx; a declared status; the declared content type and
schema; a refusal is a problem document in the language asked for that tells no internals; what is wrong is refused; and a refused
command left the log alone (with --data, the directory of the stores). With --ops it starts that `ops` itself, on a free port.
Prints the seed, and each failing request at its smallest with a curl line. Exit code 1 where something does not hold.
"""
import argparse
import http.client
import json
import random
import shlex
import sys
import tempfile
import urllib.parse

import openapi_cases as cases
import hypothesis
from hypothesis import HealthCheck, Phase, settings

from openapi_checks import Fault, check_answer, check_document, operations
from openapi_system import SERVICES, System, started

# Registering what is new is what these are for.
FINE = {("registerSite", "an unknown site")}
# Commands after which little can be done to a thing: tried last.
ENDS = ("cancel", "close", "revoke", "disable", "discard", "withdraw", "skip", "freeze")



class Trial:
    """One operation of one document."""

    def __init__(self, system, service, document, method, path, operation, names):
        self.system, self.service, self.document, self.names = system, service, document, names
        self.method, self.path, self.operation = method, path, operation
        self.mutations = cases.mutations(operation)
        self.good, self.last, self.failed = 0, None, None

    def wrong(self, case):
        return self.mutations[case["what"]] if "what" in case else {}

    def account(self, case):
        allowed = set(self.operation.get("x-roles", []))
        fitting = sorted(a for a, roles in self.system.roles.items() if (roles & allowed) or not allowed)
        other = sorted(set(self.system.tokens) - set(fitting))
        wrong = self.wrong(case)
        if wrong.get("role") == "wrong":
            hypothesis.assume(other)
            return other[case["role"] % len(other)]
        if "foreign" in wrong:
            fitting = [a for a in fitting if self.system.sites[a]]
        hypothesis.assume(fitting)
        return fitting[case["role"] % len(fitting)]

    def request(self, case):
        """(target, headers, body) of a case."""
        wrong = self.wrong(case)
        anybody = self.operation.get("security") == [] or wrong.get("role", "") in (None, "forged")
        account = None if anybody else self.account(case)
        values = self.system.real(case["path"], account)
        path = self.path
        for name, value in values.items():
            if value in self.system.tokens:
                value = "none-yet"  # the accounts in use here stay as they are
            path = path.replace("{%s}" % name, wrong.get("raw_path", {}).get(name, urllib.parse.quote(str(value), safe="")))
        query = wrong.get("raw_query", urllib.parse.urlencode(self.system.real(case["query"], account)))
        headers = {} if case["language"] is None else {"Accept-Language": case["language"]}
        if wrong.get("role", "") == "forged":
            headers["Authorization"] = "Bearer eyJhbGciOiJub25lIn0.e30."
        elif account is not None:
            headers["Authorization"] = "Bearer " + self.system.tokens[account]
        if any(p["name"] == "Idempotency-Key" for p in self.operation.get("parameters", [])):
            key = wrong.get("key", "%032x" % self.system.rng.getrandbits(128))
            if key is not None:
                headers["Idempotency-Key"] = key
        match = wrong.get("match", self.etag(path, headers) if case["match"] else None)
        if match is not None:
            headers["If-Match"] = match
        body = None
        if "body" in case:
            headers["Content-Type"] = wrong.get("type", "application/json")
            body = wrong["bytes"] if "bytes" in wrong else self.body(case, wrong, account)
        return path + ("?" + query if query else ""), headers, body

    def etag(self, path, headers):
        """The version of the thing a command is for: of the address above the verb."""
        if self.method == "GET" or "/" not in path:
            return None
        answer = self.system.send("GET", path.rsplit("/", 1)[0], {"Authorization": headers.get("Authorization", "")})
        return answer.headers.get("etag")

    def body(self, case, wrong, account):
        body = self.system.real(case["body"], account)
        schema = cases.body_schema(self.operation)
        required = set(schema.get("required", []))
        alike = [seen for seen in self.system.seen if required <= set(seen)] if case["like"] and len(required) > 2 else []
        if alike:
            number, anew = case["like"]
            old = alike[-1 - number % len(alike)]
            body = {k: v for k, v in old.items() if k in schema["properties"] and k not in anew} | {
                k: v for k, v in body.items() if k in anew}
        if "drop" in wrong:
            body.pop(wrong["drop"], None)
        if "set" in wrong:
            body[wrong["set"][0]] = wrong["set"][1]
        if "many" in wrong:
            name, count = wrong["many"]
            hypothesis.assume(body.get(name))
            body[name] = (body[name] * count)[:count]
        if "foreign" in wrong:
            mine = self.system.sites[account]
            body["site"] = next(site for site in ["QH", "BJ", "XZ"] if site not in mine)
        return json.dumps(body, ensure_ascii="escaped" in wrong).encode("utf-8", "surrogatepass")

    def run(self, case):
        target, headers, body = self.request(case)
        before = self.system.head(self.service)
        self.last = (case, target, headers, body, None)
        try:
            answer = self.system.send(self.method, target, headers, body)
        except (OSError, http.client.HTTPException) as error:
            raise Fault(f"no answer: {error!r}") from None
        self.last = (case, target, headers, body, answer)
        check_answer(self.document, self.operation, answer, case["language"])
        name = self.operation["operationId"]
        if "what" in case and answer.status < 400 and (name, case["what"]) not in FINE:
            raise Fault(f"{case['what']} is not refused: {answer.status}")
        if answer.status >= 400 and self.system.head(self.service) != before and self.writes_again(target, headers, body):
            raise Fault("refused, and yet something was written")
        if answer.status < 400:
            self.good += 1
            if answer.body:
                self.system.learn(self.service, json.loads(answer.body), self.names)

    def writes_again(self, target, headers, body):
        """Whether it was this request, and not a reaction to another service's fact that fell into the same moment."""
        for _ in range(3):
            self.system.rest(self.service)
            before = self.system.head(self.service)
            if "Idempotency-Key" in headers:
                headers = {**headers, "Idempotency-Key": "%032x" % self.system.rng.getrandbits(128)}
            self.system.send(self.method, target, headers, body)
            if self.system.head(self.service) == before:
                return False
        return True

    def search(self, strategy, seed, examples):
        """Hypothesis over one strategy. Returns the Fault of the smallest failing case, or None."""

        @hypothesis.seed(seed)
        @settings(max_examples=examples, deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck),
                  phases=[Phase.generate, Phase.shrink], report_multiple_bugs=False)
        @hypothesis.given(strategy)
        def holds(case):
            try:
                self.run(case)
            except Fault as fault:
                self.failed = (fault, self.last)
                raise

        try:
            holds()
        except (Fault, hypothesis.errors.Flaky):
            # Flaky: the system had moved on when the case was tried again. It failed all the same.
            return self.failed[0]
        except hypothesis.errors.Unsatisfiable:
            return None
        return None

    def report(self, fault, directory):
        case, target, headers, body, answer = self.failed[1]
        print(f"\nFAILED {self.method} {self.path}: {fault}\n  {'what is wrong: ' + case['what'] if 'what' in case else 'an allowed request'}")
        words = ["curl", "-i", "-X", self.method, urllib.parse.urlunsplit(self.system.base) + target]
        for name, value in headers.items():
            words += ["-H", f"{name}: {self.without_token(value)}"]
        if body is not None and len(body) <= 2000 and b"\0" not in body and body.isascii():
            words += ["--data-raw", body.decode()]
        elif body is not None:
            file = tempfile.NamedTemporaryFile(dir=directory, suffix=".body", delete=False)
            file.write(body)
            words += ["--data-binary", "@" + file.name]
            print(f"  body: {len(body)} bytes, {body[:300]!r}")
        print("  " + shlex.join(words))
        if answer is not None:
            print(f"  answer {answer.status}: {answer.body[:600].decode('utf-8', 'replace')}", flush=True)

    def without_token(self, value):
        account = next((a for a, token in self.system.tokens.items() if value == "Bearer " + token), None)
        return f"Bearer TOKEN-OF-{account}" if account else value


def trials(system, only):
    documents = {service: system.document(service) for service in SERVICES}
    names = {"site", "category", "evidence"}
    for document in documents.values():
        check_document(document)
        names |= {p["name"] for _, _, op in operations(document) for p in op.get("parameters", []) if p["in"] == "path"}
    found = [Trial(system, service, document, *operation, names) for service, document in documents.items()
             for operation in operations(document) if only in f"{operation[0]} {operation[1]}"]
    # Lists first, then what makes new things, then what works on them: so that there are identifiers to work with.
    return sorted(found, key=lambda t: (
        t.method != "GET", t.path.rsplit("/", 1)[-1].startswith(ENDS), t.path.count("{"), t.path)), names


def try_all(system, options):
    found, names = trials(system, options.only)
    failed = set()
    for turn in range(options.rounds):
        for number, trial in enumerate(found):
            if trial in failed:
                continue
            seed, examples = options.seed * 1_000 + turn * 500 + number, max(1, options.examples // options.rounds)
            for strategy in (cases.allowed, cases.refused):
                if strategy is cases.refused and not trial.mutations:
                    continue
                fault = trial.search(strategy(trial.operation, names), seed, examples)
                if fault is not None:
                    failed.add(trial)
                    trial.report(fault, tempfile.gettempdir())
                    break
    never = [t.operation["operationId"] for t in found if not t.good and t not in failed]
    print(f"never answered well, so only refusals are tried: {', '.join(never)}" if never else "every operation answered well")
    print(f"{len(found)} operations, {system.requests} requests, {len(failed)} failed, seed {options.seed}")
    return not failed


def main():
    parser = argparse.ArgumentParser(description="Tries every operation of every OpenAPI document of a running system.")
    parser.add_argument("--base", help="where it runs")
    parser.add_argument("--ops", help="the program to start instead")
    parser.add_argument("--data", help="its data directory, to see that a refused command wrote nothing")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--examples", type=int, default=60, help="requests of each kind for each operation")
    parser.add_argument("--rounds", type=int, default=3, help="turns over all operations")
    parser.add_argument("--only", default="", help="only operations whose method and path contain this")
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.examples} examples", flush=True)
    with tempfile.TemporaryDirectory(prefix="ops-api-") as folder:
        process = None
        if options.ops:
            process, options.base = started(options.ops, folder)
            options.data = folder
        try:
            system = System(options.base, options.data, random.Random(options.seed))
            system.sign_in()
            return 0 if try_all(system, options) else 1
        except Fault as fault:
            print(f"FAILED {fault}")
            return 1
        finally:
            if process:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    sys.exit(main())
