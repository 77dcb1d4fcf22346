# SPDX-License-Identifier: MIT
"""Token strings taken apart, and bundles of macaroons verified."""

import base64
import binascii
import hashlib
import hmac

from caveat_forms import TYPES, canonical, read
from macaroon import (
    PERMISSION, PROOF_KEY, THIRD_PARTY, Macaroon, Malformed, digest, join_set,
    unpack, unseal,
)

LABELS = ("fm1r", "fm1a", "fm2")
BIND = TYPES["BindToParentToken"]
ATTESTATIONS = {TYPES[n] for n in ("FlyioUserID", "GitHubUserID",
                                   "GoogleUserID")}


class Unverified(Exception):
    """A macaroon that proves nothing; the text says why."""


def strip_schemes(text):
    text = text.strip()
    while True:
        word, space, rest = text.partition(" ")
        if not space or word.lower() not in ("bearer", "flyv1"):
            return text
        text = rest.strip()


def split(text):
    """(macaroon texts, OAuth texts) of an Authorization value or token."""
    macaroons, others = [], []
    for part in strip_schemes(text).split(","):
        part = part.strip()
        label = part.partition("_")[0]
        (macaroons if label in LABELS else others).append(part)
    return macaroons, [part for part in others if part]


def decode(text):
    payload = text.partition("_")[2].replace("\r", "").replace("\n", "")
    try:
        return Macaroon.decode(base64.b64decode(payload, validate=True))
    except binascii.Error as error:
        raise Malformed("bad base64") from error


def decode_strictly(text):
    """Every macaroon of a header, the way Fly's library splits it."""
    macaroons = []
    for part in strip_schemes(text).split(","):
        label, underscore, _ = part.partition("_")
        if label == "fo1" and underscore:
            continue
        if label not in LABELS or not underscore:
            raise Malformed("no macaroon between two commas")
        macaroons.append(decode(part))
    if not macaroons:
        raise Malformed("no macaroon at all")
    return macaroons


class Chain:
    """One walk along a macaroon's caveats with its root key."""

    def __init__(self, macaroon, root_key):
        tail = digest(root_key, macaroon.nonce)
        self.bindings = [hashlib.sha256(tail).digest()]
        self.caveats, self.third_parties = [], []
        for kind, body in macaroon.caveats:
            value = read(kind, body)
            if kind in ATTESTATIONS and not macaroon.proof:
                raise Unverified("an attestation outside a proof")
            if kind == THIRD_PARTY:
                self.third_parties.append((value, tail))
            else:
                self.caveats.append((kind, value))
            tail = digest(tail, join_set([(kind, canonical(kind, body))]))
            self.bindings.append(hashlib.sha256(tail).digest())
        if macaroon.proof:
            tail = digest(PROOF_KEY, tail)
        if not hmac.compare_digest(tail, macaroon.tail):
            raise Unverified("token validation error")


def check_bindings(caveats, bindings):
    for kind, prefix in caveats:
        if kind != BIND:
            continue
        if not any(b.startswith(prefix) for b in bindings):
            raise Unverified("a discharge is bound to another token")


def discharged(chain, value, tail, discharges, trusted):
    """The caveats of the first discharge that verifies for a ticket."""
    location, verifier_key, ticket = value
    matching = [d for d in discharges if d.kid == ticket]
    if not matching:
        raise Unverified("missing third-party discharge tokens")
    secret = unseal(tail, verifier_key)
    problem = None
    for candidate in matching:
        try:
            inner = Chain(candidate, secret)
            if inner.third_parties:
                raise Unverified("a discharge needs a discharge itself")
            check_bindings(inner.caveats, chain.bindings)
        except Unverified as error:
            problem = error
            continue
        known = attested(trusted.get(location), ticket, secret)
        return [(k, v) for k, v in inner.caveats
                if k != BIND and (known or k not in ATTESTATIONS)]
    raise problem


def attested(shared_key, ticket, secret):
    """Attestations count only from a third party that we share a key with."""
    if shared_key is None:
        return False
    try:
        return unpack(unseal(shared_key, ticket))[0] == secret
    except Malformed:
        return False


def verify(macaroon, root_key, discharges, trusted):
    """All caveats that bind a permission token, or Unverified."""
    chain = Chain(macaroon, root_key)
    caveats = list(chain.caveats)
    for value, tail in chain.third_parties:
        caveats += discharged(chain, value, tail, discharges, trusted)
    return caveats


def verify_all(texts, root_keys, trusted):
    """[(permission token, caveats)] that verify, and what was wrong.

    root_keys is a function from a key id to a root key or None."""
    macaroons, problems, good = [], [], []
    for text in texts:
        try:
            macaroons.append(decode(text))
        except Malformed as error:
            problems.append(f"token validation error: {error}")
    discharges = [m for m in macaroons if m.location != PERMISSION]
    for macaroon in macaroons:
        if macaroon.location != PERMISSION:
            continue
        root_key = root_keys(macaroon.kid)
        try:
            if root_key is None:
                raise Unverified("token validation error: unknown or revoked")
            caveats = verify(macaroon, root_key, discharges, trusted)
            good.append((macaroon, caveats))
        except (Malformed, Unverified) as error:
            problems.append(str(error))
    return good, problems or ["no permission token"]
