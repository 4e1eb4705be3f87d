"""The other side of notices: a webhook that keeps account of every call, and endpoints that misbehave."""
import http.server
import json
import socket
import socketserver
import struct
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


class Hostile(Quiet):
    """Each call meets the next kind of misbehaviour and is counted."""

    KINDS = ["reset", "error", "busy", "slow", "huge", "redirect", "garbage", "cut"]
    counts = {}

    def do_POST(self):
        self.body()
        kind = self.KINDS[sum(self.counts.values()) % len(self.KINDS)]
        self.counts[kind] = self.counts.get(kind, 0) + 1
        try:
            getattr(self, kind)()
        except OSError:
            pass
        self.close_connection = True

    do_GET = do_POST

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def error(self):
        self.reply(500)

    def busy(self):
        self.reply(429, Retry_After="3600")

    def slow(self):
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n":
            self.wfile.write(bytes([byte]))
            time.sleep(1)

    def huge(self):
        self.send_response(200)
        self.send_header("Content-Length", str(1 << 30))
        self.end_headers()
        for _ in range(1 << 10):
            self.wfile.write(b"x" * (1 << 20))

    def redirect(self):
        self.reply(307, Location=self.path + "/again")

    def garbage(self):
        self.wfile.write(b"\x00\xff\x16\x03" * 1000)

    def cut(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


def hostile(counts):
    """A handler that counts in `counts`."""
    return type("Handler", (Hostile,), {"counts": counts})


def hostile_mail(counts):
    """An SMTP server that is slow, says no, or talks nonsense."""
    kinds = ["later", "never", "nonsense", "silence", "hangup"]

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            kind = kinds[sum(counts.values()) % len(kinds)]
            counts[kind] = counts.get(kind, 0) + 1
            try:
                if kind == "silence":
                    time.sleep(30)
                elif kind == "nonsense":
                    self.request.sendall(b"\xff" * 100_000 + b"\r\n")
                elif kind != "hangup":
                    self.talk(b"451 later" if kind == "later" else b"554 never")
            except OSError:
                pass

        def talk(self, verdict):
            self.request.sendall(b"220 chaos\r\n")
            while line := self.request.recv(4096):
                word = line[:4].upper()
                self.request.sendall((b"250 chaos" if word in (b"EHLO", b"HELO") else verdict) + b"\r\n")
                if word == b"QUIT":
                    return
    return Handler


class Server:
    """A thread that serves one kind of handler on a port of this machine."""

    def __init__(self, port, handler, kind=http.server.ThreadingHTTPServer):
        kind.allow_reuse_address = True
        self.server = kind(("127.0.0.1", port), handler)
        self.server.handle_error = lambda *_: None  # a process that is killed hangs up
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Mail(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
