# SPDX-License-Identifier: MIT
"""What the GraphQL types look like to a given caller, as plain dicts."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timezone

PAGE = 50


def stamp(seconds):
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def user(person):
    return {
        "__typename": "User", "id": person.id, "email": person.email,
        "internalNumericId": person.number, "enablePaidHobby": False,
        "avatarUrl": "https://example.com/avatar.png", "name": None,
    }


def principal(caller):
    if caller.user:
        return user(caller.user)
    uuid = caller.tokens[0][0].uuid()
    return {
        "__typename": "Macaroon", "id": None,
        "email": f"{uuid}@tokens.fly.io", "name": None,
        "avatarUrl": "https://example.com/avatar.png",
    }


def organization(caller, org):
    def tokens(**page):
        """Organization-wide tokens only; app tokens are listed by app."""
        records = [r for r in caller.world.records
                   if r.organization is org and r.app is None]
        return connection([token(caller, r) for r in records], **page)

    return {
        "id": org.id, "internalNumericId": str(org.number),
        "slug": org.slug_for(caller.user), "rawSlug": org.slug,
        "name": org.name, "type": org.type, "paidPlan": False,
        "billable": True, "viewerRole": "admin",
        "limitedAccessTokens": tokens,
    }


def app(caller, one):
    def tokens(**page):
        records = [r for r in caller.world.records if r.app is one]
        return connection([token(caller, r) for r in records], **page)

    return {
        "id": one.id, "internalId": str(one.number), "name": one.name,
        "internalNumericId": one.number, "network": None,
        "organization": organization(caller, one.organization),
        "hostname": f"{one.name}.fly.dev", "cnameTarget": None,
        "deployed": True, "status": "deployed", "state": "DEPLOYED",
        "appUrl": f"https://{one.name}.fly.dev",
        "platformVersion": "machines",
        "role": {"__typename": "EmptyAppRole", "name": ""},
        "limitedAccessTokens": tokens,
    }


def token(caller, record, header=False):
    """A record; the header shows only in the answer that created it."""
    return {
        "createdAt": stamp(record.created), "id": record.id,
        "expiresAt": stamp(record.expires), "name": record.name,
        "organization": organization(caller, record.organization),
        "profile": record.profile, "profileParams": record.params,
        "revokedAt": stamp(record.revoked), "revokedBy": None,
        "token": record.kid.hex(), "user": user(record.user),
        "tokenHeader": record.header if header else None,
    }


def cursor(position):
    return urlsafe_b64encode(f"at:{position}".encode()).decode()


def position_of(text):
    return int(urlsafe_b64decode(text).partition(b":")[2])


def connection(nodes, after=None, before=None, first=None, last=None, **_):
    """One page of a list, the way GraphQL connections cut it."""
    start = position_of(after) + 1 if after else 0
    end = position_of(before) if before else len(nodes)
    if first is None and last is None:
        first = PAGE
    if first is not None:
        end = min(end, start + first)
    if last is not None:
        start = max(start, end - last)
    chosen = list(enumerate(nodes))[start:end]
    cursors = [cursor(position) for position, _ in chosen]
    return {
        "nodes": [node for _, node in chosen],
        "edges": [{"cursor": cursor(i), "node": node} for i, node in chosen],
        "totalCount": len(nodes),
        "pageInfo": {
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
            "hasNextPage": end < len(nodes), "hasPreviousPage": start > 0,
        },
    }
