# SPDX-License-Identifier: MIT
"""Who is calling, and what that caller may see and do."""

from dataclasses import dataclass, field

import bundle
import caveats
from caveat_forms import ACTIONS
from macaroon import AUTHENTICATION
from world import Login, User


@dataclass
class Caller:
    world: object
    user: User | None = None
    login: Login | None = None  # that the user is known by
    tokens: list = field(default_factory=list)  # [(macaroon, caveats)]
    problem: str = "no token"
    notes: dict = field(default_factory=dict)  # for the log

    @property
    def kind(self):
        if self.user:
            return "oauth"
        return "macaroon" if self.tokens else "none"

    def may(self, action, **resources):
        """Does the login's membership, or any one token, allow this?"""
        mask = sum(ACTIONS[letter] for letter in action)
        access = caveats.Access(mask, self.world.now(), **resources)
        if self.user:
            organization = self.world.organization(number=access.org)
            return bool(organization) and self.user in organization.members
        return any(caveats.allows(c, access) for _, c in self.tokens)

    def why_not(self, action, **resources):
        """The reason of each token, for an error message."""
        mask = sum(ACTIONS[letter] for letter in action)
        reasons = []
        for _, limits in self.tokens:
            try:
                access = caveats.Access(mask, self.world.now(), **resources)
                caveats.allow(limits, access)
            except caveats.Refused as error:
                reasons.append(str(error))
        return "; ".join(reasons)

    def sees_app(self, app):
        return self.may("r", org=app.organization.number, app=app.number)

    def sees_organization(self, organization):
        return self.may("r", org=organization.number)

    def expiry(self):
        """The latest end over the tokens; None for a login or no end."""
        ends = [caveats.expiry(limits) for _, limits in self.tokens]
        return None if None in ends or not ends else max(ends)


def in_force(limits, now):
    windows = [value for kind, value in limits if kind == 4]
    return all(start <= now <= end for start, end in windows)


def identify(world, text):
    """The caller behind an Authorization value, a password or a header."""
    macaroons, others = bundle.split(text or "")
    caller = Caller(world)
    for text in others:
        login = world.login(text)
        if login and not caller.login:
            caller.login, caller.user = login, login.user
    if others and not caller.user:
        caller.problem = "the login is not valid, or was logged out"
    if macaroons:
        trusted = {AUTHENTICATION: world.discharge_key,
                   world.discharge_location: world.discharge_key}
        good, problems = bundle.verify_all(macaroons, world.root_key, trusted)
        now = world.now()
        caller.tokens = [t for t in good if in_force(t[1], now)]
        expired = "the token has expired or is not valid yet"
        caller.problem = expired if good else problems[0]
    return caller

