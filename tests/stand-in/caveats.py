# SPDX-License-Identifier: MIT
"""Which access a set of caveats allows: the verifier's decisions."""

from dataclasses import dataclass

from caveat_forms import ALL, FORMS, mask_text


class Refused(Exception):
    """A caveat does not allow the access."""


class Unspecified(Refused):
    """The access names no such resource: matters to IfPresent only."""


@dataclass
class Access:
    """Who wants what: numeric ids of organization and app, names besides."""

    action: int
    now: float
    org: int | None = None
    app: int | None = None
    feature: str | None = None
    app_feature: str | None = None
    machine: str | None = None
    machine_feature: str | None = None
    volume: str | None = None
    mutation: str | None = None
    source_machine: str | None = None
    command: list | None = None
    cluster: str | None = None
    storage_object: str | None = None

    def check(self):
        """An access that contradicts itself is refused before any caveat."""
        below_app = (self.app_feature, self.machine, self.volume)
        if self.org is None:
            raise Refused("no organization given")
        if self.app is None and any(x is not None for x in below_app):
            raise Refused("a part of an app is named, but no app")
        if self.machine is None and self.machine_feature is not None:
            raise Refused("a machine feature is named, but no machine")
        if self.app is not None and self.feature is not None:
            raise Refused("an app and an organization feature exclude another")
        if sum(x is not None for x in below_app) > 1:
            raise Refused("machine, volume and app feature exclude another")


def subset(action, mask, what):
    if action & ~mask:
        wanted, given = mask_text(action), mask_text(mask) or "nothing"
        raise Refused(f"{what}: wants {wanted}, only {given} is allowed")


def resources(field, what, prefix=False):
    """The rule of a resource set over one field of the access."""

    def rule(value, access):
        known = value[0] or {}
        for wildcard in (0, ""):
            if len(known) > 1 and any(k == wildcard for k in known):
                raise Refused(f"{what}: a wildcard must stand alone")
        wanted = getattr(access, field)
        if wanted is None:
            raise Unspecified(f"{what}: none given")
        masks = [m for k, m in known.items() if covers(k, wanted, prefix)]
        if not masks:
            raise Refused(f"{what}: {wanted} is not in the list")
        allowed = masks[0]
        for mask in masks[1:]:
            allowed &= mask
        subset(access.action, allowed, f"{what} {wanted}")

    return rule


def covers(key, wanted, prefix):
    if key in (0, ""):
        return True
    return wanted.startswith(key) if prefix else key == wanted


def organization(value, access):
    if value[0] not in (0, access.org):
        raise Refused(f"organization: only {value[0]}")
    subset(access.action, value[1], "organization")


def validity_window(value, access):
    if access.now < value[0]:
        raise Refused("not valid yet")
    if access.now > value[1]:
        raise Refused("expired")


def action(value, access):
    subset(access.action, value, "action")


def mutations(value, access):
    if access.mutation is None or access.mutation not in (value[0] or []):
        raise Refused("only some mutations are allowed")


def commands(value, access):
    if access.command is None:
        raise Unspecified("command: none given")
    for args, exact in value or []:
        args = args or []
        if access.command[: len(args)] != args or not access.command:
            continue
        if not exact or len(args) == len(access.command):
            return
    raise Refused("command: not in the list")


def from_machine(value, access):
    if access.source_machine is None:
        raise Unspecified("source machine: none given")
    if access.source_machine != value[0]:
        raise Refused("source machine: another one")


def if_present(value, access):
    relevant = False
    pairs = list(zip(value[0][::2], value[0][1::2]))
    for kind, body in pairs:
        try:
            allow_one(kind, body, access)
            relevant = True
        except Unspecified:
            continue
    if not relevant:
        subset(access.action, value[1], "otherwise")


MEMBER_FEATURES = {
    "wg": ALL, "domain": ALL, "site": ALL, "builder": ALL, "addon": ALL,
    "checks": ALL, "litefs-cloud": ALL, "membership": 1, "billing": 1,
    "deletion": 0, "document_signing": 0, "authentication": 0,
}


def is_member(_value, access):
    if access.feature is not None:
        mask = MEMBER_FEATURES.get(access.feature, 0)
        subset(access.action, mask, f"feature {access.feature} for members")


def anything(_value, _access):
    """Markers and attestations limit nothing."""


RULES = {
    "Organization": organization,
    "Volumes": resources("volume", "volume"),
    "Apps": resources("app", "app"),
    "ValidityWindow": validity_window,
    "FeatureSet": resources("feature", "feature"),
    "Mutations": mutations,
    "Machines": resources("machine", "machine"),
    "IsUser": anything,
    "IfPresent": if_present,
    "MachineFeatureSet": resources("machine_feature", "machine feature"),
    "FromMachineSource": from_machine,
    "Clusters": resources("cluster", "cluster"),
    "IsMember": is_member,
    "FlyioUserID": anything,
    "GitHubUserID": anything,
    "GoogleUserID": anything,
    "Action": action,
    "Commands": commands,
    "AppFeatureSet": resources("app_feature", "app feature"),
    "StorageObjects": resources("storage_object", "storage object", True),
}


def allow_one(kind, value, access):
    rule = RULES.get(FORMS[kind][0]) if kind in FORMS else None
    if rule is None:
        raise Refused(f"caveat type {kind} can't be judged here")
    rule(value, access)


def allow(caveats, access):
    """Raises Refused unless every (type, value) allows the access."""
    access.check()
    for kind, value in caveats:
        allow_one(kind, value, access)


def allows(caveats, access):
    try:
        allow(caveats, access)
    except Refused:
        return False
    return True


def expiry(caveats):
    """The earliest end of all validity windows, or None."""
    ends = []
    for kind, value in caveats:
        if kind == 4:
            ends.append(value[1])
        elif kind == 13:
            inner = list(zip(value[0][::2], value[0][1::2]))
            ends.append(expiry(inner))
    return min((e for e in ends if e is not None), default=None)
