# SPDX-License-Identifier: MIT
"""Failures on demand, many callers at once, and a log without secrets."""

import concurrent.futures
import http.client
import os
import time

from support import CREATE, Case

VIEWER = "{ viewer { email } }"


class Faults(Case):
    def viewer(self):
        return self.request("POST", "/graphql", {"query": VIEWER}, self.dev)

    def fault(self, kind, **more):
        self.control(fault={"operation": "viewer", "kind": kind, **more})

    def test_status_with_headers_and_count(self):
        self.fault("status", status=429, headers={"Retry-After": "7"},
                   count=2)
        for _ in range(2):
            status, _, headers = self.viewer()
            self.assertEqual((status, headers["Retry-After"]), (429, "7"))
        self.assertEqual(self.viewer()[0], 200)

    def test_for_ever_until_cleared(self):
        self.fault("status", status=503, count=-1)
        self.assertEqual([self.viewer()[0] for _ in range(3)], [503] * 3)
        self.control(faults=[])
        self.assertEqual(self.viewer()[0], 200)

    def test_only_the_named_operation(self):
        self.control(fault={"operation": "createLimitedAccessToken",
                            "kind": "status"})
        self.assertEqual(self.viewer()[0], 200)
        status, _, _ = self.request("POST", "/graphql", {
            "query": CREATE, "variables": self.variables()}, self.dev)
        self.assertEqual(status, 500)
        self.assertEqual(self.log_lines()[-1]["fault"], "status")

    def test_any_operation(self):
        self.control(fault={"kind": "status", "status": 502})
        self.assertEqual(self.registry(None)[0], 502)

    def test_cut(self):
        self.fault("cut")
        with self.assertRaises((http.client.HTTPException, OSError)):
            self.viewer()
        self.assertEqual(self.viewer()[0], 200)

    def test_garbage_and_redirect(self):
        self.fault("garbage")
        status, data, _ = self.viewer()
        self.assertEqual(status, 200)
        self.assertTrue(data.startswith(b"<html>"))
        self.fault("redirect")
        status, _, headers = self.viewer()
        self.assertEqual(status, 302)
        self.assertEqual(headers["Location"], self.server.url + "/elsewhere")

    def test_huge(self):
        self.fault("huge", bytes=1 << 20)
        self.assertGreater(len(self.viewer()[1]), 1 << 20)

    def test_error(self):
        self.fault("error", message="Not today", code="MAINTENANCE")
        self.failed(self.graphql(VIEWER), "MAINTENANCE", "Not today")

    def test_delay(self):
        self.fault("delay", seconds=0.5)
        before = time.monotonic()
        self.assertEqual(self.viewer()[0], 200)
        self.assertGreaterEqual(time.monotonic() - before, 0.5)

    def test_lost(self):
        """The record is made, but nobody hears of it."""
        self.control(fault={"operation": "createLimitedAccessToken",
                            "kind": "lost"})
        before = len(self.server.world.records)
        with self.assertRaises((http.client.HTTPException, OSError)):
            self.create()
        self.assertEqual(len(self.server.world.records), before + 1)
        self.assertEqual(self.log_lines()[-1]["status"], 0)

    def test_wrong_controls(self):
        for wrong in ({"fault": {"kind": "none"}}, {"unknown": 1}, [1],
                      {"move_app": ["nowhere", "acme"]}):
            self.assertEqual(self.request("POST", "/control", wrong)[0], 400)

    def test_the_date_follows_the_clock(self):
        self.control(clock=86400 * 400)
        self.assertNotIn(time.strftime(" %Y "), self.viewer()[2]["Date"])


class Crowd(Case):
    tls = True

    def test_64_callers_over_tls(self):
        idle = self.connect()
        idle.connect()
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            made = list(pool.map(lambda _: self.create(), range(64)))
        idle.close()
        self.assertEqual(len({m["id"] for m in made}), 64)
        self.assertEqual(len({m["tokenHeader"] for m in made}), 64)
        creates = [line for line in self.log_lines()
                   if line["operation"] == "createLimitedAccessToken"]
        self.assertEqual(len(creates), 64)

    def test_log_has_no_secret(self):
        text = self.token()
        self.registry(text, "repository:shop:pull")
        self.request("GET", "/v1/apps/shop", None, f"FlyV1 {text}")
        with open(os.path.join(self.dir, "requests.log"),
                  encoding="utf-8") as file:
            log = file.read()
        for secret in (self.dev.split(" ")[1], "fo1_", "fm2_", "FlyV1"):
            self.assertNotIn(secret, log)
        self.assertIn("token-endpoint", log)
