# SPDX-License-Identifier: MIT
"""The small world that the stand-in serves: users, organizations, apps,
token records, and the clock."""

import hashlib
import os
import secrets
import threading
import time
from base64 import b64encode
from dataclasses import dataclass, field

LOGIN_LETTERS = 43


def opaque(kind, number):
    """A node id that can be mistaken for neither a name nor a number, nor,
    having letters and digits only, for an option."""
    raw = hashlib.sha256(f"{kind}:{number}".encode()).digest()
    return b64encode(raw, b"Zz").decode()[:22]


@dataclass
class User:
    number: int
    email: str

    @property
    def id(self):
        return opaque("User", self.number)


@dataclass
class Login:
    """One session of a person; there may be several."""

    token: str
    user: User
    ended: bool = False


@dataclass
class Organization:
    number: int
    slug: str
    name: str
    type: str
    members: tuple

    @property
    def id(self):
        return opaque("Organization", self.number)

    def slug_for(self, user):
        """A person's own organization is called `personal` for that person."""
        own = self.type == "PERSONAL" and user in self.members
        return "personal" if own else self.slug


@dataclass
class App:
    number: int
    name: str
    organization: Organization

    @property
    def id(self):
        return opaque("App", self.number)


@dataclass
class Record:
    """One LimitedAccessToken; the root key is what verifies it."""

    id: str
    name: str
    profile: str
    params: dict | None
    organization: Organization
    user: User
    app: App | None
    created: float
    expires: float
    kid: bytes
    root_key: bytes
    header: str = ""
    uuid: str = ""
    revoked: float | None = None


@dataclass
class World:
    logins: tuple
    life: float | None = None
    shift: float = 0
    discharge: str = "included"  # how a token gets its own
    discharge_life: float | None = None
    discharge_location: str = ""  # where it is fetched from
    records: list = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self):
        dev = User(1001, "dev@example.com")
        ops = User(1002, "ops@example.com")
        self.users = [dev, ops]
        self.sessions = [Login(self.logins[0], dev),
                         Login(self.logins[1], ops)]
        personal = Organization(4720, "dev-12", "Dev", "PERSONAL", (dev,))
        acme = Organization(4721, "acme", "Acme", "SHARED", (dev, ops))
        other = Organization(4722, "other", "Other", "SHARED", (ops,))
        own = Organization(4723, "ops-34", "Ops", "PERSONAL", (ops,))
        self.organizations = [personal, acme, other, own]
        self.apps = [
            App(1234567, "shop", acme),
            App(7654321, "blog", acme),
            App(1111111, "lab", personal),
            App(2222222, "foreign", other),
        ]
        self.discharge_key = os.urandom(32)
        self.next_app = 3000001

    def now(self):
        return time.time() + self.shift

    def login(self, token):
        """The session that the token belongs to, unless it was ended."""
        for login in list(self.sessions):
            if secrets.compare_digest(login.token.encode(), token.encode()):
                return None if login.ended else login
        return None

    def add_login(self, user):
        """The token of a new session."""
        login = Login(random_login(), user)
        self.sessions.append(login)
        return login.token

    def user(self, **wanted):
        return find(self.users, wanted)

    def app(self, **wanted):
        return find(self.apps, wanted)

    def organization(self, **wanted):
        return find(self.organizations, wanted)

    def organization_by_slug(self, slug, user):
        for organization in self.organizations:
            if slug == organization.slug_for(user):
                return organization
        return self.organization(slug=slug)

    def record(self, **wanted):
        return find(self.records, wanted)

    def root_key(self, kid):
        """The key of a permission token, while its record is not revoked."""
        with self.lock:
            record = self.record(kid=kid)
        return record.root_key if record and not record.revoked else None

    def add_record(self, **values):
        with self.lock:
            number = len(self.records) + 1
            kid = number.to_bytes(4, "big") + os.urandom(4)
            record = Record(id=opaque("LimitedAccessToken", kid.hex()),
                            kid=kid, root_key=os.urandom(32), **values)
            self.records.append(record)
        return record

    def add_plain_records(self, count, slug):
        """Records of an organization's tokens that nobody holds."""
        organization, now = self.by_any_slug(slug), self.now()
        if not organization:
            raise KeyError(f"no organization {slug}")
        for number in range(count):
            self.add_record(
                name=f"plain {number}", profile="deploy_organization",
                params={}, organization=organization, user=self.users[0],
                app=None, created=now, expires=now + 3600 + number)

    def revoke(self, which):
        """One record, every record ("all"), or the logins of an e-mail."""
        with self.lock:
            user = self.user(email=which)
            if user:
                for login in self.sessions:
                    login.ended |= login.user is user
                return 1
            chosen = [r for r in self.records
                      if which in ("all", r.id) and not r.revoked]
            for record in chosen:
                record.revoked = self.now()
            return len(chosen)

    def move_app(self, name, slug):
        app, organization = self.app(name=name), self.by_any_slug(slug)
        if not app or not organization:
            raise KeyError(f"no app {name} or no organization {slug}")
        app.organization = organization

    def rename_app(self, name, new_name):
        with self.lock:
            app = self.app(name=name)
            if not app or self.app(name=new_name):
                raise KeyError(f"no app {name}, or {new_name} exists")
            app.name = new_name

    def delete_app(self, name):
        with self.lock:
            self.apps.remove(self.app(name=name))

    def create_app(self, name, slug):
        """A new app, also under a name that was deleted before."""
        organization = self.by_any_slug(slug)
        if not organization or self.app(name=name):
            raise KeyError(f"no organization {slug}, or {name} exists")
        with self.lock:
            self.apps.append(App(self.next_app, name, organization))
            self.next_app += 1

    def by_any_slug(self, slug):
        return self.organization_by_slug(slug, self.users[0])


def find(things, wanted):
    for thing in list(things):
        if all(getattr(thing, k) == v for k, v in wanted.items()):
            return thing
    return None


def random_login():
    return "fo1_" + secrets.token_urlsafe(LOGIN_LETTERS)[:LOGIN_LETTERS]


def login_token(path):
    """The login token in a file, made up and written there if absent."""
    try:
        with open(path, encoding="ascii") as file:
            return file.read().strip()
    except FileNotFoundError:
        token = random_login()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(token + "\n")
        return token
