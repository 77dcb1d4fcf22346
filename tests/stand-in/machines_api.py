# SPDX-License-Identifier: MIT
"""The little of the Machines API that shows what a token may do."""

import base64

import caveats
from callers import identify
from caveat_forms import mask_of, set_to_json
from macaroon import join_set

NAMES = {
    "app_feature": "app_feature", "org_feature": "feature",
    "machine_id": "machine", "volume_id": "volume",
    "machine_feature": "machine_feature", "mutation": "mutation",
    "source_machine": "source_machine", "command": "command",
    "storage_object": "storage_object", "cluster": "cluster",
}


def problem(status, text):
    return status, {"error": text}


def app_view(app):
    org = app.organization
    return {
        "id": app.id, "name": app.name, "internal_numeric_id": app.number,
        "network": "default", "status": "deployed",
        "organization": {"name": org.name, "slug": org.slug,
                         "internal_numeric_id": org.number},
    }


def apps(world, caller, method, name, rest):
    """GET of an app; GET and POST of its machines."""
    if caller.kind == "none":
        return problem(401, f"Authenticate: {caller.problem}")
    app = world.app(name=name)
    if not app:
        return problem(404, f"app {name} not found")
    where = {"org": app.organization.number, "app": app.number}
    if rest == "":
        wanted, answer = "r", app_view(app)
    elif rest == "machines" and method == "GET":
        wanted, answer = "r", []
        where["machine"] = "any"
    elif rest == "machines" and method == "POST":
        wanted, answer = "c", {"id": "4d89140c0e7987", "state": "created"}
        where["machine"] = "any"
    else:
        return problem(404, "not found")
    if not caller.may(wanted, **where):
        return problem(403, "unauthorized: " + caller.why_not(wanted, **where))
    return 200, answer


def verified(macaroon):
    return {
        "caveats": set_to_json(join_set(macaroon.caveats)),
        "permission_token": base64.b64encode(macaroon.encode()).decode(),
    }


def authenticate(world, body):
    caller = identify(world, body.get("header", ""))
    if not caller.tokens:
        return problem(401, caller.problem)
    return 200, [verified(macaroon) for macaroon, _ in caller.tokens]


def authorize(world, body):
    """May the tokens in `header` do what `access` describes by names?"""
    caller = identify(world, body.get("header", ""))
    if not caller.tokens:
        return problem(401, caller.problem)
    wanted = dict(body.get("access") or {})
    access = caveats.Access(mask_of(wanted.pop("action", "")), world.now())
    app_name, slug = wanted.pop("app_name", None), wanted.pop("org_slug", None)
    if app_name is not None:
        app = world.app(name=app_name)
        if not app:
            return problem(404, f"app {app_name} not found")
        access.app, access.org = app.number, app.organization.number
    if slug is not None:
        org = world.organization(slug=slug)
        if not org or access.org not in (None, org.number):
            return problem(404, f"organization {slug} not found")
        access.org = org.number
    if set(wanted) - set(NAMES):
        return problem(400, "unknown fields in access")
    for name, value in wanted.items():
        setattr(access, NAMES[name], value)
    return decide(caller, access, body["access"])


def decide(caller, access, asked):
    reasons = []
    for macaroon, limits in caller.tokens:
        try:
            caveats.allow(limits, access)
        except caveats.Refused as error:
            reasons.append(str(error))
            continue
        return 200, {"access": asked,
                     "verified_token": verified(macaroon)}
    return problem(403, "unauthorized: " + "; ".join(reasons))
