# SPDX-License-Identifier: MIT
"""The token endpoint of a docker registry: user `x` and a token in, a signed
bearer token for the allowed part of the scopes out."""

import base64
import binascii
import hashlib
import secrets
import time
from datetime import datetime, timezone

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from callers import identify
from caveat_forms import FORMS, value_json

ISSUER = "fly-stand-in"
LONGEST = 300
USER = "x"
NEEDS = {"pull": "r", "push": "w"}


class Signer:
    """Signs bearer tokens with the key that the registry trusts."""

    def __init__(self, path=None):
        if path:
            with open(path, "rb") as file:
                self.key = serialization.load_pem_private_key(file.read(),
                                                              None)
        else:
            self.key = ec.generate_private_key(ec.SECP256R1())
        public = self.key.public_key().public_bytes(
            serialization.Encoding.DER,
            serialization.PublicFormat.SubjectPublicKeyInfo)
        text = base64.b32encode(hashlib.sha256(public).digest()[:30]).decode()
        self.kid = ":".join(text[i:i + 4] for i in range(0, 48, 4))

    def token(self, service, user, granted, life):
        """Times are the real clock's: the registry's is never shifted."""
        now = int(time.time())
        claims = {
            "iss": ISSUER, "aud": service, "sub": user, "iat": now,
            "nbf": now, "exp": now + life, "jti": secrets.token_hex(8),
            "access": granted,
        }
        return now, jwt.encode(claims, self.key, algorithm="ES256",
                               headers={"kid": self.kid})


def scopes(values):
    """[(name, actions)] of every `repository:NAME:ACTIONS`."""
    found = []
    for value in " ".join(values).split():
        kind, _, rest = value.partition(":")
        name, _, actions = rest.rpartition(":")
        if kind == "repository" and name:
            found.append((name, sorted(set(actions.split(",")))))
    return found


def grant(caller, wanted):
    """The subset of the wanted scopes that the caller may have."""
    granted = []
    for name, actions in wanted:
        app = caller.world.app(name=name)
        allowed = [a for a in actions if a in NEEDS and app and caller.may(
            NEEDS[a], org=app.organization.number, app=app.number,
            app_feature="images")]
        if allowed:
            granted.append({"type": "repository", "name": name,
                            "actions": allowed})
    return granted


def basic(header):
    """(user, password) of an Authorization value."""
    word, _, rest = header.partition(" ")
    if word.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(rest).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user, password


def refused(message, notes):
    notes["error"] = message
    detail = "answered by the stand-in's token endpoint"
    error = {"code": "UNAUTHORIZED", "message": message, "detail": detail}
    return 401, {"errors": [error]}


def seconds_left(caller):
    end = caller.expiry()
    return None if end is None else max(0, int(end - caller.world.now()))


def compact(entries):
    return [f"{e['name']}:{','.join(e['actions'])}" for e in entries]


def received(caller):
    """What limits the first token, for the log: no ticket, no tail."""
    return [value_json(k, v) for _, limits in caller.tokens[:1]
            for k, v in limits if k in FORMS]


def answer(world, signer, query, header, notes):
    """(status, body) for GET /token; notes go to the log."""
    wanted = scopes(query.get("scope", []))
    service = query.get("service", ["registry.fly.io"])[0]
    notes.update(caller="none", granted=[],
                 repository=wanted[0][0] if wanted else None)
    user, caller, left = "", None, LONGEST
    if header:
        user, password = basic(header) or ("", "")
        caller = identify(world, password)
        notes.update(caller=caller.kind)
        if user != USER:
            return refused(f"the user name must be {USER}", notes)
        if caller.kind == "none":
            return refused(f"token not accepted: {caller.problem}", notes)
        left = seconds_left(caller)
        notes.update(minutes_left=None if left is None else left // 60,
                     seconds_left=left)
        notes["caveats"] = received(caller)
    granted = grant(caller, wanted) if caller else []
    notes.update(granted=compact(granted), denied=denied(wanted, granted))
    life = LONGEST if left is None else min(LONGEST, left)
    issued, token = signer.token(service, user, granted, life)
    moment = datetime.fromtimestamp(issued, timezone.utc)
    return 200, {"token": token, "access_token": token, "expires_in": life,
                 "issued_at": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}


def denied(wanted, granted):
    given = {(e["name"], a) for e in granted for a in e["actions"]}
    rest = [{"name": n, "actions": [a for a in actions
                                    if (n, a) not in given]}
            for n, actions in wanted]
    return compact(e for e in rest if e["actions"])
