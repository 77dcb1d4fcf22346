# SPDX-License-Identifier: MIT
"""The GraphQL endpoint: schema, look-ups, creation, revocation."""

import os
import time

import bundle
import durations
from caveat_forms import set_to_json
from macaroon import AUTHENTICATION, PERMISSION, join_set
from support import APP, CREATE, Case

TOKENS = """query($appName: String!, $first: Int, $after: String) {
  appLimitedAccessTokens: app(name: $appName) {
    limitedAccessTokens(first: $first, after: $after) {
      nodes { id name token expiresAt revokedAt tokenHeader user { email } }
      pageInfo { hasNextPage endCursor } totalCount } } }"""
DELETE = """mutation($input: DeleteLimitedAccessTokenInput!) {
  deleteLimitedAccessToken(input: $input) { token } }"""
ORGANIZATION = """query($slug: String!) { organization(slug: $slug) {
  id internalNumericId slug rawSlug name type billable } }"""


class Schema(Case):
    def refused(self, query, variables=None):
        reply = self.graphql(query, variables)
        self.assertIn("errors", reply)
        self.assertNotIn("data", reply)

    def test_wrong_queries(self):
        for query in ("{ viewer { phone } }", "{ app(nam: \"shop\") { id } }",
                      "{ viewer { email }", "", "{ organizations }",
                      "query($n: Int) { app(name: $n) { id } }"):
            with self.subTest(query):
                self.refused(query)

    def test_unknown_variable(self):
        self.refused(APP, {"appName": "shop", "name": "shop"})

    def test_missing_variable(self):
        variables = self.variables()
        del variables["expiry"]
        self.refused(CREATE, variables)

    def test_wrong_type_of_variable(self):
        self.refused(APP, {"appName": 24})

    def test_variable_inside_a_json_literal(self):
        query = CREATE.replace("$profileParams: JSON, ", "$app: String, ")
        query = query.replace("profileParams: $profileParams",
                              "profileParams: {app_id: $app}")
        variables = self.variables()
        variables["app"] = variables.pop("profileParams")["app_id"]
        self.refused(query, variables)


class Lookups(Case):
    def test_viewer(self):
        query = "{ viewer { ... on User { id email } ... on Macaroon " \
                "{ email } } }"
        reply = self.graphql(query)
        self.assertEqual(reply["data"]["viewer"]["email"], "dev@example.com")
        text = self.token()
        reply = self.graphql(query, authorization=f"FlyV1 {text}")
        uuid = bundle.decode(text.split(",")[0]).uuid()
        self.assertEqual(reply["data"]["viewer"]["email"],
                         f"{uuid}@tokens.fly.io")

    def test_organizations(self):
        query = "{ organizations { nodes { slug rawSlug internalNumericId } } }"
        for caller, slugs in ((self.dev, ["personal", "acme"]),
                              (self.ops, ["acme", "other", "personal"])):
            nodes = self.graphql(query, authorization=caller)["data"][
                "organizations"]["nodes"]
            self.assertEqual([n["slug"] for n in nodes], slugs)
            self.assertIsInstance(nodes[0]["internalNumericId"], str)

    def test_personal_is_the_callers_own(self):
        for caller, slug in ((self.dev, "dev-12"), (self.ops, "ops-34")):
            reply = self.graphql(ORGANIZATION, {"slug": "personal"}, caller)
            self.assertEqual(reply["data"]["organization"]["rawSlug"], slug)

    def test_app(self):
        app = self.graphql(APP, {"appName": "shop"})["data"]["appcompact"]
        self.assertEqual(app["internalNumericId"], 1234567)
        self.assertEqual(app["organization"]["internalNumericId"], "4721")
        self.assertNotEqual(app["id"], app["name"])

    def test_unknown_and_foreign(self):
        for name in ("nowhere", "foreign"):
            self.failed(self.graphql(APP, {"appName": name}), "NOT_FOUND",
                        f'Could not find App "{name}"')
        for slug in ("nowhere", "other"):
            self.failed(self.graphql(ORGANIZATION, {"slug": slug}),
                        "NOT_FOUND")

    def test_a_token_sees_its_own_app_only(self):
        header = f"FlyV1 {self.token()}"
        self.assertIn("data", self.graphql(APP, {"appName": "shop"}, header))
        self.failed(self.graphql(APP, {"appName": "blog"}, header),
                    "NOT_FOUND")

    def test_authorization_header(self):
        login = self.dev.split(" ")[1]
        text = self.token()
        good = (f"Bearer {login}", f"FlyV1 Bearer {login}", f"bearer {text}",
                f"Bearer FlyV1 {text}", f"FlyV1 {text},{login}",
                f"FlyV1 fm2_broken,{text}, {login}")
        for header in good:
            reply = self.graphql("{ viewer { email } }", None, header)
            self.assertNotIn("errors", reply, header)
        for header in ("", "Bearer ", "Bearer fo1_wrong", "FlyV1 fm2_AAAA",
                       f"FlyV1 {text.split(',')[0]}", f"{text[:-9]}AAAAAAAA="):
            reply = self.graphql("{ viewer { email } }", None, header)
            self.failed(reply, "UNAUTHORIZED",
                        "You must be authenticated to view this.")


class Creation(Case):
    def test_deploy_token_has_the_observed_shape(self):
        made = self.create(expiry="90m")
        self.assertEqual(made["name"], "a test's")
        self.assertTrue(made["tokenHeader"].startswith("FlyV1 fm2_lJPE"))
        token, proof = bundle.decode_strictly(made["tokenHeader"])
        self.assertEqual(token.location, PERMISSION)
        self.assertEqual(len(token.kid), 8)
        organization, third_party, limit = set_to_json(
            join_set(token.caveats))
        self.assertEqual(organization["body"], {"id": 4721, "mask": "rwcdC"})
        self.assertEqual(third_party["body"]["Location"], AUTHENTICATION)
        self.assertEqual(limit["body"], {"ifs": [
            {"type": "Apps", "body": {"apps": {"1234567": "rwcdC"}}},
            {"type": "FeatureSet", "body": {"features": {
                "builder": "rwcdC", "wg": "rwcdC"}}}], "else": "r"})
        self.assertTrue(proof.proof)
        window = set_to_json(join_set(proof.caveats))[0]["body"]
        life = window["not_after"] - window["not_before"]
        self.assertAlmostEqual(life, 5400, delta=2)
        self.assertAlmostEqual(window["not_before"], time.time(), delta=5)

    def test_organization_token(self):
        token, _ = bundle.decode_strictly(self.org_token())
        self.assertEqual([k for k, _ in token.caveats], [0, 11])

    def test_profiles(self):
        for profile, params in (("litefs_cloud", {"cluster": "c"}),
                                ("identity", {}), ("registry_token", {}),
                                ("flynthetics_read", None)):
            made = self.create(profile=profile, profileParams=params)
            self.assertEqual(len(made["tokenHeader"].split(",")), 2)

    def test_life_is_the_smaller_one(self):
        self.control(life=30)
        for expiry in ("1h", "175200h0m0s", ""):
            _, proof = bundle.decode_strictly(self.token(expiry=expiry))
            window = set_to_json(join_set(proof.caveats))[0]["body"]
            life = window["not_after"] - window["not_before"]
            self.assertAlmostEqual(life, 30, delta=2)

    def refused(self, code, authorization=None, **changes):
        before = len(self.server.world.records)
        reply = self.graphql(CREATE, self.variables(**changes), authorization)
        self.failed(reply, code)
        self.assertEqual(len(self.server.world.records), before)
        return reply

    def test_refusals(self):
        personal = self.server.world.organization(number=4720)
        foreign = self.server.world.organization(number=4722)
        self.refused("NOT_FOUND", profileParams={"app_id": "shop"})
        self.refused("NOT_FOUND", profileParams={"app_id": 1234567})
        self.refused("NOT_FOUND", organizationId=personal.id)
        self.refused("NOT_FOUND", organizationId=foreign.id,
                     profile="deploy_organization")
        self.refused("NOT_FOUND", organizationId="acme")
        self.refused("INVALID", profile="readonly")
        for expiry in ("1d", "-1h", "0s", "ten"):
            self.refused("INVALID", expiry=expiry)

    def test_macaroons_cannot_create(self):
        for text in (self.token(), self.org_token()):
            reply = self.refused("UNAUTHORIZED", f"FlyV1 {text}")
            self.assertEqual(
                reply["errors"][0]["message"],
                "Not authorized to access this dischargeroottoken")

    def test_durations(self):
        for text, expected in (("1h0m0s", 3600), ("1h", 3600), ("90s", 90),
                               ("1m30s", 90), ("1.5h", 5400), ("0", 0),
                               ("175200h0m0s", 630720000), ("-10m", -600)):
            self.assertEqual(durations.seconds(text), expected)
        for text in ("", "1", "h", "1d", "1h 2m", "+-1h"):
            with self.assertRaises(ValueError):
                durations.seconds(text)


class Records(Case):
    def test_listing_and_paging(self):
        made = [self.create("blog")["id"] for _ in range(5)]
        seen, after = [], None
        while True:
            page = self.graphql(TOKENS, {"appName": "blog", "first": 2,
                                         "after": after})
            listing = page["data"]["appLimitedAccessTokens"][
                "limitedAccessTokens"]
            self.assertEqual(listing["totalCount"], 5)
            seen += [node["id"] for node in listing["nodes"]]
            self.assertTrue(all(node["tokenHeader"] is None
                                for node in listing["nodes"]))
            if not listing["pageInfo"]["hasNextPage"]:
                break
            after = listing["pageInfo"]["endCursor"]
        self.assertEqual(seen, made)

    def test_revocation(self):
        made = self.create()
        header = made["tokenHeader"]
        self.assertEqual(self.status(header), 200)
        reply = self.graphql(DELETE, {"input": {"id": made["id"]}})
        self.assertNotIn("errors", reply)
        self.assertEqual(self.status(header), 401)
        nodes = self.graphql(TOKENS, {"appName": "shop"})["data"][
            "appLimitedAccessTokens"]["limitedAccessTokens"]["nodes"]
        (shown,) = [n for n in nodes if n["id"] == made["id"]]
        self.assertIsNotNone(shown["revokedAt"])
        self.failed(self.graphql(DELETE, {"input": {"id": "none"}}),
                    "NOT_FOUND")

    def test_revocation_by_control(self):
        one, two = self.create(), self.create()
        self.control(revoke=one["id"])
        self.assertEqual(self.status(one["tokenHeader"]), 401)
        self.assertEqual(self.status(two["tokenHeader"]), 200)
        self.control(revoke="all")
        self.assertEqual(self.status(two["tokenHeader"]), 401)

    def status(self, header):
        return self.request("GET", "/v1/apps/shop", None, header)[0]


class Sessions(Case):
    def test_log_out(self):
        reply = self.graphql("mutation { logOut(input: {}) { ok } }")
        self.assertTrue(reply["data"]["logOut"]["ok"])
        self.failed(self.graphql("{ viewer { email } }"), "UNAUTHORIZED")
        reply = self.graphql("{ viewer { email } }", None, self.ops)
        self.assertNotIn("errors", reply)
        self.control(revoke="ops@example.com")
        self.failed(self.graphql("{ viewer { email } }", None, self.ops),
                    "UNAUTHORIZED")

    def test_login_files_are_private(self):
        for name in ("login-token", "login-token-2"):
            mode = os.stat(os.path.join(self.dir, name)).st_mode
            self.assertEqual(mode & 0o777, 0o600)
