"""bun.lock."""

import pytest

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.npm.bun_lock import parse
from sbom.source import SourceFile

DIGEST = "sha512-" + "A" * 86 + "=="
TEXT = f"""{{
  // gemaakt door een hulpmiddel
  "lockfileVersion": 1,
  "workspaces": {{
    "": {{
      "name": "loket",
      "dependencies": {{ "chalk": "^4.0.0", "bijnaam": "npm:echt@1.0.0", "kern": "workspace:*" }},
      "devDependencies": {{ "eslint": "^9.0.0" }},
      "optionalDependencies": {{ "fsevents": "2.0.0" }},
    }},
    "packages/kern": {{
      "name": "kern",
      "version": "0.1.0",
      "dependencies": {{ "ms": "^2" }},
    }},
  }},
  "overrides": {{ "ms": "2.1.3" }},
  "packages": {{
    "chalk": ["chalk@4.1.2", "", {{ "dependencies": {{ "ms": "^1.0.0" }} }}, "{DIGEST}"],

    "bijnaam": ["echt@1.0.0", "", {{}}, "{DIGEST}"],

    "kern": ["kern@workspace:packages/kern"],

    "eslint": ["eslint@9.0.0", "", {{ "dependencies": {{ "@s/hulp": "1" }} }}, "{DIGEST}"],

    "@s/hulp": ["@s/hulp@github:gemeente/hulp#0123456", {{}}, "gemeente-hulp-0123456"],

    "fsevents": ["fsevents@2.0.0", "", {{ "os": "darwin" }}, "{DIGEST}"],

    "ms": ["ms@2.1.3", "", {{}}, "{DIGEST}"],

    "chalk/ms": ["ms@1.0.0", "", {{}}, "{DIGEST}"],

    "stuk": [123, "", {{}}],
  }}
}}
"""


@pytest.fixture(scope="module")
def read() -> Inventory:
    return parse(SourceFile(path="bun.lock", content=TEXT.encode()))


def by_ref(read: Inventory, ref: str) -> Component:
    return next(c for c in read.components if c.ref == ref)


def test_every_entry_with_scope_and_line(read: Inventory) -> None:
    assert [(c.ref, c.name, c.version, c.scope, c.line) for c in read.components] == [
        (".", "loket", "", Scope.RUNTIME, 5),
        ("packages/kern", "kern", "0.1.0", Scope.RUNTIME, 11),
        ("chalk", "chalk", "4.1.2", Scope.RUNTIME, 19),
        ("bijnaam", "echt", "1.0.0", Scope.RUNTIME, 21),
        ("eslint", "eslint", "9.0.0", Scope.DEV, 25),
        ("@s/hulp", "@s/hulp", "", Scope.DEV, 27),
        ("fsevents", "fsevents", "2.0.0", Scope.OPTIONAL, 29),
        ("ms", "ms", "2.1.3", Scope.RUNTIME, 31),
        ("chalk/ms", "ms", "1.0.0", Scope.RUNTIME, 33),
        ("overrides/ms", "ms", "2.1.3", Scope.UNKNOWN, None),
    ]


def test_roles(read: Inventory) -> None:
    assert by_ref(read, ".").roles == (Role.ROOT,)
    assert by_ref(read, "packages/kern").roles == (Role.WORKSPACE,)
    assert by_ref(read, "bijnaam").roles == (Role.ALIAS,)
    assert by_ref(read, "fsevents").roles == (Role.PLATFORM,)
    git = by_ref(read, "@s/hulp")
    assert (git.roles, git.version_kind) == ((Role.GIT,), VersionKind.ABSENT)
    assert dict(git.properties)["commit"] == "0123456"


def test_edges_follow_the_nearest_entry(read: Inventory) -> None:
    edges = {d.ref: d.targets for d in read.dependencies}
    assert edges["chalk"] == ("chalk/ms",)
    assert edges["packages/kern"] == ("ms",)
    assert by_ref(read, "ms").direct
    assert not by_ref(read, "chalk/ms").direct


def test_integrity_and_issues(read: Inventory) -> None:
    assert by_ref(read, "chalk").hashes == (("SHA-512", "0" * 128),)
    assert [(i.subject, i.line) for i in read.issues] == [("stuk", 35)]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"lockfileVersion": "x"}'])
def test_what_is_no_lock_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="bun.lock", content=content))
