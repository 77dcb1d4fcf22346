# SPDX-License-Identifier: MIT
"""The HTTP side: routes, faults, and one log line per request."""

import http.server
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse

import control_api
import graphql_api
import machines_api
import registry
from callers import identify
from cli_sessions import CliSessions
from discharges import Discharges
from faults import Faults

LONGEST_BODY = 1 << 20


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256  # the default of 5 delays 64 parallel callers
    daemon_threads = True

    def __init__(self, world, directory, tls, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.world, self.faults = world, Faults()
        self.cli_sessions = CliSessions(world)
        self.schema = graphql_api.load()
        key = os.path.join(directory, "tokens.key")
        self.signer = registry.Signer(key if os.path.exists(key) else None)
        self.log_lock = threading.Lock()
        self.log = open(os.path.join(directory, "requests.log"), "a",
                        encoding="utf-8")
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(directory, "server.pem"),
                                    os.path.join(directory, "server.key"))
            # Else one idle connection blocks everybody in accept().
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self.server_address[1]}"
        self.discharges = Discharges(world, self.url)

    def handle_error(self, request, client_address):
        """A caller that goes away, or distrusts us, is no error of ours."""
        if not issubclass(sys.exc_info()[0], OSError):
            super().handle_error(request, client_address)

    def write_log(self, entry):
        with self.log_lock:
            self.log.write(json.dumps(entry) + "\n")
            self.log.flush()


class Cut(Exception):
    """The connection ends without an answer."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits for an ACK
    server_version = "fly-stand-in"
    timeout = 60

    def log_message(self, *_args):
        """Requests are logged by write_log, which knows what is secret."""

    def do_GET(self):
        self.serve("GET")

    def do_POST(self):
        self.serve("POST")

    def serve(self, method):
        self.notes, self.method = {"operation": "unknown"}, method
        self.began = time.time()
        url = urllib.parse.urlsplit(self.path)
        try:
            body = self.read_body()
            if url.path == "/control":
                self.send(*control_api.answer(self.server, method, body))
            elif url.path == "/token" and method != "GET":
                self.close_connection = True
                self.send(405, {"error": "use GET"}, {"Allow": "GET"})
            else:
                self.answer(url, method, body)
        except Cut:
            self.close_connection = True
            self.connection.close()

    def read_body(self):
        try:
            length = int(self.headers.get("Content-Length") or 0)
            if not 0 <= length <= LONGEST_BODY:
                raise ValueError
            raw = self.rfile.read(length)
            return json.loads(raw) if raw else None
        except ValueError:
            self.close_connection = True
            return None

    def answer(self, url, method, body):
        operations, work = self.route(url, method, body)
        self.notes["operation"] = ",".join(operations)
        hits = self.server.faults.take(operations)
        if hits:
            self.notes["fault"] = hits[0].kind
        for fault in hits:
            if fault.kind == "delay":
                time.sleep(fault.seconds)
            elif fault.kind == "lost":
                work()
                self.record(0)
                raise Cut
            else:
                self.fail(fault)
                return
        status, reply = work()
        self.send(status, reply)

    def fail(self, fault):
        if fault.kind == "cut":
            self.record(0)
            raise Cut
        if fault.kind == "status":
            self.send(fault.status, {"error": fault.message}, fault.headers)
        elif fault.kind == "redirect":
            where = {"Location": self.server.url + "/elsewhere"}
            self.send(302, {}, {**where, **fault.headers})
        elif fault.kind == "garbage":
            self.send_bytes(200, b"<html>\x00\xff not what you want",
                            "text/html")
        elif fault.kind == "huge":
            self.send_bytes(200, b'{"data":"' + b"x" * fault.bytes + b'"}')
        else:
            self.notes["error"] = fault.code
            self.send(200, graphql_api.refusal(fault.message, fault.code))

    def route(self, url, method, body):
        """(operation names, function that does the work)."""
        path, world = url.path, self.server.world
        parts = path.strip("/").split("/")
        body = body if isinstance(body, dict) else {}
        if path == "/graphql" and method == "POST":
            request = graphql_api.Request(self.server.schema, body)
            return request.operations, lambda: self.graphql(request)
        if path == "/token":
            query = urllib.parse.parse_qs(url.query)
            return ["token-endpoint"], lambda: registry.answer(
                world, self.server.signer, query,
                self.headers.get("Authorization", ""), self.notes)
        if path == "/v1/tokens/authorize" and method == "POST":
            return ["authorize"], lambda: machines_api.authorize(world, body)
        if path == "/v1/tokens/authenticate" and method == "POST":
            return ["authenticate"], lambda: machines_api.authenticate(
                world, body)
        if parts[:2] == ["v1", "apps"] and len(parts) in (3, 4):
            name = "machines" if parts[3:] else "app-rest"
            return [name], lambda: self.machines(method, parts[2:])
        if parts[:3] == ["api", "v1", "cli_sessions"]:
            return self.route_cli_session(method, parts[3:], body)
        found = self.server.discharges.route(method, path, body, self)
        if found:
            return [found[0]], found[1]
        return ["unknown"], lambda: (404, {"error": "not found"})

    def route_cli_session(self, method, rest, body):
        sessions, url = self.server.cli_sessions, self.server.url
        if "Authorization" in self.headers:
            return ["cli-session"], lambda: (400, {"error": "no token here"})
        match method, rest:
            case "POST", []:
                self.notes["target"] = body.get("target")
                self.notes["name"] = body.get("name")
                return ["cli-session-begin"], lambda: sessions.begin(body, url)
            case "GET", [id]:
                return ["cli-session-poll"], lambda: sessions.poll(id)
            case "POST", [id, "redeem"]:
                return ["cli-session-redeem"], lambda: sessions.redeem(
                    id, body)
        return ["cli-session"], lambda: (404, {"error": "not found"})

    def caller(self):
        header = self.headers.get("Authorization", "")
        caller = identify(self.server.world, header)
        self.notes["caller"] = caller.kind
        if caller.user:
            self.notes["user"] = caller.user.email
        return caller

    def machines(self, method, parts):
        self.notes["app"] = parts[0]
        return machines_api.apps(self.server.world, self.caller(), method,
                                 parts[0], "".join(parts[1:]))

    def graphql(self, request):
        caller = self.caller()
        caller.notes = self.notes
        if request.asks_for_tokens:
            self.notes["asks_for_tokens"] = True
        reply = request.answer(caller)
        if reply.get("errors"):
            extensions = reply["errors"][0].get("extensions") or {}
            self.notes["error"] = extensions.get("code", "INVALID_QUERY")
        return 200, reply

    def record(self, status):
        took = round(time.time() - self.began, 3)
        first = {"operation": self.notes.pop("operation"), "status": status}
        self.server.write_log({**first, "method": self.method,
                               **self.notes, "took": took})

    def send(self, status, reply, headers=None):
        if status == 401 and self.notes.get("operation") == "token-endpoint":
            headers = {"WWW-Authenticate": 'Basic realm="fly"',
                       **(headers or {})}
        self.send_bytes(status, json.dumps(reply).encode(),
                        "application/json", headers)

    def send_bytes(self, status, data, kind="application/json", headers=None):
        if not self.path.startswith("/control"):
            self.record(status)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def date_time_string(self, timestamp=None):
        """The Date header follows the shifted clock, as a wrong one would."""
        now = self.server.world.now() if timestamp is None else timestamp
        return super().date_time_string(now)
