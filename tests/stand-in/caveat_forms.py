# SPDX-License-Identifier: MIT
"""Caveats between their three forms: msgpack, Python values, Fly's JSON."""

import base64

from macaroon import Malformed, join_set, pack, split_set, unpack

ACTIONS = {"r": 1, "w": 2, "c": 4, "d": 8, "C": 16}
ALL = 31


def mask_text(mask):
    return "".join(letter for letter, bit in ACTIONS.items() if mask & bit)


def mask_of(text):
    return 0xFFFF if "*" in text else sum(
        bit for letter, bit in ACTIONS.items() if letter in text
    )


class Same:
    """A value that looks alike in all forms, if it has the right type."""

    def __init__(self, *types):
        self.types = types

    def read(self, value):
        if type(value) not in self.types:
            raise Malformed(f"unexpected {type(value).__name__} in a caveat")
        return value

    def json(self, value):
        return value

    def parse(self, value):
        return self.read(value)


class Mask(Same):
    def json(self, value):
        return mask_text(value)

    def parse(self, value):
        return mask_of(value)


class Bytes(Same):
    def read(self, value):
        value = value.encode() if isinstance(value, str) else value
        return super().read(value)

    def json(self, value):
        return base64.b64encode(value).decode()

    def parse(self, value):
        return base64.b64decode(value, validate=True)


class BigNumber(Bytes):
    """A number of any size, kept as big-endian bytes."""

    def json(self, value):
        return int.from_bytes(value, "big")

    def parse(self, value):
        return value.to_bytes((value.bit_length() + 7) // 8, "big")


class Struct:
    """An array of fields; in JSON an object with the given names."""

    def __init__(self, **fields):
        self.fields = fields

    def read(self, value):
        if not isinstance(value, list) or len(value) != len(self.fields):
            raise Malformed("a caveat has the wrong number of fields")
        return [f.read(v) for f, v in zip(self.fields.values(), value)]

    def json(self, value):
        pairs = zip(self.fields.items(), value)
        return {name: form.json(v) for (name, form), v in pairs}

    def parse(self, value):
        return [form.parse(value[name]) for name, form in self.fields.items()]


class Command(Struct):
    """`exact` is left out of the JSON where it is false."""

    def json(self, value):
        return {"args": value[0], **({"exact": True} if value[1] else {})}

    def parse(self, value):
        return [value["args"], value.get("exact", False)]


class Several:
    def __init__(self, form):
        self.form = form

    def read(self, value):
        if value is None:
            return None
        if not isinstance(value, list):
            raise Malformed("a list is missing in a caveat")
        return [self.form.read(v) for v in value]

    def json(self, value):
        return None if value is None else [self.form.json(v) for v in value]

    def parse(self, value):
        return None if value is None else [self.form.parse(v) for v in value]


class Resources:
    """A map from resource to mask, written in ascending order of keys."""

    def __init__(self, key):
        self.key = key

    def read(self, value):
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Malformed("a map is missing in a caveat")
        if any(type(k) is not self.key for k in value):
            raise Malformed("a map has keys of another type")
        return {k: MASK.read(value[k]) for k in sorted(value)}

    def json(self, value):
        if value is None:
            return None
        return {str(k): mask_text(v) for k, v in value.items()}

    def parse(self, value):
        if value is None:
            return None
        return self.read({self.key(k): mask_of(v) for k, v in value.items()})


class Nested:
    """A caveat set inside a caveat: [(type, value)]."""

    def read(self, value):
        if not isinstance(value, list) or len(value) % 2:
            raise Malformed("a nested caveat set is broken")
        pairs = zip(value[::2], value[1::2])
        return [x for k, v in pairs for x in (k, read_value(k, v))]

    def json(self, value):
        pairs = zip(value[::2], value[1::2])
        return [value_json(kind, v) for kind, v in pairs]

    def parse(self, value):
        return [x for caveat in value for x in parse_value(caveat)]


INT, TEXT, MASK = Same(int), Same(str), Mask(int)
NUMBERS, NAMES = Resources(int), Resources(str)
FORMS = {
    0: ("Organization", Struct(id=INT, mask=MASK)),
    2: ("Volumes", Struct(volumes=NAMES)),
    3: ("Apps", Struct(apps=NUMBERS)),
    4: ("ValidityWindow", Struct(not_before=INT, not_after=INT)),
    5: ("FeatureSet", Struct(features=NAMES)),
    6: ("Mutations", Struct(mutations=Several(TEXT))),
    7: ("Machines", Struct(machines=NAMES)),
    8: ("ConfineUser", Struct(id=INT)),
    9: ("ConfineOrganization", Struct(id=INT)),
    10: ("IsUser", Struct(uint64=INT)),
    11: ("3P", Struct(Location=TEXT, VerifierKey=Bytes(bytes),
                      Ticket=Bytes(bytes))),
    12: ("BindToParentToken", Bytes(bytes)),
    13: ("IfPresent", Struct(ifs=Nested(), **{"else": MASK})),
    14: ("MachineFeatureSet", Struct(features=NAMES)),
    15: ("FromMachineSource", Struct(id=TEXT)),
    16: ("Clusters", Struct(clusters=NAMES)),
    19: ("ConfineGoogleHD", TEXT),
    20: ("ConfineGitHubOrg", INT),
    21: ("MaxValidity", INT),
    22: ("IsMember", Struct()),
    23: ("FlyioUserID", INT),
    24: ("GitHubUserID", INT),
    25: ("GoogleUserID", BigNumber(bytes)),
    26: ("Action", MASK),
    27: ("Commands", Several(Command(args=Several(TEXT), exact=Same(bool)))),
    28: ("AppFeatureSet", Struct(features=NAMES)),
    29: ("StorageObjects", Struct(storage_objects=NAMES)),
    30: ("AllowedRoles", INT),
    31: ("FlySrc", Struct(organization=TEXT, app=TEXT, instance=TEXT)),
}
TYPES = {name: kind for kind, (name, _) in FORMS.items()}
TYPES.update(DeprecatedOrganization=0, DeprecatedApps=3, NoAdminFeatures=22)


def read_value(kind, value):
    return FORMS[kind][1].read(value) if kind in FORMS else value


def value_json(kind, value):
    if kind not in FORMS:
        raise Malformed(f"caveat type {kind} has no JSON form")
    name, form = FORMS[kind]
    return {"type": name, "body": form.json(value)}


def parse_value(caveat):
    kind = TYPES.get(caveat["type"])
    if kind is None:
        raise Malformed(f"unknown caveat type {caveat['type']}")
    return kind, FORMS[kind][1].parse(caveat["body"])


def read(kind, body):
    """The Python value of a raw body; of an unknown type, just its parts."""
    return read_value(kind, unpack(body))


def canonical(kind, body):
    """The bytes that count in the chain: known caveats are written anew."""
    return pack(read(kind, body)) if kind in FORMS else body


def caveat(name, value):
    """One caveat as (type, raw body), from its name and Python value."""
    return TYPES[name], pack(value)


def set_from_json(caveats):
    parsed = (parse_value(c) for c in caveats)
    return join_set([(kind, pack(value)) for kind, value in parsed])


def set_to_json(data):
    return [value_json(k, read(k, body)) for k, body in split_set(data)]
