"""The driver's own account of what it asked for: written before a request and after its answer, never changed."""
import hashlib
import json
import threading
import time


class Entry:
    """One command: one Idempotency-Key, whatever number of requests."""

    def __init__(self, id, actor, route, path, body, expect, kind):
        self.id, self.actor, self.route, self.path, self.body = id, actor, route, path, body
        self.expect, self.kind = expect, kind
        self.key = f"chaos-{id}"
        self.service = route.split("/")[2]
        self.result, self.status, self.answer = "unknown", None, None

    @property
    def command(self):
        """What the log calls the command (docs/log-format.md: `command`)."""
        text = f"account/{self.actor}\nPOST {self.route}\n{self.key}"
        return "key:" + hashlib.sha256(text.encode()).hexdigest()


class Ledger:
    """Append-only; one JSON object a line, so that a run can be read after the fact."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.lock = threading.Lock()
        self.entries, self.count = {}, 0
        self.repeats, self.put_off, self.same, self.reused, self.abandoned = 0, 0, 0, 0, 0
        self.broken, self.refused = [], []

    def open(self, actor, route, path, body, expect, kind):
        with self.lock:
            self.count += 1
            entry = Entry(f"{self.count:06d}", actor, route, path, body, expect, kind)
            self.entries[entry.id] = entry
            self.write({"id": entry.id, "key": entry.key, "actor": actor, "route": route, "path": path, "kind": kind,
                        "expect": expect, "at": time.time()})
        return entry

    def close(self, entry, status, answer):
        """An answer came; without this call the result stays unknown."""
        with self.lock:
            entry.status, entry.answer = status, answer
            entry.result = "ok" if 200 <= status < 300 else "fail"
            self.write({"id": entry.id, "result": entry.result, "status": status, "at": time.time()})

    def fault(self, text):
        """An answer that no fault excuses."""
        with self.lock:
            self.broken.append(text)
            self.write({"broken": text})

    def write(self, row):
        self.file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.file.flush()

    def of(self, result):
        with self.lock:
            return [entry for entry in self.entries.values() if entry.result == result]
