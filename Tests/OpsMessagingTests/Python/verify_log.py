"""Verifies a log of StationOps from docs/log-format.md alone.

    verify_log.py STORE.sqlite [TOPIC.jsonl]

TOPIC.jsonl holds the topic as `kcat -C -J` prints it: one JSON object per record with `headers` (a flat list of names and
values), `key` and `payload`. Prints `ok <rows>` or the first fault; exit code 1 on a fault.
"""
import hashlib
import json
import sqlite3
import sys
from datetime import datetime

FIELDS = ("source seq id type subject version site time actor command n correlation causation hops traceparent "
          "sealed prev").split()


def digest(row):
    out = b"stationops.fact.v1\n"
    for name in FIELDS:
        value = row[name]
        if value is None:
            out += f"{name}=-\n".encode()
        else:
            raw = str(value).encode()
            out += f"{name}={len(raw)}:".encode() + raw + b"\n"
    out += f"data={len(row['data'])}:".encode() + row["data"] + b"\n"
    return hashlib.sha256(out).hexdigest()


def rows_of_store(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    topic = db.execute("SELECT value FROM meta WHERE key = 'topic'").fetchone()[0]
    names = [name for name in FIELDS if name not in ("source", "sealed")]
    for values in db.execute(f"SELECT {', '.join(names)}, sealedDigest, data, hash FROM log ORDER BY rowid"):
        row = dict(zip(names + ["sealed", "data", "hash"], values))
        row["source"] = topic
        yield row


def rows_of_topic(path, topic):
    highest = 0
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        flat = record["headers"]
        head = {flat[i]: flat[i + 1] for i in range(0, len(flat), 2)}
        moment = datetime.fromisoformat(head["ce_time"].replace("Z", "+00:00"))
        row = {"source": topic, "seq": int(head["ce_sequence"]), "id": head["ce_id"], "type": head["ce_type"],
               "subject": head["ce_subject"], "version": head["ce_aggversion"], "site": head.get("ce_site"),
               "time": int(moment.timestamp()) * 1000 + moment.microsecond // 1000, "actor": head["ce_actor"],
               "command": head["ce_command"], "n": head["ce_n"], "correlation": head["ce_correlationid"],
               "causation": head.get("ce_causationid"), "hops": head["ce_hops"],
               "traceparent": head.get("ce_traceparent"), "sealed": head.get("ce_sealeddigest"),
               "prev": head["ce_prev"], "hash": head["ce_hash"], "data": record["payload"].encode()}
        if row["seq"] <= highest:
            continue
        highest = row["seq"]
        yield row


def check(rows, what):
    last, chain = 0, "0" * 64
    hashes = []
    for row in rows:
        if row["seq"] != last + 1:
            sys.exit(f"{what}: seq {last + 1} is missing, {row['seq']} follows {last}")
        if row["prev"] != chain:
            sys.exit(f"{what}: seq {row['seq']}: prev is not the hash of seq {last}")
        if digest(row) != row["hash"]:
            sys.exit(f"{what}: seq {row['seq']}: the bytes do not give its hash")
        last, chain = row["seq"], row["hash"]
        hashes.append(chain)
    return hashes


def main():
    store = list(rows_of_store(sys.argv[1]))
    log = check(store, "log")
    if len(sys.argv) > 2:
        topic = check(rows_of_topic(sys.argv[2], store[0]["source"] if store else ""), "topic")
        if topic != log[:len(topic)]:
            sys.exit("topic: differs from the log")
    print(f"ok {len(log)}")


main()
