# SPDX-License-Identifier: MIT
"""/control: what tests and the demo change while the stand-in runs."""


def state(server):
    world = server.world
    return {
        "life": world.life, "clock": world.shift,
        "apps": {str(a.number): a.name for a in world.apps},
        "organizations": {str(o.number): o.slug
                          for o in world.organizations},
        "records": [{"id": r.id, "name": r.name, "profile": r.profile,
                     "organization": r.organization.slug,
                     "app": r.app.name if r.app else None,
                     "uuid": r.uuid, "expires": int(r.expires),
                     "revoked": r.revoked is not None}
                    for r in world.records],
        "cli_sessions": server.cli_sessions.state(),
        "discharges": server.discharges.state(),
        "logins": [{"user": login.user.email, "ended": login.ended}
                   for login in world.sessions],
    }


def changes(server):
    world = server.world
    return {
        "life": lambda value: setattr(world, "life", value),
        "clock": lambda value: setattr(world, "shift", value),
        "revoke": world.revoke,
        "move_app": lambda value: world.move_app(*value),
        "rename_app": lambda value: world.rename_app(*value),
        "delete_app": world.delete_app,
        "create_app": lambda value: world.create_app(*value),
        "add_records": lambda value: world.add_plain_records(*value),
        "pkce": lambda value: setattr(server.cli_sessions, "pkce", value),
        "approve": server.cli_sessions.approve,
        "expire_cli_sessions": server.cli_sessions.expire,
        "discharge": server.discharges.choose,
        "discharge_life": lambda value: setattr(world, "discharge_life",
                                                value),
        "discharge_location": server.discharges.move,
        "approve_discharge": server.discharges.approve,
        "fault": server.faults.add,
        "faults": server.faults.replace,
    }


def answer(server, method, body):
    """GET tells the state; POST applies every member of the object."""
    if method == "GET":
        return 200, state(server)
    known = changes(server)
    if not isinstance(body, dict) or set(body) - set(known):
        return 400, {"error": f"expected an object of {', '.join(known)}"}
    for name, value in body.items():
        try:
            known[name](value)
        except (LookupError, TypeError, ValueError) as error:
            return 400, {"error": f"{name}: {error}"}
    return 200, {"ok": True}
