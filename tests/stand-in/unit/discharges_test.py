# SPDX-License-Identifier: MIT
"""Discharges that are fetched: the three flows, and who gets none."""

import base64
import json
import urllib.parse

import bundle
from macaroon import THIRD_PARTY, unpack
from support import Case

INIT = "/aaa/v1/.well-known/macfly/3p"


class Fetched(Case):
    def tearDown(self):
        super().tearDown()
        self.control(discharge="included", discharge_life=None)

    def undischarged(self, mode):
        """(token without its discharge, its ticket)"""
        self.control(discharge=mode)
        text = self.token()
        self.assertNotIn(",", text)
        third = [unpack(body) for kind, body in bundle.decode(text).caveats
                 if kind == THIRD_PARTY]
        self.assertEqual([t[0] for t in third],
                         [self.server.url + "/aaa/v1"])
        return text, third[0][2]

    def ask(self, ticket, authorization=None):
        body = {"ticket": base64.b64encode(ticket).decode()}
        status, data, _ = self.request("POST", INIT, body, authorization)
        return status, json.loads(data)

    def look(self, url, authorization=None):
        status, data, _ = self.request(
            "GET", urllib.parse.urlsplit(url).path,
            authorization=authorization)
        return status, json.loads(data)

    def works(self, token):
        status, _, _ = self.request("GET", "/v1/apps/shop",
                                    authorization=f"Bearer {token}")
        return status == 200

    def test_immediate(self):
        token, ticket = self.undischarged("immediate")
        self.assertFalse(self.works(token))
        status, answer = self.ask(ticket, self.dev)
        self.assertEqual(status, 201)
        self.assertTrue(self.works(f"{token},{answer['discharge']}"))
        self.assertEqual(self.ask(ticket)[0], 401)
        self.assertEqual(self.ask(ticket, f"Bearer {token}")[0], 400)
        self.assertEqual(self.ask(ticket, f"{self.dev},{token}")[0], 400)
        self.assertEqual(self.ask(b"nonsense", self.dev)[0], 500)

    def test_life(self):
        token, ticket = self.undischarged("immediate")
        self.control(discharge_life=60)
        answer = self.ask(ticket, self.dev)[1]
        self.control(clock=50)
        self.assertTrue(self.works(f"{token},{answer['discharge']}"))
        self.control(clock=70)
        self.assertFalse(self.works(f"{token},{answer['discharge']}"))

    def test_poll(self):
        token, ticket = self.undischarged("poll")
        url = self.ask(ticket, self.dev)[1]["poll_url"]
        self.assertEqual(self.look(url, self.dev),
                         (202, {"error": "not ready"}))
        status, answer = self.look(url, self.dev)
        self.assertEqual(status, 200)
        self.assertTrue(self.works(f"{token},{answer['discharge']}"))
        self.assertEqual(self.look(url, self.dev)[0], 404)

    def test_interactive(self):
        token, ticket = self.undischarged("interactive")
        answer = self.ask(ticket)[1]["user_interactive"]
        self.assertTrue(answer["user_url"].startswith(self.server.url))
        for _ in range(3):
            self.assertEqual(self.look(answer["poll_url"])[0], 202)
        self.control(approve_discharge="dev@example.com")
        found = self.look(answer["poll_url"])[1]
        self.assertTrue(self.works(f"{token},{found['discharge']}"))

    def test_refusal(self):
        ticket = self.undischarged("refuse")[1]
        self.assertEqual(self.ask(ticket, self.dev)[0], 403)
