"""pdm.lock."""

from sbom.component import Role, Scope
from sbom.inventory import Inventory
from sbom.parsers.pypi.pdm_lock import parse
from sbom.source import SourceFile

A, C = "a" * 64, "c" * 40
LOCK = f"""[metadata]
groups = ["default", "dev", "test", "snel"]
strategy = ["inherit_metadata"]
lock_version = "4.5.0"
content_hash = "sha256:{A}"

[[package]]
name = "coverage"
version = "7.6.1"
requires_python = ">=3.8"
groups = ["test"]
files = [
    {{file = "coverage-7.6.1.tar.gz", hash = "sha256:{A}"}},
]

[[package]]
name = "coverage"
version = "7.6.1"
extras = ["toml"]
groups = ["default"]
dependencies = [
    "coverage==7.6.1",
    "tomli; python_full_version <= \\"3.11.0a6\\"",
]
files = [
    {{file = "coverage-7.6.1.tar.gz", hash = "sha256:{A}"}},
]

[[package]]
name = "tomli"
version = "2.0.1"
git = "https://example.org/tomli.git"
ref = "main"
revision = "{C}"
groups = ["dev"]

[[package]]
name = "hulp"
version = "0.1"
path = "./hulp"
groups = ["snel"]
"""


def read(text: str) -> Inventory:
    return parse(SourceFile(path="pdm.lock", content=text.encode()))


def test_extras_are_merged_and_groups_are_scopes() -> None:
    inventory = read(LOCK)
    assert [(c.ref, c.scope, c.roles) for c in inventory.components] == [
        ("coverage@7.6.1", Scope.RUNTIME, ()),
        ("tomli@2.0.1", Scope.DEV, (Role.GIT,)),
        ("hulp@0.1", Scope.OPTIONAL, (Role.LOCAL,)),
    ]
    first = inventory.components[0]
    assert dict(first.properties) == {"extras": "toml", "group": "default, test"}
    assert (first.hashes, first.line) == ((("SHA-256", A),), 7)
    assert [(d.ref, d.targets) for d in inventory.dependencies] == [
        ("coverage@7.6.1", ("tomli@2.0.1",))
    ]
    assert inventory.format_version == "4.5.0"


def test_older_locks_keep_files_apart_and_say_no_groups() -> None:
    inventory = read(
        '[[package]]\nname = "a"\nversion = "1"\n\n[package.dependencies]\nb = ">=1"\n\n'
        '[[package]]\nname = "b"\nversion = "1"\n\n[metadata]\nlock_version = "4.0"\n\n'
        f'[metadata.files]\n"a 1" = [\n    {{url = "https://example.org/a", hash = "sha256:{A}"}},\n]\n'
    )
    assert [(c.scope, len(c.hashes)) for c in inventory.components] == [
        (Scope.UNKNOWN, 1),
        (Scope.UNKNOWN, 0),
    ]
    assert inventory.dependencies[0].targets == ("b@1",)
