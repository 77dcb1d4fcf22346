# SPDX-License-Identifier: MIT
"""The macaroon code against every vector in tests/data."""

import base64
import json
import os
import unittest

import bundle
import caveats
from caveat_forms import (
    canonical, caveat, mask_of, set_from_json, set_to_json,
)
from macaroon import (
    PERMISSION, Macaroon, Malformed, discharge, join_set, pack, split_set,
    unpack, unseal,
)

DATA = os.path.join(os.path.dirname(__file__), "..", "..", "data")
# `*` is 0xffff in the bytes, and no JSON form tells it from rwcdC.
STAR_MASKS = ("Organization_star_mask", "Apps_sorted")
UNRECORDED_KEY = ("FlyioUserID", "GitHubUserID", "GoogleUserID")


def data(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        return json.load(file)


UPSTREAM = data("macaroon-vectors.json")
EXTRA = data("macaroon-extra-vectors.json")
NARROWING = data("narrowing.json")


def header(macaroons):
    return "FlyV1 " + ",".join(m.text() for m in macaroons)


class Upstream(unittest.TestCase):
    def setUp(self):
        self.key = base64.b64decode(UPSTREAM["key"])

    def test_macaroons(self):
        for name, text in UPSTREAM["macaroons"].items():
            with self.subTest(name):
                (macaroon,) = bundle.decode_strictly(text)
                self.assertEqual(header([macaroon]), text)
                expected = base64.b64decode(UPSTREAM["caveats"][name])
                self.assertEqual(macaroon.caveats, split_set(expected))
                if name in UNRECORDED_KEY:
                    self.assertTrue(macaroon.proof)
                    continue
                bundle.verify(macaroon, self.key, [], {})
                with self.assertRaises(bundle.Unverified):
                    bundle.verify(macaroon, b"\0" * 32, [], {})

    def test_attenuation(self):
        count = 0
        for base, cases in UPSTREAM["attenuation"].items():
            for caveat_set, expected in cases.items():
                with self.subTest(caveat_set):
                    macaroons = bundle.decode_strictly(base)
                    for macaroon in macaroons:
                        if macaroon.location == UPSTREAM["location"]:
                            macaroon.attenuate(base64.b64decode(caveat_set))
                    self.assertEqual(header(macaroons), expected)
                    count += 1
        self.assertEqual(count, 19)

    def test_caveats_are_canonical(self):
        for name, text in UPSTREAM["caveats"].items():
            with self.subTest(name):
                ((kind, body),) = split_set(base64.b64decode(text))
                self.assertEqual(canonical(kind, body), body)

    def test_third_parties(self):
        token, proof = bundle.decode_strictly(UPSTREAM["with_tps"])
        shared = base64.b64decode(UPSTREAM["tp_key"])
        tickets = {unpack(b)[0]: unpack(b)[2] for k, b in token.caveats
                   if k == 11}
        self.assertEqual(proof.kid, tickets["discharged"])
        secret = unpack(unseal(shared, proof.kid))[0]
        self.assertEqual(bundle.verify(proof, secret, [], {}), [])
        with self.assertRaisesRegex(bundle.Unverified, "missing third-party"):
            bundle.verify(token, self.key, [proof], {})


class Extra(unittest.TestCase):
    def setUp(self):
        made = EXTRA["bundle"]
        self.made = made
        self.key = base64.b64decode(made["root_key_b64"])
        self.trusted = {made["tp_location"]:
                        base64.b64decode(made["tp_key_b64"])}
        self.token, self.proof = bundle.decode_strictly(
            made["authorization_header"])

    def named(self, name):
        return Macaroon.decode(base64.b64decode(self.made[name]))

    def test_every_caveat(self):
        self.assertEqual(len(EXTRA["caveats"]), 48)
        for vector in EXTRA["caveats"]:
            with self.subTest(vector["name"]):
                raw = bytes.fromhex(vector["caveat_set_hex"])
                ((kind, body),) = split_set(raw)
                self.assertEqual(kind, vector["type"])
                self.assertEqual(canonical(kind, body), body)
                if vector["name"] not in STAR_MASKS:
                    self.assertEqual(set_from_json(vector["json"]), raw)
                shown = json.loads(json.dumps(set_to_json(raw)))
                self.assertEqual(shown, vector["json"])

    def test_star_is_a_wider_mask(self):
        self.assertEqual(mask_of("*"), 0xFFFF)
        self.assertEqual(mask_of("rwcdC"), 0x1F)

    def test_bundle_verifies(self):
        for trusted, name in ((self.trusted, "trusted"), ({}, "untrusted")):
            found = bundle.verify(self.token, self.key, [self.proof], trusted)
            expected = self.made[f"verified_caveats_{name}_json"]
            shown = join_set([(kind, pack(value)) for kind, value in found])
            self.assertEqual(set_to_json(shown), expected)
            self.assertEqual(caveats.expiry(found),
                             self.made["discharge_expiration_unix"])

    def test_identity(self):
        self.assertEqual(str(self.token.uuid()), self.made["nonce_uuid"])
        self.assertEqual(self.token.kid.hex(), self.made["kid_hex"])
        self.assertEqual(len(self.proof.kid), self.made["ticket_len"])

    def test_debug_json(self):
        for macaroon, shown in zip((self.token, self.proof),
                                   self.made["debug_json"]):
            self.assertEqual(macaroon.location, shown["location"])
            self.assertEqual(set_to_json(join_set(macaroon.caveats)),
                             shown["caveats"])

    def test_attenuated_bundles_verify(self):
        for name, text in self.made["attenuated"].items():
            with self.subTest(name):
                macaroons = bundle.decode_strictly(text)
                self.assertEqual(header(macaroons), text)
                tokens = [m for m in macaroons if m.location == PERMISSION]
                self.assertEqual(len(tokens), 2 if name == "ssh" else 1)
                for token in tokens:
                    bundle.verify(token, self.key, [self.proof], {})
                    again = Macaroon.decode(self.token.encode())
                    for pair in token.caveats[len(again.caveats):]:
                        again.attenuate(join_set([pair]))
                    self.assertEqual(again.text(), token.text())

    def test_binding(self):
        narrow, _ = bundle.decode_strictly(
            self.made["attenuated"]["readonly"])
        bound = self.named("discharge_bound_to_readonly_b64")
        short = self.named("discharge_short_bound_b64")
        bundle.verify(narrow, self.key, [bound], {})
        bundle.verify(narrow, self.key, [short], {})
        with self.assertRaisesRegex(bundle.Unverified, "bound"):
            bundle.verify(self.token, self.key, [bound], {})
        self.assertTrue(bundle.verify(self.token, self.key,
                                      [bound, self.proof], {}))

    def test_a_proof_is_closed(self):
        with self.assertRaisesRegex(Malformed, "finalized proof"):
            self.proof.attenuate(bytes.fromhex("921a01"))

    def test_old_nonce(self):
        old = EXTRA["v0_nonce"]
        macaroon = Macaroon.decode(base64.b64decode(old["token_b64"]))
        bundle.verify(macaroon, bytes.fromhex(old["root_key_hex"]), [], {})
        macaroon.attenuate(bytes.fromhex("921a01"))
        self.assertEqual(base64.b64encode(macaroon.encode()).decode(),
                         old["attenuated_action_read_b64"])

    def test_splitting(self):
        token = EXTRA["v0_nonce"]["token_b64"]
        whole = {"TOK": token, "<TOK with a LF inside the base64>":
                 token[:10] + "\n" + token[10:],
                 "<TOK with the final = removed>": token.rstrip("=")}
        for case in EXTRA["parse_cases"]:
            text = case["input"]
            for sign in sorted(whole, key=len, reverse=True):
                text = text.replace(sign, whole[sign])
            with self.subTest(case["input"]):
                try:
                    found = bool(bundle.decode_strictly(text))
                except Malformed:
                    found = False
                self.assertEqual(found, case["ok"])


class Narrowing(unittest.TestCase):
    def access(self, wanted):
        return caveats.Access(
            action=mask_of(wanted["action"]), now=1, org=wanted["org"],
            app=wanted.get("app"), feature=wanted.get("feature"),
            machine=wanted.get("machine"), volume=wanted.get("volume"),
            app_feature=wanted.get("app_feature"))

    def test_decisions(self):
        key = bytes.fromhex(NARROWING["key_hex"])
        count = 0
        for case in NARROWING["cases"]:
            (token,) = bundle.decode_strictly(case["header"])
            limits = bundle.verify(token, key, [], {})
            for decision in case["decisions"]:
                with self.subTest(base=case["base"], recipe=case["recipe"],
                                  access=decision["access"]):
                    found = caveats.allows(limits,
                                           self.access(decision["access"]))
                    self.assertEqual(found, decision["allowed"])
                    count += 1
        self.assertEqual(count, 16 * 17)

    def test_headers(self):
        bases = {c["base"]: c["header"] for c in NARROWING["cases"]
                 if c["recipe"] == "none"}
        for case in NARROWING["cases"]:
            with self.subTest(base=case["base"], recipe=case["recipe"]):
                raw = set_from_json(case["caveats"])
                self.assertEqual(raw.hex(), case["caveats_msgpack_hex"])
                (token,) = bundle.decode_strictly(bases[case["base"]])
                token.attenuate(raw)
                self.assertEqual(header([token]), case["header"])


class Strictness(unittest.TestCase):
    def test_known_caveats_are_read_anew(self):
        """A mask written too long is not what the chain was made over."""
        token = Macaroon.mint(b"k" * 32, b"kid", PERMISSION)
        token.append(26, b"\xcc\x01")
        with self.assertRaises(bundle.Unverified):
            bundle.verify(token, b"k" * 32, [], {})

    def test_unknown_caveats_refuse(self):
        token = Macaroon.mint(b"k" * 32, b"kid", PERMISSION)
        token.append(1 << 48, b"\xcc\x01")
        found = bundle.verify(token, b"k" * 32, [], {})
        access = caveats.Access(1, 1, org=1)
        self.assertFalse(caveats.allows(found, access))

    def test_own_third_party(self):
        token = Macaroon.mint(b"k" * 32, b"kid", PERMISSION)
        ticket = token.add_third_party("https://a.test", b"s" * 32)
        proof = discharge(b"s" * 32, "https://a.test", ticket,
                          [caveat("ValidityWindow", [100, 200])])
        again = Macaroon.decode(proof.encode())
        found = bundle.verify(token, b"k" * 32, [again], {})
        for now, allowed in ((99, False), (100, True), (200, True),
                             (200.5, False)):
            access = caveats.Access(1, now, org=1)
            self.assertEqual(caveats.allows(found, access), allowed)

    def test_a_changed_byte_is_noticed(self):
        token = Macaroon.mint(b"k" * 32, b"kid", PERMISSION)
        token.append(26, b"\x01")
        token.caveats = [(26, b"\x1f")]
        with self.assertRaises(bundle.Unverified):
            bundle.verify(token, b"k" * 32, [], {})
