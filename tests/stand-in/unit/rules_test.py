# SPDX-License-Identifier: MIT
"""What each kind of caveat allows, beyond the vectors' decisions."""

import unittest

from caveat_forms import TYPES, parse_value
from caveats import Access, allows, expiry


def caveat(name, body):
    return parse_value({"type": name, "body": body})


def decide(caveats, action=1, **resources):
    resources.setdefault("org", 1)
    return allows(caveats, Access(action, resources.pop("now", 0),
                                  **resources))


class Rules(unittest.TestCase):
    def check(self, name, body, good, bad):
        """good and bad: accesses that the caveat alone allows or not."""
        limit = [caveat(name, body)]
        for access in good:
            self.assertTrue(decide(limit, **access), access)
        for access in bad:
            self.assertFalse(decide(limit, **access), access)

    def test_organization(self):
        self.check("Organization", {"id": 1, "mask": "r"},
                   [{}], [{"org": 2}, {"action": 2}, {"org": None}])
        self.check("Organization", {"id": 0, "mask": "r"}, [{"org": 2}], [])

    def test_resource_sets(self):
        self.check("Apps", {"apps": {"5": "rw", "6": "r"}},
                   [{"app": 5, "action": 3}, {"app": 6}],
                   [{"app": 6, "action": 2}, {"app": 7}, {}])
        self.check("Apps", {"apps": {"0": "r"}}, [{"app": 7}],
                   [{"app": 7, "action": 2}])
        self.check("Apps", {"apps": {"0": "r", "5": "r"}}, [], [{"app": 5}])
        for nothing in ({}, None):
            self.check("Apps", {"apps": nothing}, [], [{"app": 5}, {}])

    def test_parts_of_an_app(self):
        for name, key, field in (
                ("Volumes", "volumes", "volume"),
                ("Machines", "machines", "machine"),
                ("AppFeatureSet", "features", "app_feature")):
            self.check(name, {key: {"a": "r"}}, [{"app": 5, field: "a"}],
                       [{"app": 5, field: "b"}, {"app": 5}, {field: "a"},
                        {"app": 5, field: "a", "action": 2}])
        self.check("MachineFeatureSet", {"features": {"oidc": "r"}},
                   [{"app": 5, "machine": "m", "machine_feature": "oidc"}],
                   [{"app": 5, "machine_feature": "oidc"}])

    def test_organization_features(self):
        self.check("FeatureSet", {"features": {"wg": "r"}},
                   [{"feature": "wg"}],
                   [{"feature": "builder"}, {"feature": "wg", "app": 5}])
        self.check("Clusters", {"clusters": {"c": "r"}}, [{"cluster": "c"}],
                   [{"cluster": "d"}, {}])
        self.check("IsMember", {}, [{"feature": "wg", "action": 31}, {},
                                    {"feature": "billing"}],
                   [{"feature": "billing", "action": 2},
                    {"feature": "deletion"}, {"feature": "new"}])

    def test_prefixes_intersect(self):
        store = {"https://s/a": "rw", "https://s/a/b": "rd"}
        self.check("StorageObjects", {"storage_objects": store},
                   [{"storage_object": "https://s/a/x", "action": 3},
                    {"storage_object": "https://s/a/b/x", "action": 1}],
                   [{"storage_object": "https://s/a/b/x", "action": 3},
                    {"storage_object": "https://s/c"}])

    def test_validity_window(self):
        self.check("ValidityWindow", {"not_before": 10, "not_after": 20},
                   [{"now": 10}, {"now": 20.0}],
                   [{"now": 9.9}, {"now": 20.1}])

    def test_action_and_mutations(self):
        self.check("Action", "rC", [{"action": 17}], [{"action": 2}])
        self.check("Mutations", {"mutations": ["a"]}, [{"mutation": "a"}],
                   [{"mutation": "b"}, {}])

    def test_commands(self):
        self.check("Commands", [{"args": ["ls"], "exact": True},
                                {"args": ["echo"]}],
                   [{"command": ["ls"]}, {"command": ["echo", "a"]}],
                   [{"command": ["ls", "-l"]}, {"command": ["rm"]},
                    {"command": []}, {}])

    def test_source_machine(self):
        self.check("FromMachineSource", {"id": "m"},
                   [{"source_machine": "m"}], [{"source_machine": "n"}, {}])

    def test_if_present(self):
        limit = {"ifs": [
            {"type": "Apps", "body": {"apps": {"5": "rw"}}},
            {"type": "Machines", "body": {"machines": {}}}], "else": "r"}
        self.check("IfPresent", limit,
                   [{"app": 5, "action": 3}, {}, {"feature": "wg"}],
                   [{"app": 6}, {"app": 5, "machine": "m"},
                    {"action": 2}, {"feature": "wg", "action": 2}])
        self.check("IfPresent", {"ifs": [], "else": "r"}, [{}],
                   [{"action": 2}])

    def test_what_cannot_be_judged_is_refused(self):
        for name, body in (("AllowedRoles", 1), ("ConfineUser", {"id": 1}),
                           ("MaxValidity", 1),
                           ("BindToParentToken", "AQI="),
                           ("FlySrc", {"organization": "", "app": "",
                                       "instance": ""})):
            self.check(name, body, [], [{}])
        self.assertFalse(decide([(17, None)]))
        self.assertTrue(decide([(TYPES["FlyioUserID"], 1)]))

    def test_expiry(self):
        window = caveat("ValidityWindow", {"not_before": 0, "not_after": 9})
        inner = caveat("IfPresent", {"else": "", "ifs": [
            {"type": "ValidityWindow",
             "body": {"not_before": 0, "not_after": 5}}]})
        self.assertEqual(expiry([window]), 9)
        self.assertEqual(expiry([window, inner]), 5)
        self.assertIsNone(expiry([]))
