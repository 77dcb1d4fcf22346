# SPDX-License-Identifier: MIT
"""Tokens at the Machines API, at authorize and at the token endpoint."""

import json
import time

import bundle
import jwt
from caveat_forms import set_from_json
from support import Case

NARROW = [{"type": "IfPresent", "body": {"ifs": [
    {"type": "Apps", "body": {"apps": {"1234567": "rw"}}},
    {"type": "Machines", "body": {"machines": {}}},
    {"type": "Volumes", "body": {"volumes": {}}}], "else": "r"}}]


def narrowed(text, caveats):
    """Caveats appended to the permission token of a bundle."""
    token, discharge = text.split(",")
    macaroon = bundle.decode(token)
    macaroon.attenuate(set_from_json(caveats))
    return f"{macaroon.text()},{discharge}"


class Machines(Case):
    def machines(self, text, name="shop", method="GET"):
        scheme = "" if text.startswith("Bearer") else "FlyV1 "
        return self.request(method, f"/v1/apps/{name}/machines",
                            {} if method == "POST" else None,
                            f"{scheme}{text}")[0]

    def test_deploy_token(self):
        text = self.token()
        self.assertEqual(self.machines(text), 200)
        self.assertEqual(self.machines(text, method="POST"), 200)
        self.assertEqual(self.machines(text, "blog"), 403)
        self.assertEqual(self.machines(text, "foreign"), 403)
        self.assertEqual(self.machines(text, "nowhere"), 404)

    def test_organization_token(self):
        text = self.org_token()
        self.assertEqual(self.machines(text, "blog", "POST"), 200)
        self.assertEqual(self.machines(text, "lab"), 403)

    def test_docker_token_touches_no_machine(self):
        for whole in (self.token(), self.org_token()):
            text = narrowed(whole, NARROW)
            for method in ("GET", "POST"):
                self.assertEqual(self.machines(text, method=method), 403)

    def test_login(self):
        self.assertEqual(self.machines(self.dev), 200)
        self.assertEqual(self.machines(self.dev, "foreign"), 403)

    def test_unusable(self):
        text = self.token(expiry="10m")
        self.assertEqual(self.machines(text.split(",")[0]), 401)
        self.assertEqual(self.machines("fm2_AAAA"), 401)
        self.control(clock=590)
        self.assertEqual(self.machines(text), 200)
        self.control(clock=610)
        self.assertEqual(self.machines(text), 401)

    def test_moved_and_deleted_app(self):
        text = self.token("blog")
        self.control(move_app=["blog", "personal"])
        self.assertEqual(self.machines(text, "blog"), 403)
        self.control(delete_app="blog")
        self.assertEqual(self.machines(text, "blog"), 404)
        self.control(create_app=["blog", "acme"])
        self.assertEqual(self.machines(text, "blog"), 403)
        self.assertEqual(self.machines(self.token("blog"), "blog"), 200)

    def authorize(self, text, **access):
        body = {"header": f"FlyV1 {text}", "access": access}
        return self.request("POST", "/v1/tokens/authorize", body)[0]

    def test_authorize(self):
        text = narrowed(self.token(), NARROW)
        images = {"app_name": "shop", "app_feature": "images"}
        self.assertEqual(self.authorize(text, action="rw", **images), 200)
        self.assertEqual(self.authorize(text, action="rwd", **images), 403)
        for more in ({"app_name": "shop", "machine_id": "m"},
                     {"app_name": "shop", "volume_id": "v"},
                     {"app_name": "blog"},
                     {"org_slug": "acme", "org_feature": "wg"}):
            self.assertEqual(self.authorize(text, action="rw", **more), 403)
        self.assertEqual(self.authorize(text, action="r", org_slug="acme"),
                         200)
        self.assertEqual(self.authorize(text, action="r", org_slug="other"),
                         403)
        self.assertEqual(self.authorize("fm2_x", action="r"), 401)
        self.assertEqual(self.authorize(text, action="r", nonsense=1), 400)

    def test_authenticate(self):
        text = self.token()
        status, data, _ = self.request("POST", "/v1/tokens/authenticate",
                                       {"header": text})
        self.assertEqual(status, 200)
        kinds = [c["type"] for c in json.loads(data)[0]["caveats"]]
        self.assertEqual(kinds, ["Organization", "3P", "IfPresent"])


class Registry(Case):
    def granted(self, text, *scopes):
        status, answer = self.registry(text, *scopes)
        self.assertEqual(status, 200, answer)
        claims = jwt.decode(answer["token"],
                            self.server.signer.key.public_key(),
                            algorithms=["ES256"], audience="registry.fly.io")
        self.assertEqual(claims["iss"], "fly-stand-in")
        self.claims = claims
        return {e["name"]: e["actions"] for e in claims["access"]}

    def test_subset_is_granted(self):
        found = self.granted(self.token(), "repository:shop:push,pull",
                             "repository:blog:pull", "repository:none:pull",
                             "repository:shop:delete")
        self.assertEqual(found, {"shop": ["pull", "push"]})
        line = self.log_lines()[-1]
        self.assertEqual(line["operation"], "token-endpoint")
        self.assertEqual(line["repository"], "shop")
        self.assertEqual(line["granted"], ["shop:pull,push"])
        self.assertEqual(line["denied"], ["blog:pull", "none:pull",
                                          "shop:delete"])
        self.assertEqual(line["minutes_left"], 59)

    def test_narrowed_tokens(self):
        scopes = ("repository:shop:pull,push", "repository:blog:pull,push")
        whole = self.org_token()
        self.assertEqual(self.granted(whole, *scopes),
                         {"shop": ["pull", "push"], "blog": ["pull", "push"]})
        self.assertEqual(self.granted(narrowed(whole, NARROW), *scopes),
                         {"shop": ["pull", "push"]})
        read = [{"type": "Action", "body": "r"}]
        self.assertEqual(self.granted(narrowed(whole, read), *scopes),
                         {"shop": ["pull"], "blog": ["pull"]})

    def test_no_scope_and_no_password(self):
        self.assertEqual(self.granted(self.token()), {})
        self.assertEqual(self.granted(None, "repository:shop:pull"), {})

    def test_refusals(self):
        text = self.token(expiry="10m")
        for password, user in ((text, "y"), (text, ""), ("wrong", "x"),
                               ("", "x"), (text.split(",")[0], "x"),
                               (text.split(",")[1], "x")):
            status, answer = self.registry(
                password, "repository:shop:pull", user=user)
            self.assertEqual(status, 401)
            error = answer["errors"][0]
            self.assertEqual(error["code"], "UNAUTHORIZED")
            self.assertNotEqual(error["message"], "authentication required")
        self.control(clock=601)
        status, answer = self.registry(text, "repository:shop:pull")
        self.assertEqual(status, 401)
        self.assertIn("expired", answer["errors"][0]["message"])

    def test_bearer_never_outlives_the_macaroon(self):
        now = time.time()
        text = self.token(expiry="10m")
        self.granted(text, "repository:shop:pull")
        self.assertAlmostEqual(self.claims["exp"], now + 300, delta=5)
        self.control(clock=500)
        self.granted(text, "repository:shop:pull")
        self.assertAlmostEqual(self.claims["exp"], now + 100, delta=5)
        self.assertAlmostEqual(self.claims["iat"], now, delta=5)

    def test_post_is_refused(self):
        status, _, headers = self.request("POST", "/token", {"a": 1})
        self.assertEqual(status, 405)
        self.assertEqual(headers["Connection"], "close")
