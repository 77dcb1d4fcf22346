# SPDX-License-Identifier: MIT
"""CLI sessions: how a program on the command line gets a login of its own
(fly-go, cli_session.go; flyctl, internal/command/auth/webauth).

With PKCE the browser is sent to the program's callback with a code, which the
program redeems with the verifier of its challenge. Without it the program
asks for the session until somebody has logged in."""

import base64
import hashlib
import hmac
import secrets
import urllib.parse
from dataclasses import dataclass

LIFE = 15 * 60


@dataclass
class CliSession:
    id: str
    name: str
    target: str
    pkce: bool
    challenge: str
    state: str
    port: int | None
    ends: float
    code: str = ""
    user: object = None
    done: bool = False

    def callback(self):
        """Where the browser is sent after the login."""
        query = urllib.parse.urlencode(
            {"code": self.code, "state": self.state})
        return f"http://127.0.0.1:{self.port}/callback?{query}"


class CliSessions:
    def __init__(self, world):
        self.world, self.pkce, self.sessions = world, True, []

    def begin(self, body, url):
        texts = ("name", "target", "state", "code_challenge")
        if not all(isinstance(body.get(name), str) for name in texts) \
                or body["target"] != "auth" \
                or body.get("code_challenge_method") != "S256":
            return 422, {"error": "not a request for a CLI session"}
        session = CliSession(
            id=secrets.token_hex(16), name=body["name"],
            target=body["target"], pkce=self.pkce,
            challenge=body["code_challenge"], state=body["state"],
            port=body.get("redirect_port"), ends=self.world.now() + LIFE)
        self.sessions.append(session)
        return 201, {"id": session.id, "pkce": session.pkce,
                     "auth_url": f"{url}/app/auth/cli/{session.id}"}

    def find(self, id):
        for session in self.sessions:
            if session.id == id and not session.done \
                    and self.world.now() < session.ends:
                return session
        return None

    def poll(self, id):
        session = self.find(id)
        if not session or session.pkce or not session.user:
            return 404, {"error": "not found"}
        return self.finish(session)

    def redeem(self, id, body):
        session = self.find(id)
        if not session or not session.pkce:
            return 404, {"error": "not found"}
        digest = hashlib.sha256(str(body.get("code_verifier")).encode())
        challenge = base64.urlsafe_b64encode(digest.digest()).rstrip(b"=")
        if not session.code or not hmac.compare_digest(
                session.code, str(body.get("code"))):
            return 401, {"error": "the code is not valid"}
        if not hmac.compare_digest(session.challenge.encode(), challenge):
            return 401, {"error": "the verifier does not fit"}
        return self.finish(session)

    def finish(self, session):
        session.done = True
        login = self.world.add_login(session.user)
        return 200, {"id": session.id, "access_token": login}

    def approve(self, email):
        """Somebody logs in, at the page of the newest session."""
        session, user = self.sessions[-1], self.world.user(email=email)
        if not user:
            raise KeyError(f"no user {email}")
        session.user, session.code = user, secrets.token_urlsafe(24)

    def expire(self, _value):
        for session in self.sessions:
            session.ends = 0

    def state(self):
        """With code and state, which a browser would have."""
        return [{"id": s.id, "name": s.name, "target": s.target,
                 "pkce": s.pkce, "code": s.code, "state": s.state,
                 "redirect_port": s.port, "callback": s.callback(),
                 "done": s.done} for s in self.sessions]
