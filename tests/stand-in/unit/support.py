# SPDX-License-Identifier: MIT
"""A stand-in inside the test program, and a small client for it."""

import base64
import http.client
import json
import os
import ssl
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

from server import Server
from world import World, login_token

TOP = os.path.join(os.path.dirname(__file__), "..", "..", "..")
CREATE = """
mutation CreateLimitedAccessToken($name: String!, $organizationId: ID!,
    $profile: String!, $profileParams: JSON, $expiry: String!) {
  createLimitedAccessToken(input: {name: $name,
      organizationId: $organizationId, profile: $profile,
      profileParams: $profileParams, expiry: $expiry}) {
    limitedAccessToken { id name expiresAt tokenHeader }
  }
}"""
APP = """query($appName: String!) { appcompact: app(name: $appName) {
  id internalNumericId name organization { id internalNumericId slug } } }"""


class Case(unittest.TestCase):
    """One stand-in for a class of tests; its own certificates with tls."""

    tls = False

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="stand-in-unit.")
        cls.addClassCleanup(holder.cleanup)
        cls.dir = holder.name
        if cls.tls:
            library = os.path.join(TOP, "tests", "lib", "certificates.bash")
            subprocess.run(["bash", "-c", '. "$0" && make_certificates "$1"',
                            library, cls.dir], check=True)
        logins = [login_token(os.path.join(cls.dir, name))
                  for name in ("login-token", "login-token-2")]
        cls.dev, cls.ops = (f"Bearer {login}" for login in logins)
        cls.server = Server(World(tuple(logins)), cls.dir, cls.tls)
        thread = threading.Thread(target=cls.server.serve_forever)
        thread.start()
        cls.addClassCleanup(cls.server.log.close)
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)

    def tearDown(self):
        self.control(faults=[], clock=0, life=None)

    def connect(self):
        where = urllib.parse.urlsplit(self.server.url)
        if not self.tls:
            return http.client.HTTPConnection(where.hostname, where.port,
                                              timeout=20)
        context = ssl.create_default_context(
            cafile=os.path.join(self.dir, "ca.pem"))
        return http.client.HTTPSConnection(where.hostname, where.port,
                                           timeout=20, context=context)

    def request(self, method, path, body=None, authorization=None):
        """(status, bytes, headers)"""
        connection = self.connect()
        try:
            headers = {"Content-Type": "application/json"}
            if authorization is not None:
                headers["Authorization"] = authorization
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def graphql(self, query, variables=None, authorization=None):
        if authorization is None:
            authorization = self.dev
        body = {"query": query, "variables": variables}
        status, data, _ = self.request("POST", "/graphql", body,
                                       authorization)
        self.assertEqual(status, 200)
        return json.loads(data)

    def control(self, **changes):
        status, data, _ = self.request("POST", "/control", changes)
        self.assertEqual(status, 200, data)

    def failed(self, reply, code, message=None):
        error = reply["errors"][0]
        self.assertEqual(error["extensions"]["code"], code)
        if message:
            self.assertEqual(error["message"], message)

    def variables(self, name="shop", **changes):
        app = self.server.world.app(name=name)
        return {"name": "a test's", "organizationId": app.organization.id,
                "profile": "deploy", "profileParams": {"app_id": app.id},
                "expiry": "1h0m0s", **changes}

    def create(self, name="shop", **changes):
        reply = self.graphql(CREATE, self.variables(name, **changes))
        return reply["data"]["createLimitedAccessToken"]["limitedAccessToken"]

    def token(self, name="shop", **changes):
        """The bundle of a new token, without its scheme word."""
        return self.create(name, **changes)["tokenHeader"].split(" ")[1]

    def org_token(self):
        return self.token(profile="deploy_organization", profileParams={})

    def registry(self, password, *scopes, user="x"):
        """(status, answer) of the token endpoint."""
        query = urllib.parse.urlencode(
            [("service", "registry.fly.io")] + [("scope", s) for s in scopes])
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        header = None if password is None else f"Basic {pair}"
        status, data, _ = self.request("GET", f"/token?{query}",
                                       authorization=header)
        return status, json.loads(data)

    def log_lines(self):
        with open(os.path.join(self.dir, "requests.log"),
                  encoding="utf-8") as file:
            return [json.loads(line) for line in file]
