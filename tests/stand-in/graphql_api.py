# SPDX-License-Identifier: MIT
"""The GraphQL endpoint: every query is checked against the schema."""

import logging
import os
import re

import graphql_views as views
import minting
from graphql import (
    GraphQLError, GraphQLString, build_ast_schema, execute, parse, validate,
)
from graphql.language import ast

logging.getLogger("graphql").setLevel(logging.CRITICAL)

SCHEMA_FILE = os.path.join(os.path.dirname(__file__), "schema.graphql")
TOKEN_FIELDS = re.compile(r"\b(token|tokenHeader)\b")
NO_ROOT_TOKEN = "Not authorized to access this dischargeroottoken"


class ApiError(GraphQLError):
    def __init__(self, message, code):
        super().__init__(message, extensions={"code": code})


def not_found(kind, name):
    return ApiError(f'Could not find {kind} "{name}"', "NOT_FOUND")


def viewer(_root, info):
    return views.principal(info.context)


def current_user(_root, info):
    return views.user(logged_in(info.context))


def logged_in(caller):
    if not caller.user:
        raise ApiError("Not authorized to access this user", "UNAUTHORIZED")
    return caller.user


def user_only_token(_root, _info):
    return False


def personal_organization(_root, info):
    return organization(_root, info, slug="personal")


def organization(_root, info, id=None, name=None, slug=None):
    caller, world = info.context, info.context.world
    if slug is not None:
        found = world.organization_by_slug(slug, caller.user)
    else:
        found = world.organization(**{"id": id} if id else {"name": name})
    if not found or not caller.sees_organization(found):
        raise not_found("Organization", slug or id or name)
    return views.organization(caller, found)


def organizations(_root, info, type=None, **page):
    caller = info.context
    shown = [o for o in caller.world.organizations
             if caller.sees_organization(o) and type in (None, o.type)]
    for other in ("admin", "withBillingIssuesOnly"):
        page.pop(other, None)
    nodes = [views.organization(caller, o) for o in shown]
    return views.connection(nodes, **page)


def app(_root, info, name=None, id=None, internalId=None, key=None):
    caller, world = info.context, info.context.world
    if id is not None:
        found = world.app(id=id)
    elif internalId is not None:
        found = world.app(number=int(internalId))
    else:
        found = world.app(name=name)
    if not found or not caller.sees_app(found):
        raise not_found("App", name or id or internalId or key or "")
    return views.app(caller, found)


def create_token(_root, info, input):
    caller, world = info.context, info.context.world
    if not caller.user:
        raise ApiError(NO_ROOT_TOKEN, "UNAUTHORIZED")
    org = world.organization(id=input["organizationId"])
    if not org or not caller.sees_organization(org):
        raise not_found("Organization", input["organizationId"])
    try:
        record = minting.create(
            world, caller.user, org, input["name"], input["profile"],
            input.get("profileParams"), input.get("expiry"))
    except minting.BadRequest as error:
        raise ApiError(str(error), error.code) from error
    info.context.notes.update(record=record.id, profile=record.profile)
    return {"clientMutationId": input.get("clientMutationId"),
            "limitedAccessToken": views.token(caller, record, header=True)}


def delete_token(_root, info, input):
    caller, world = info.context, info.context.world
    if input.get("id"):
        record = world.record(id=input["id"])
    else:
        root = input.get("token") or ""
        record = next((r for r in world.records if r.kid.hex() == root), None)
    number = record.organization.number if record else None
    if not record or not caller.may("w", org=number):
        raise not_found("LimitedAccessToken", input.get("id") or "")
    world.revoke(record.id)
    info.context.notes.update(record=record.id)
    return {"clientMutationId": input.get("clientMutationId"),
            "revokedBy": input.get("revokedBy"), "token": record.kid.hex()}


def log_out(_root, info, input):
    """Ends that session and no other of the person."""
    if info.context.login:
        info.context.login.ended = True
    return {"clientMutationId": input.get("clientMutationId"), "ok": True}


def listed_tokens(view, _info, **page):
    return view["limitedAccessTokens"](**page)


RESOLVERS = {
    "App.limitedAccessTokens": listed_tokens,
    "Organization.limitedAccessTokens": listed_tokens,
    "Queries.app": app,
    "Queries.currentUser": current_user,
    "Queries.organization": organization,
    "Queries.organizations": organizations,
    "Queries.personalOrganization": personal_organization,
    "Queries.userOnlyToken": user_only_token,
    "Queries.viewer": viewer,
    "Mutations.createLimitedAccessToken": create_token,
    "Mutations.deleteLimitedAccessToken": delete_token,
    "Mutations.logOut": log_out,
}


def literal(node):
    if isinstance(node, ast.ListValue):
        return [literal(value) for value in node.values]
    if isinstance(node, ast.ObjectValue):
        return {f.name.value: literal(f.value) for f in node.fields}
    if isinstance(node, ast.IntValue):
        return int(node.value)
    if isinstance(node, ast.FloatValue):
        return float(node.value)
    if isinstance(node, ast.Variable):
        raise GraphQLError("a JSON literal takes no variables here")
    return node.value


def only_text(value):
    """The library would take a number for a String; Fly does not."""
    return value if isinstance(value, str) else None


def load():
    with open(SCHEMA_FILE, encoding="utf-8") as file:
        schema = build_ast_schema(parse(file.read()))
    for name in ("JSON", "BigInt", "ISO8601DateTime"):
        scalar = schema.get_type(name)
        scalar.serialize = scalar.parse_value = lambda value: value
        scalar.parse_literal = literal
    GraphQLString.parse_value = only_text
    for name in ("Principal", "AppRole", "Node"):
        schema.get_type(name).resolve_type = by_type_name
    for name, function in RESOLVERS.items():
        kind, field = name.split(".")
        schema.get_type(kind).fields[field].resolver = function
    return schema


def by_type_name(value, info):
    return info.schema.get_type(value["__typename"])


class Request:
    """A parsed request: known operations first, then the answer."""

    def __init__(self, schema, body):
        self.schema, self.document, self.errors = schema, None, []
        self.variables, self.operations = {}, ["malformed"]
        self.asks_for_tokens = False
        try:
            self.read(body)
        except GraphQLError as error:
            self.errors = [{"message": error.message}]

    def read(self, body):
        if not isinstance(body, dict) or not isinstance(
                body.get("query"), str):
            raise GraphQLError("No query string was present")
        self.document = parse(body["query"])
        self.asks_for_tokens = bool(TOKEN_FIELDS.search(body["query"]))
        roots = [d for d in self.document.definitions
                 if isinstance(d, ast.OperationDefinition)]
        if len(roots) != 1:
            raise GraphQLError("exactly one operation is expected")
        fields = roots[0].selection_set.selections
        self.operations = [f.name.value for f in fields if f.name]
        self.errors = [{"message": e.message}
                       for e in validate(self.schema, self.document)]
        self.variables = body.get("variables") or {}
        declared = {d.variable.name.value
                    for d in roots[0].variable_definitions or []}
        for name in set(self.variables) - declared:
            self.errors.append({"message": f"Unknown variable ${name}"})

    def answer(self, caller):
        if self.errors:
            return {"errors": self.errors}
        if caller.kind == "none":
            return refusal("You must be authenticated to view this.",
                           "UNAUTHORIZED")
        try:
            result = execute(self.schema, self.document,
                             context_value=caller,
                             variable_values=self.variables)
        except GraphQLError as error:
            return {"errors": [{"message": error.message}]}
        reply = {"data": result.data}
        if result.errors:
            reply["errors"] = [described(e) for e in result.errors]
        return reply


def refusal(message, code):
    error = {"message": message, "extensions": {"code": code}}
    return {"data": None, "errors": [error]}


def described(error):
    original = getattr(error, "original_error", error)
    entry = {"message": str(error), "path": getattr(error, "path", None)}
    extensions = getattr(original, "extensions", None)
    entry["extensions"] = extensions or {"code": "SERVER_ERROR"}
    return entry
