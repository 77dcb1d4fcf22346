# SPDX-License-Identifier: MIT
"""Macaroons as Fly makes them: bytes, HMAC chain, third-party caveats."""

import base64
import hashlib
import hmac
import os
import uuid

import msgpack
from nacl.bindings import (
    crypto_aead_chacha20poly1305_ietf_decrypt as aead_open,
    crypto_aead_chacha20poly1305_ietf_encrypt as aead_seal,
)
from nacl.exceptions import CryptoError

PERMISSION = "https://api.fly.io/v1"
AUTHENTICATION = "https://api.fly.io/aaa/v1"
THIRD_PARTY = 11
PROOF_KEY = b"proof-signature-finalization"
UUID_SPACE = uuid.UUID("968fc2c6-a94f-4988-a544-2ad72b02f222")
MOST_CAVEATS = 1000


class Malformed(Exception):
    """The bytes are no macaroon."""


def pack(value):
    return msgpack.packb(value, use_bin_type=True)


def unpack(data):
    try:
        return msgpack.unpackb(data, raw=False, strict_map_key=False)
    except Exception as error:  # msgpack raises a dozen unrelated kinds
        raise Malformed(f"bad msgpack: {type(error).__name__}") from error


def digest(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def seal(key, plain):
    nonce = os.urandom(12)
    return nonce + aead_seal(plain, None, nonce, key)


def unseal(key, blob):
    try:
        return aead_open(blob[12:], None, blob[:12], key)
    except (CryptoError, ValueError) as error:
        raise Malformed("a sealed part does not open") from error


class Walker:
    """Cuts msgpack into raw slices, so that kept bytes stay as they were."""

    def __init__(self, data):
        self.data = data
        self.unpacker = msgpack.Unpacker(raw=False, strict_map_key=False)
        self.unpacker.feed(data)

    def array(self):
        try:
            return self.unpacker.read_array_header()
        except Exception as error:
            raise Malformed("an array is missing") from error

    def slice(self):
        start = self.unpacker.tell()
        try:
            self.unpacker.skip()
        except Exception as error:
            raise Malformed("cut off") from error
        return self.data[start : self.unpacker.tell()]


def split_set(data):
    """The raw (type, body) pairs of an encoded caveat set."""
    walker = Walker(data)
    count = walker.array()
    if count % 2 or count > 2 * MOST_CAVEATS:
        raise Malformed("odd number of elements in a caveat set")
    return [(unpack(walker.slice()), walker.slice()) for _ in range(count // 2)]


def join_set(pairs):
    head = msgpack.Packer().pack_array_header(2 * len(pairs))
    return head + b"".join(pack(kind) + body for kind, body in pairs)


class Macaroon:
    def __init__(self, nonce, location, caveats, tail):
        self.nonce = nonce  # raw bytes
        self.location = location
        self.caveats = caveats  # [(type, raw body)]
        self.tail = tail
        parts = unpack(nonce)
        if not isinstance(parts, list) or len(parts) not in (2, 3):
            raise Malformed("a nonce has two or three elements")
        if not all(isinstance(part, bytes) for part in parts[:2]):
            raise Malformed("key id and random part are bytes")
        self.kid, self.random = parts[0], parts[1]
        self.proof = len(parts) == 3 and parts[2] is True

    @classmethod
    def decode(cls, data):
        walker = Walker(data)
        if walker.array() != 4:
            raise Malformed("a macaroon has four elements")
        nonce, location, caveats, tail = (walker.slice() for _ in range(4))
        tail = unpack(tail)
        if not isinstance(tail, bytes) or len(tail) != 32:
            raise Malformed("a tail has 32 bytes")
        return cls(nonce, unpack(location), split_set(caveats), tail)

    @classmethod
    def mint(cls, root_key, kid, location, proof=False):
        nonce = pack([kid, os.urandom(16), proof])
        return cls(nonce, location, [], digest(root_key, nonce))

    def encode(self):
        return b"".join(
            (
                b"\x94",
                self.nonce,
                pack(self.location),
                join_set(self.caveats),
                pack(self.tail),
            )
        )

    def text(self):
        return "fm2_" + base64.b64encode(self.encode()).decode()

    def append(self, kind, body):
        """Add one caveat; an identical one is not added twice."""
        if (kind, body) in self.caveats:
            return
        self.tail = digest(self.tail, join_set([(kind, body)]))
        self.caveats.append((kind, body))

    def attenuate(self, caveat_set):
        if self.proof:
            raise Malformed("can't add caveats to finalized proof")
        for kind, body in split_set(caveat_set):
            self.append(kind, body)

    def add_third_party(self, location, shared_key, ticket_caveats=b"\x90"):
        """Seal a fresh discharge key for a third party; returns the ticket."""
        secret = os.urandom(32)
        ticket = seal(shared_key, b"\x92" + pack(secret) + ticket_caveats)
        body = pack([location, seal(self.tail, secret), ticket])
        self.append(THIRD_PARTY, body)
        return ticket

    def finalise(self):
        self.tail = digest(PROOF_KEY, self.tail)

    def uuid(self):
        return uuid5(uuid5(UUID_SPACE, self.kid), self.random)


def uuid5(space, name):
    """Python 3.11's own takes text only."""
    raw = hashlib.sha1(space.bytes + name).digest()[:16]
    return uuid.UUID(bytes=raw, version=5)


def discharge(shared_key, location, ticket, caveats):
    """What the third party answers for a ticket: a finalised proof."""
    secret = unpack(unseal(shared_key, ticket))[0]
    proof = Macaroon.mint(secret, ticket, location, proof=True)
    for kind, body in caveats:
        proof.append(kind, body)
    proof.finalise()
    return proof
