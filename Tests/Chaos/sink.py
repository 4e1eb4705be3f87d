"""The other side of notices: a webhook that keeps account of every call, and what serves it."""
import http.server
import json
import threading
import time


class Calls:
    """What the webhook got: id → [(time, body, answered)]."""

    def __init__(self):
        self.lock, self.by_id, self.count = threading.Lock(), {}, 0

    def note(self, id, body, answered):
        with self.lock:
            self.count += 1
            self.by_id.setdefault(id, []).append((time.time(), body, answered))


class Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reply(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def friendly(calls):
    class Handler(Quiet):
        def do_POST(self):
            id, body = self.headers.get("webhook-id"), self.body()
            calls.note(id, json.loads(body), 200)
            self.reply(200, b"{}")
    return Handler


class Server:
    """A thread that serves one kind of handler on a port of this machine."""

    def __init__(self, port, handler, kind=http.server.ThreadingHTTPServer):
        kind.allow_reuse_address = True
        self.server = kind(("127.0.0.1", port), handler)
        self.server.handle_error = lambda *_: None  # a process that is killed hangs up
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
