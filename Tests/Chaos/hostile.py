"""Endpoints that misbehave, each in a way of its own, and keep account of who called."""
import http.server
import socket
import socketserver
import ssl
import struct
import subprocess
import threading
import time

from sink import Quiet, Server

WEB = ["reset", "error", "busy", "slow", "huge", "redirect", "garbage", "cut"]
MAIL = ["later", "never", "nonsense", "silence", "hangup"]


class Counts:
    """How often which kind of misbehaviour was met."""

    def __init__(self):
        self.lock, self.met = threading.Lock(), {}

    def note(self, kind):
        with self.lock:
            self.met[kind] = self.met.get(kind, 0) + 1

    def turn(self, kinds):
        """The kind that was met least: a caller that waits after a failure comes to all of them in turn."""
        with self.lock:
            return min(kinds, key=lambda kind: self.met.get(kind, 0))

    def missing(self, kinds):
        return [kind for kind in kinds if not self.met.get(kind)]

    def __str__(self):
        return ", ".join(f"{kind} {times}" for kind, times in self.met.items())


class Web(Quiet):
    """A path that names a kind meets that one, any other path the next in turn."""

    counts = None

    def do_POST(self):
        self.body()
        kind = self.path.strip("/")
        kind = kind if kind in WEB else self.counts.turn(WEB)
        self.counts.note(kind)
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


class Post(socketserver.BaseRequestHandler):
    """A mail server with one bad habit."""

    counts, kind = None, None

    def handle(self):
        self.counts.note(self.kind)
        try:
            if self.kind == "silence":
                time.sleep(30)
            elif self.kind == "nonsense":
                self.request.sendall(b"\xff" * 100_000 + b"\r\n")
            elif self.kind != "hangup":
                self.talk(b"451 later" if self.kind == "later" else b"554 never")
        except OSError:
            pass

    def talk(self, verdict):
        self.request.sendall(b"220 chaos\r\n")
        while line := self.request.recv(4096):
            word = line[:4].upper()
            self.request.sendall((b"250 chaos" if word in (b"EHLO", b"HELO") else verdict) + b"\r\n")
            if word == b"QUIT":
                return


class Sealed(socketserver.BaseRequestHandler):
    """A server whose certificate nobody vouches for. Who sends it anything all the same trusts anybody."""

    counts, context = None, None

    def handle(self):
        try:
            with self.context.wrap_socket(self.request, server_side=True) as wire:
                self.counts.note("trusted" if wire.recv(1) else "refused")
        except OSError:  # ssl's own errors among them
            self.counts.note("refused")


class Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def certificate(directory):
    """Key and certificate of a server that signed for itself, made anew for each run."""
    key, cert = f"{directory}/hostile.key", f"{directory}/hostile.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


class Neighbours:
    """All bad endpoints of a run, on ports from `port` on."""

    def __init__(self, port, directory):
        self.web, self.mail, self.tls, self.port = Counts(), Counts(), Counts(), port
        Server(port, type("Handler", (Web,), {"counts": self.web}), http.server.ThreadingHTTPServer)
        Server(port + 1, type("Handler", (Sealed,), {"counts": self.tls, "context": certificate(directory)}), Tcp)
        for index, kind in enumerate(MAIL):
            Server(port + 2 + index, type("Handler", (Post,), {"counts": self.mail, "kind": kind}), Tcp)

    def channels(self):
        """By name: kind and address. Port 9 is where nobody listens."""
        here = f"http://127.0.0.1:{self.port}"
        found = {f"bad-{kind}": ("webhook", f"{here}/{kind}") for kind in WEB}
        found["bad-bot"] = ("wecom", f"{here}/bot")
        found["bad-port"] = ("webhook", "http://127.0.0.1:9/")
        found["bad-tls"] = ("webhook", f"https://127.0.0.1:{self.port + 1}/")
        for index, kind in enumerate(MAIL):
            found[f"bad-mail-{kind}"] = ("smtp", f"smtp://127.0.0.1:{self.port + 2 + index}")
        return found

    def missing(self):
        return self.web.missing(WEB) + [f"mail {kind}" for kind in self.mail.missing(MAIL)] + self.tls.missing(["refused"])
