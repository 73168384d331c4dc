"""uv.lock."""

import timeit
import tomllib

import pytest

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.pypi.uv_lock import parse
from sbom.source import SourceFile

LOCK = (
    """version = 1
revision = 3
requires-python = ">=3.11"

[manifest]
members = [
    "voorbeeld",
    "voorbeeld-kern",
]

[[package]]
name = "anyio"
version = "4.7.0"
source = { registry = "https://gebruiker:geheim@example.org/simple" }
dependencies = [
    { name = "idna" },
    { name = "typing-extensions", marker = "python_full_version < '3.13'" },
]
sdist = { url = "https://example.org/anyio-4.7.0.tar.gz", hash = "sha256:@A", size = 163127 }
wheels = [
    { url = "https://example.org/anyio-4.7.0-py3-none-any.whl", hash = "sha256:@B", size = 93052, upload-time = "2024-12-05T15:42:06.492Z" },
]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://example.org/simple" }

[[package]]
name = "numpy"
version = "1.26.0"
source = { registry = "https://example.org/simple" }
resolution-markers = [
    "python_full_version < '3.12'",
]

[[package]]
name = "numpy"
version = "2.2.0"
source = { registry = "https://example.org/simple" }
resolution-markers = [
    "python_full_version >= '3.12'",
]

[[package]]
name = "pytest"
version = "8.3.4"
source = { registry = "https://example.org/simple" }

[[package]]
name = "ruff"
version = "0.8.1"
source = { git = "https://example.org/ruff?tag=0.8.1#@C" }

[[package]]
name = "typing-extensions"
version = "4.12.2"
source = { url = "https://example.org/typing_extensions-4.12.2-py3-none-any.whl" }

[[package]]
name = "uvloop"
version = "0.21.0"
source = { registry = "https://example.org/simple" }

[[package]]
name = "voorbeeld"
source = { editable = "." }
dependencies = [
    { name = "anyio", extra = ["trio"] },
    { name = "numpy", version = "2.2.0", source = { registry = "https://example.org/simple" }, marker = "python_full_version >= '3.12'" },
    { name = "voorbeeld-kern" },
]

[package.optional-dependencies]
snel = [
    { name = "uvloop" },
]

[package.dev-dependencies]
dev = [
    { name = "ruff" },
]
test = [
    { name = "pytest" },
]

[package.metadata]
requires-dist = [{ name = "anyio", extras = ["trio"], specifier = ">=4" }]

[[package]]
name = "voorbeeld-kern"
version = "0.1.0"
source = { virtual = "kern" }

[[package]]
name = "zijspoor"
version = "1.0"
source = { directory = "../zijspoor" }
""".replace("@A", "a" * 64)
    .replace("@B", "b" * 64)
    .replace("@C", "c" * 40)
)


def read(text: str) -> Inventory:
    return parse(SourceFile(path="uv.lock", content=text.encode()))


def by_ref(inventory: Inventory) -> dict[str, Component]:
    return {c.ref: c for c in inventory.components}


def test_scope_and_direct_follow_from_the_members() -> None:
    found = by_ref(read(LOCK))
    assert {r: (c.scope, c.direct) for r, c in found.items()} == {
        "anyio@4.7.0": (Scope.RUNTIME, True),
        "idna@3.10": (Scope.RUNTIME, False),
        "numpy@1.26.0": (Scope.UNKNOWN, False),
        "numpy@2.2.0": (Scope.RUNTIME, True),
        "pytest@8.3.4": (Scope.TEST, True),
        "ruff@0.8.1": (Scope.DEV, True),
        "typing-extensions@4.12.2": (Scope.RUNTIME, False),
        "uvloop@0.21.0": (Scope.OPTIONAL, True),
        "voorbeeld": (Scope.RUNTIME, None),
        "voorbeeld-kern@0.1.0": (Scope.RUNTIME, True),
        "zijspoor@1.0": (Scope.UNKNOWN, False),
    }


def test_sources_are_roles() -> None:
    found = by_ref(read(LOCK))
    assert {r: c.roles for r, c in found.items() if c.roles} == {
        "ruff@0.8.1": (Role.GIT,),
        "typing-extensions@4.12.2": (Role.URL,),
        "voorbeeld": (Role.ROOT,),
        "voorbeeld-kern@0.1.0": (Role.WORKSPACE,),
        "zijspoor@1.0": (Role.LOCAL,),
    }
    ruff = found["ruff@0.8.1"]
    assert ruff.download == "https://example.org/ruff"
    assert dict(ruff.properties) == {"commit": "c" * 40, "reference": "0.8.1"}
    assert ruff.purl.endswith("ruff%40" + "c" * 40)
    assert found["voorbeeld"].version_kind is VersionKind.ABSENT
    assert found["voorbeeld-kern@0.1.0"].module == "kern"


def test_files_give_hashes_and_download() -> None:
    anyio = by_ref(read(LOCK))["anyio@4.7.0"]
    assert anyio.hashes == (("SHA-256", "a" * 64), ("SHA-256", "b" * 64))
    assert anyio.download == "https://example.org/anyio-4.7.0.tar.gz"
    assert dict(anyio.properties) == {"registry": "https://example.org/simple"}
    assert anyio.line == 11


def test_edges_and_version() -> None:
    inventory = read(LOCK)
    edges = {d.ref: d.targets for d in inventory.dependencies}
    assert edges["anyio@4.7.0"] == ("idna@3.10", "typing-extensions@4.12.2")
    assert edges["voorbeeld"] == (
        "anyio@4.7.0",
        "numpy@2.2.0",
        "pytest@8.3.4",
        "ruff@0.8.1",
        "uvloop@0.21.0",
        "voorbeeld-kern@0.1.0",
    )
    assert inventory.format_version == "1"


def test_a_file_that_needs_tomllib_gives_the_same() -> None:
    slow = LOCK.replace('version = "4.7.0"', 'version = "4.7.0"\nx = """\n"""')
    lines = [c.line for c in read(slow).components]
    assert [(c.purl, c.scope, c.hashes, c.download, c.roles) for c in read(slow).components] == [
        (c.purl, c.scope, c.hashes, c.download, c.roles) for c in read(LOCK).components
    ]
    assert lines[0] == 11
    assert lines[1] == (read(LOCK).components[1].line or 0) + 2


def test_without_a_member_everything_is_runtime() -> None:
    (component,) = read('version = 1\n[[package]]\nname = "a"\nversion = "1"\n').components
    assert (component.scope, component.direct) == (Scope.RUNTIME, None)


def test_a_script_lock_names_what_is_asked_for() -> None:
    text = (
        'version = 1\n[manifest]\nrequirements = [{ name = "a", specifier = ">=1" }]\n\n'
        '[[package]]\nname = "a"\nversion = "1"\n\n[[package]]\nname = "b"\nversion = "1"\n'
    )
    assert [(c.scope, c.direct) for c in read(text).components] == [
        (Scope.RUNTIME, True),
        (Scope.UNKNOWN, False),
    ]


def test_reading_costs_a_fraction_of_tomllib() -> None:
    wheel = (
        '    { url = "https://example.org/%d/%d.whl", hash = "sha256:'
        + "a" * 64
        + '", size = 9 },\n'
    )
    text = "version = 1\n"
    for i in range(150):
        text += f'\n[[package]]\nname = "p{i}"\nversion = "1"\ndependencies = [\n    {{ name = "p{i + 1}" }},\n]\n'
        text += "wheels = [\n" + "".join(wheel % (i, k) for k in range(8)) + "]\n"
    ours = min(timeit.repeat(lambda: read(text), number=1, repeat=5))
    theirs = min(timeit.repeat(lambda: tomllib.loads(text), number=1, repeat=3))
    assert ours < theirs / 2


def test_empty_and_damaged() -> None:
    assert not read("version = 1\n").expects_components
    for text in ("", "geen toml", "package = 1\n"):
        with pytest.raises(ParseError):
            read(text)


def test_an_entry_without_a_name_loses_only_itself() -> None:
    inventory = read('[[package]]\nversion = "1"\n\n[[package]]\nname = "a"\nversion = "1"\n')
    assert [c.name for c in inventory.components] == ["a"]
    assert [(i.kind.value, i.line) for i in inventory.issues] == [("entry", 1)]


@pytest.mark.parametrize(("kind", "stated"), [("virtual", "true"), ("editable", None)])
def test_a_project_that_is_never_built_says_so(kind: str, stated: str | None) -> None:
    text = f'version = 1\n\n[[package]]\nname = "loket"\nversion = "1.0"\nsource = {{ {kind} = "." }}\n'
    (root,) = read(text).components
    assert root.roles == (Role.ROOT,)
    assert dict(root.properties).get("virtual") == stated
