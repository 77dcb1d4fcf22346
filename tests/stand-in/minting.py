# SPDX-License-Identifier: MIT
"""createLimitedAccessToken's work: records and real macaroons for them."""

import durations
from caveat_forms import ALL, TYPES, caveat
from macaroon import AUTHENTICATION, PERMISSION, Macaroon, discharge

DEFAULT_LIFE = 175200 * 3600
READ = 1
READ_PROFILES = ("identity", "flynthetics_read", "registry_token")


class BadRequest(Exception):
    """An input that the API refuses; has its error code."""

    def __init__(self, message, code="INVALID"):
        super().__init__(message)
        self.code = code


def life_of(world, expiry):
    try:
        life = durations.seconds(expiry) if expiry else DEFAULT_LIFE
    except ValueError as error:
        raise BadRequest(str(error)) from error
    if life <= 0:
        raise BadRequest("Expiry must be in the future")
    return life if world.life is None else min(life, world.life)


def limits_for(world, profile, params, organization):
    """(app, caveats after the third-party caveat) of a profile."""
    params = params or {}
    if profile == "deploy":
        app = world.app(id=params.get("app_id"))
        if not app or app.organization is not organization:
            raise BadRequest("Could not find App", "NOT_FOUND")
        inner = [TYPES["Apps"], [{app.number: ALL}],
                 TYPES["FeatureSet"], [{"builder": ALL, "wg": ALL}]]
        return app, [caveat("IfPresent", [inner, READ])]
    if profile == "deploy_organization":
        return None, []
    if profile == "litefs_cloud":
        if not isinstance(params.get("cluster"), str):
            raise BadRequest("cluster is missing in profileParams")
        inner = [TYPES["Clusters"], [{params["cluster"]: ALL}],
                 TYPES["FeatureSet"], [{"litefs-cloud": ALL}]]
        return None, [caveat("IfPresent", [inner, READ])]
    if profile in READ_PROFILES:
        return None, [caveat("Action", READ)]
    raise BadRequest(f'Unknown profile "{profile}"')


def create(world, user, organization, name, profile, params, expiry):
    """A new record whose header holds the token, and its discharge unless
    that is to be fetched."""
    app, limits = limits_for(world, profile, params, organization)
    life, now = life_of(world, expiry), world.now()
    record = world.add_record(
        name=name, profile=profile, params=params, organization=organization,
        user=user, app=app, created=now, expires=now + life)
    token = Macaroon.mint(record.root_key, record.kid, PERMISSION)
    token.append(*caveat("Organization", [organization.number, ALL]))
    included = world.discharge == "included"
    location = AUTHENTICATION if included else world.discharge_location
    ticket = token.add_third_party(location, world.discharge_key)
    for kind, body in limits:
        token.append(kind, body)
    record.uuid = str(token.uuid())
    record.header = f"FlyV1 {token.text()}"
    if not included:
        return record
    window = caveat("ValidityWindow", [int(now), int(record.expires)])
    proof = discharge(world.discharge_key, AUTHENTICATION, ticket,
                      [window, caveat("FlyioUserID", user.number)])
    record.header += f",{proof.text()}"
    return record
