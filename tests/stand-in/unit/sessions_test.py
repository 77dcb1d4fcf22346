# SPDX-License-Identifier: MIT
"""Logins through CLI sessions, and several logins of one person."""

import base64
import hashlib
import json
import urllib.parse

from support import Case

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(
    hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
VIEWER = "{ viewer { email } }"
LOG_OUT = "mutation { logOut(input: {}) { ok } }"


class Sessions(Case):
    def tearDown(self):
        super().tearDown()
        self.control(pkce=True)

    def call(self, method, path, body=None, authorization=None):
        status, data, _ = self.request(
            method, "/api/v1/cli_sessions" + path, body, authorization)
        return status, json.loads(data)

    def begin(self, **changes):
        body = {"name": "host", "target": "auth", "state": "s1",
                "code_challenge": CHALLENGE, "redirect_port": 4,
                "code_challenge_method": "S256", "signup": False, **changes}
        return self.call("POST", "", body)

    def newest(self):
        status, data, _ = self.request("GET", "/control")
        return json.loads(data)["cli_sessions"][-1]

    def redeem(self, id, code, verifier=VERIFIER):
        return self.call("POST", f"/{id}/redeem",
                         {"code": code, "code_verifier": verifier})

    def test_begin(self):
        status, session = self.begin()
        self.assertEqual(status, 201)
        self.assertTrue(session["pkce"])
        self.assertTrue(session["auth_url"].endswith(session["id"]))
        for change in ({"target": "launch"}, {"name": None}, {"state": 1},
                       {"code_challenge_method": "plain"}):
            self.assertEqual(self.begin(**change)[0], 422)
        self.assertEqual(
            self.call("POST", "", {}, authorization=self.dev)[0], 400)

    def test_redeem(self):
        id = self.begin()[1]["id"]
        self.assertEqual(self.redeem(id, "")[0], 401)
        self.control(approve="ops@example.com")
        shown = self.newest()
        where = urllib.parse.urlsplit(shown["callback"])
        self.assertEqual((where.netloc, where.path),
                         ("127.0.0.1:4", "/callback"))
        self.assertEqual(self.redeem(id, "wrong")[0], 401)
        self.assertEqual(self.redeem(id, shown["code"], "w" * 43)[0], 401)
        self.assertEqual(self.call("GET", f"/{id}")[0], 404)
        status, session = self.redeem(id, shown["code"])
        self.assertEqual(status, 200)
        reply = self.graphql(VIEWER,
                             authorization="Bearer " + session["access_token"])
        self.assertEqual(reply["data"]["viewer"]["email"], "ops@example.com")
        self.assertEqual(self.redeem(id, shown["code"])[0], 404)

    def test_poll(self):
        self.control(pkce=False)
        status, session = self.begin(redirect_port=None)
        self.assertEqual((status, session["pkce"]), (201, False))
        path = "/" + session["id"]
        self.assertEqual(self.call("GET", path)[0], 404)
        self.control(approve="dev@example.com")
        self.assertEqual(self.redeem(session["id"], "x")[0], 404)
        status, answer = self.call("GET", path)
        self.assertEqual(status, 200)
        self.assertTrue(answer["access_token"].startswith("fo1_"))
        self.assertEqual(self.call("GET", path)[0], 404)

    def test_expiry(self):
        id = self.begin()[1]["id"]
        self.control(approve="dev@example.com", expire_cli_sessions=True)
        self.assertEqual(self.redeem(id, self.newest()["code"])[0], 404)

    def test_log_out_ends_one_login(self):
        self.control(pkce=False)
        id = self.begin()[1]["id"]
        self.control(approve="dev@example.com")
        mine = "Bearer " + self.call("GET", f"/{id}")[1]["access_token"]
        self.assertIn("data", self.graphql(LOG_OUT, authorization=mine))
        self.failed(self.graphql(VIEWER, authorization=mine), "UNAUTHORIZED")
        reply = self.graphql(VIEWER)
        self.assertEqual(reply["data"]["viewer"]["email"], "dev@example.com")

    def test_log(self):
        self.begin(name="a host")
        id = self.newest()["id"]
        self.control(approve="dev@example.com")
        self.redeem(id, self.newest()["code"])
        lines = self.log_lines()
        self.assertEqual(lines[-2]["target"], "auth")
        self.assertEqual(lines[-2]["name"], "a host")
        self.assertEqual(lines[-1]["operation"], "cli-session-redeem")
        self.assertNotIn(id, json.dumps(lines))
