"""Faults of what stands in the topics, or does not any more."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from faults import Broken, Missed, fault
from records import open_store

KAFKA = ("kafka", "kafka3")


def topic_end(fleet, topic):
    """The highest number of a fact among the last records of a topic; 0 where it has none or cannot be read yet."""
    try:
        heads = [record.get("headers") or [] for record in records(fleet, topic, 50)]
    except subprocess.CalledProcessError:
        return 0
    numbers = [dict(zip(flat[::2], flat[1::2])).get("ce_sequence", "") for flat in heads]
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def log_end(fleet, service):
    db = open_store(fleet, service)
    try:
        return db.execute("SELECT coalesce(max(seq), 0) FROM log").fetchone()[0]
    finally:
        db.close()


@fault("F6", "the broker loses all data; the services publish their logs again", ("kafka",))
def wipe(ctx):
    fleet = ctx.fleet
    head = log_end(fleet, "tickets")
    fleet.broker("wipe")
    time.sleep(ctx.chance.uniform(0, 2))
    fleet.broker("start")
    fleet.create_topics()
    end = time.monotonic() + 60
    while (has := topic_end(fleet, "ops.tickets.v1")) < head:
        if time.monotonic() > end:
            raise Broken(f"the log of tickets was at {head}, and ops.tickets.v1 is at {has} a minute after the wipe")
        time.sleep(0.5)
    # What was kept before stays kept; what nobody had read yet is gone with the broker's disk.
    ctx.expected["may"] += ctx.expected["must"]
    ctx.expected["must"].clear()
    return f"the log of tickets at {head}, its topic empty after the wipe and at {has} again"


def records(fleet, topic, last):
    """The last records of a topic as kcat prints them."""
    out = subprocess.run(["kcat", "-b", fleet.bootstrap, "-C", "-t", topic, "-o", f"-{last}", "-e", "-q", "-J"],
                         capture_output=True, check=True).stdout
    return [json.loads(line) for line in out.decode(errors="replace").splitlines()]


def produce(fleet, topic, value, headers=(), key=None, null=False):
    """One raw record; `value` goes through a file so that any bytes are possible."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(value)
        file.flush()
        command = ["kcat", "-b", fleet.bootstrap, "-P", "-t", topic, "-p", "0", "-X", "message.max.bytes=2000000"]
        for name, text in headers:
            command += ["-H", f"{name}={text}"]
        if key is not None:
            command += ["-k", key]
        if null:
            command += ["-Z"]
        subprocess.run(command + ([file.name] if value or not null else ["/dev/null"]), check=True, capture_output=True)


@fault("F7", "records of a topic once more", KAFKA, weight=2)
def duplicates(ctx):
    fleet, topic = ctx.fleet, f"ops.{ctx.chance.choice(['tickets', 'assets', 'inspections', 'office', 'billing'])}.v1"
    label = [f'source="{topic}"', 'what="duplicate"']
    fleet.sample()
    before = fleet.counted(*label)
    count, chosen = 0, records(fleet, topic, ctx.chance.randrange(5, 30))
    for record in chosen:
        flat = record.get("headers") or []
        if "ce_hash" not in flat or record.get("payload") is None:
            continue
        produce(fleet, topic, record["payload"].encode(), list(zip(flat[::2], flat[1::2])), record["key"])
        count += 1
    if not count:
        raise Missed(f"{topic} holds nothing to repeat")
    end = time.monotonic() + 20
    while True:
        fleet.sample()
        if (dropped := fleet.counted(*label) - before) >= count:
            return f"{count} records of {topic} again, {dropped} duplicates dropped by its readers"
        if time.monotonic() > end:
            raise Broken(f"{count} records of {topic} published again and its readers dropped {dropped}")
        time.sleep(0.5)


@fault("F10", "a topic that would lose facts", ("kafka",))
def retention(ctx):
    """The owner must refuse the topic, and say so; it goes on by itself once the setting is mended."""
    fleet, name = ctx.fleet, ctx.chance.choice(["assets", "billing", "inspections"])
    alter = ["configs", "--alter", "--entity-type", "topics", "--entity-name", f"ops.{name}.v1", "--add-config"]
    fleet.end(name)
    fleet.broker(*alter, "retention.ms=60000")
    try:
        fleet.start(name)
        end, said = time.monotonic() + 30, ""
        while "retention" not in said:
            if time.monotonic() > end:
                raise Broken(f"{name} did not refuse retention.ms=60000: {said}")
            time.sleep(0.3)
            try:
                said = str((fleet.admin(name, "GET", "/admin/status")[1]["services"][0]).get("relay"))
            except (OSError, TypeError):
                said = fleet.log_tail(name, 3)
    finally:
        fleet.broker(*alter, "retention.ms=-1")
    ctx.ready(name)
    return f"{name}: {said[:120]}"


MALFORMED = [
    ("no header at all", [], False), ("a number that is none", [("ce_sequence", "one"), ("ce_id", "x")], False),
    ("half of the headers", [("ce_sequence", "1"), ("ce_type", "tickets.ticket-opened.v1")], False),
    ("an unknown major version of the envelope", [("ce_specversion", "9.0")], False),
]


@fault("F11", "malformed records in a topic, and a changed copy of an old one", KAFKA)
def malformed(ctx):
    """Each malformed one is kept once by every reader of the topic; the copy, whose number is not above the highest seen, is
    dropped whatever its body says (docs/log-format.md); nothing else happens."""
    fleet, topic = ctx.fleet, f"ops.{ctx.chance.choice(['tickets', 'assets', 'office'])}.v1"
    bodies = [b"not JSON", b"\xff\xfe\x00 not UTF-8", b"[" * 200_000, b"1" * 400_000, b'{"huge": 1e999999}', b"\x00"]
    for index, body in enumerate(bodies):
        marker = f"<{os.urandom(6).hex()}>".encode()
        what, headers, _ = MALFORMED[index % len(MALFORMED)]
        produce(fleet, topic, marker + body, headers, None if index % 2 else "ticket/XZ-1")
        ctx.expected["must"].append((topic, marker))
    produce(fleet, topic, b"", [], "key", null=True)
    ctx.expected["may"].append((topic, b""))
    changed = changed_copy(ctx, topic)
    if dead := fleet.note_dead():
        raise Broken(f"{dead} ended over a malformed record")
    return f"{len(bodies) + 1} records in {topic}, {changed}"


def changed_copy(ctx, topic):
    """An old fact once more, all headers as they were and another body. Under load other duplicates would hide whether it was
    noticed, so all is at rest: then every reader must count this one, and nothing else."""
    fleet = ctx.fleet
    with ctx.world.quiet():
        fleet.settle(60)
        sound = [r for r in records(fleet, topic, 60) if "ce_hash" in (r.get("headers") or []) and r.get("payload")]
        if len(sound) < 10:
            raise Missed(f"{topic} holds {len(sound)} facts to copy")
        # Not the head: at the number it has reached a reader compares hashes, and those in the headers are right.
        old = ctx.chance.choice(sound[:5])
        head = dict(zip(old["headers"][::2], old["headers"][1::2]))
        before = steady_duplicates(fleet, topic)
        produce(fleet, topic, b'{"changed":"' + os.urandom(8).hex().encode() + b'"}', list(head.items()), old["key"])
        more, end = {}, time.monotonic() + 20
        while not more or min(more.values()) < 1:
            if time.monotonic() > end:
                raise Broken(f"seq {head['ce_sequence']} of {topic} with another body, and its readers counted {more} duplicates")
            time.sleep(0.5)
            more = risen(before, duplicates_of(fleet, topic))
        more = risen(before, steady_duplicates(fleet, topic))
    if set(more.values()) != {1}:
        raise Missed(f"one copy in {topic} and {more} duplicates: something else came again too, so the copy is not proved")
    return f"seq {head['ce_sequence']} with another body dropped once by each of {', '.join(more)}"


def duplicates_of(fleet, topic):
    """What each reader of a topic has counted as duplicates since its process began; empty where somebody does not answer."""
    return {s["service"]: x["duplicates"] for s in fleet.statuses() or [] for x in s["sources"] if x["topic"] == topic}


def steady_duplicates(fleet, topic):
    """The same when it rises no more: what an earlier fault published again may still be on its way to a reader, and whoever has
    read all facts is at rest for `settle`."""
    last, end = None, time.monotonic() + 20
    while not (found := duplicates_of(fleet, topic)) or found != last:
        if time.monotonic() > end:
            raise Missed(f"the duplicates of {topic} do not come to rest: {last}, then {found}")
        last = found
        time.sleep(2)
    return found


def risen(before, after):
    return {reader: after.get(reader, 0) - count for reader, count in before.items()}


@fault("F20c", "a copy of a live store comes up beside it", ("kafka",))
def clone(ctx):
    """The copy writes a fact of its own while it sees no broker; as soon as it sees one it must stop."""
    fleet, name = ctx.fleet, ctx.chance.choice(["assets", "billing"])
    ctx.ready(name)
    data = f"{fleet.dir}/{name}-clone-{time.time_ns()}"
    status, answer = fleet.admin(name, "POST", "/admin/backup", {"directory": data})
    if status >= 300:
        raise Broken(f"backup of {name}: {answer}")
    head, end = answer["stores"][0]["seq"], time.monotonic() + 60
    # Whoever publishes first owns the topic, so the original goes ahead.
    while fleet.admin(name, "GET", "/admin/status")[1]["services"][0]["published"] <= head:
        if time.monotonic() > end:
            raise Missed(f"{name} published nothing behind seq {head}")
        time.sleep(0.3)
    account, path, body = {
        "assets": ("xz-1", "/api/assets/v1/items", {"item": f"CLONE-{head}", "site": "XZ", "fields": {
            "name": "副本", "category": "NET", "place": "机房", "quantity": "1", "unit": "台"}}),
        "billing": ("finance", "/api/billing/v1/contracts", {
            "year": 2900, "quarters": [1, 1, 1, 1], "shares": [{"site": "XZ", "bp": 10000}], "supplier": "副本",
            "signedOn": "2900-01-05"})}[name]
    port = fleet.base + 960
    extra = {"OPS_DATA_DIR": data, "OPS_HTTP_PORT": str(port), "OPS_START_UP": "0"}
    copy = fleet.spawn(name, OPS_KAFKA_BOOTSTRAP_SERVERS="127.0.0.1:1", **extra)
    try:
        post(ctx, port, account, path, body)
        copy.terminate()
        if fleet.collect(f"the copy of {name}", copy, (0,)) is None:
            raise Broken(f"the copy of {name} still runs 60 s after SIGTERM")
        copy = fleet.spawn(name, **extra)
        said = forked(port)
    finally:
        copy.kill()
        fleet.collect(f"the copy of {name}", copy, (-signal.SIGKILL,))
    shutil.rmtree(data)
    return f"copy of {name} at seq {head}: {said}"


def post(ctx, port, account, path, body):
    end = time.monotonic() + 40
    while True:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=json.dumps(body).encode(), method="POST", headers={
            "Content-Type": "application/json", "Authorization": f"Bearer {ctx.client.tokens.of(account)}",
            "Idempotency-Key": "clone"})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            why = f"{error.code} {error.read()[:200]}"
            if error.code < 500:
                raise Missed(f"the copy refused its own command: {why}") from error
        except OSError as error:
            why = str(error)
        if time.monotonic() > end:
            raise Missed(f"the copy took no command without a broker: {why}")
        time.sleep(0.3)


def forked(port):
    end, said = time.monotonic() + 40, ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
                said = answer.read().decode()
        except urllib.error.HTTPError as error:
            said = error.read().decode()
        except OSError as error:
            said = str(error)
        if "log and topic differ" in said:
            return said[said.index("log and topic differ"):][:60].split('"')[0]
        time.sleep(0.3)
    raise Broken(f"the copy did not notice the fork: {said[:300]}")


@fault("F7f", "a forged record behind the end of a topic", KAFKA, usual=False)
def forged(ctx):
    """The right number on the wrong chain. A sound reader halts for good, so this is for `oracle.py` alone."""
    fleet, topic = ctx.fleet, "ops.assets.v1"
    with ctx.world.quiet():
        fleet.settle(60)
        flat = next(r["headers"] for r in reversed(records(fleet, topic, 5)) if "ce_hash" in (r.get("headers") or []))
        head = dict(zip(flat[::2], flat[1::2]))
        seq = int(head["ce_sequence"]) + 1
        head.update(ce_sequence=str(seq), ce_id=os.urandom(16).hex(), ce_subject="item/FORGED", ce_aggversion="1",
                    ce_prev="0" * 64, ce_hash="f" * 64)
        produce(fleet, topic, b'{"item":"FORGED"}', list(head.items()), "item/FORGED")
        time.sleep(3)
    return f"{topic} seq {seq}"
