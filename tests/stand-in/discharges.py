# SPDX-License-Identifier: MIT
"""The third party that a token's ticket is for: it answers with a discharge
at once, on polling, or after a person has been to a page (superfly/macaroon,
tp/README.md)."""

import base64
import binascii
import secrets
from dataclasses import dataclass

import bundle
from caveat_forms import caveat
from macaroon import Malformed, discharge, unseal

PATH = "/aaa/v1"
INIT = PATH + "/.well-known/macfly/3p"
MODES = ("included", "immediate", "poll", "interactive", "refuse")


@dataclass
class Errand:
    """One that is polled for; a person is needed, or one more look."""

    secret: str
    ticket: bytes
    user: object
    interactive: bool
    looks: int = 0
    done: bool = False


class Discharges:
    def __init__(self, world, url):
        self.world, self.errands = world, []
        self.location = world.discharge_location = url + PATH

    def route(self, method, path, body, handler):
        """(operation, function that does the work), None for other paths."""
        if not path.startswith(INIT):
            return None
        if bundle.split(handler.headers.get("Authorization", ""))[0]:
            return "discharge", lambda: (400, {"error": "no macaroons here"})
        if method == "POST" and path == INIT:
            return "discharge", lambda: self.begin(body, handler.caller(),
                                                   handler.notes)
        if method == "GET" and path.startswith(INIT + "/poll/"):
            return "discharge-poll", lambda: self.poll(
                path.rpartition("/")[2], handler.caller())
        return None

    def begin(self, body, caller, notes):
        try:
            ticket = base64.b64decode(body["ticket"], validate=True)
            unseal(self.world.discharge_key, ticket)
        except (KeyError, TypeError, binascii.Error, Malformed):
            return 500, {"error": "internal server error"}
        mode = self.world.discharge
        notes["mode"] = mode
        if mode == "refuse":
            return 403, {"error": "single sign-on is required"}
        if mode == "interactive":
            return self.later(ticket, None, True)
        if not caller.user:
            return 401, {"error": "not authenticated"}
        if mode == "poll":
            return self.later(ticket, caller.user, False)
        return 201, {"discharge": self.made(ticket, caller.user)}

    def later(self, ticket, user, interactive):
        errand = Errand(secrets.token_hex(16), ticket, user, interactive)
        self.errands.append(errand)
        poll = f"{self.location}/.well-known/macfly/3p/poll/{errand.secret}"
        if not interactive:
            return 201, {"poll_url": poll}
        return 201, {"user_interactive": {"user_url": self.page(errand),
                                          "poll_url": poll}}

    def page(self, errand):
        return f"{self.location}/login/{errand.secret[:8]}"

    def poll(self, secret, _caller):
        errand = next((e for e in self.errands
                       if e.secret == secret and not e.done), None)
        if not errand:
            return 404, {"error": "not found"}
        errand.looks += 1
        if not errand.user or errand.looks < 2:
            return 202, {"error": "not ready"}
        errand.done = True
        return 200, {"discharge": self.made(errand.ticket, errand.user)}

    def made(self, ticket, user):
        now = self.world.now()
        life = self.world.discharge_life or 3600
        window = caveat("ValidityWindow", [int(now), int(now + life)])
        return discharge(self.world.discharge_key, self.location, ticket,
                         [window, caveat("FlyioUserID", user.number)]).text()

    def choose(self, mode):
        if mode not in MODES:
            raise ValueError(f"none of {', '.join(MODES)}")
        self.world.discharge = mode

    def move(self, location):
        """New tokens name that third party; null: our own."""
        self.world.discharge_location = location or self.location

    def approve(self, email):
        """Somebody has been to the newest page that is waited for."""
        user = self.world.user(email=email)
        if not user:
            raise KeyError(f"no user {email}")
        waiting = [e for e in self.errands if e.looks and not e.done]
        (waiting or self.errands)[-1].user = user

    def state(self):
        return [{"page": self.page(e), "done": e.done, "looks": e.looks}
                for e in self.errands]
