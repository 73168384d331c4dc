"""pylock.toml (PEP 751)."""

from sbom.component import Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.parsers.pypi.pylock import parse
from sbom.source import SourceFile

A, B, C = "a" * 64, "b" * 64, "c" * 40
LOCK = f"""lock-version = "1.0"
created-by = "uv"
extras = ["snel"]
dependency-groups = ["dev", "test"]
default-groups = ["standaard"]

[[packages]]
name = "attrs"
version = "25.1.0"
index = "https://example.org/simple"
sdist = {{ url = "https://example.org/attrs-25.1.0.tar.gz", size = 12, hashes = {{ sha256 = "{A}" }} }}
wheels = [{{ url = "https://example.org/attrs-25.1.0-py3-none-any.whl", hashes = {{ sha256 = "{B}" }} }}]
dependencies = [{{ name = "idna" }}]

[[packages]]
name = "idna"
version = "3.10"
marker = "'test' in dependency_groups or 'snel' in extras"
wheels = [
    {{ url = "https://example.org/idna-3.10-py3-none-any.whl", upload-time = 2024-09-15T18:07:37Z, size = 70442, hashes = {{ sha256 = "{A}" }} }},
    {{ url = "https://example.org/idna-3.10-py2-none-any.whl", upload-time = 2024-09-15T18:07:37Z, size = 70442, hashes = {{ sha256 = "{B}" }} }},
]

[[packages]]
name = "takje"
marker = "'dev' in dependency_groups"

[packages.vcs]
type = "git"
url = "https://example.org/takje.git"
requested-revision = "main"
commit-id = "{C}"

[[packages]]
name = "voorbeeld"
directory = {{ path = ".", editable = true }}

[[packages]]
name = "boogje"
marker = "'standaard' in dependency_groups"
archive = {{ url = "https://example.org/boogje-1.2.zip", hashes = {{ sha256 = "{A}" }} }}
"""


def read(text: str) -> Inventory:
    return parse(SourceFile(path="pylock.toml", content=text.encode()))


def test_every_kind_of_source() -> None:
    inventory = read(LOCK)
    assert [
        (c.name, c.version, c.version_kind, c.scope, c.roles) for c in inventory.components
    ] == [
        ("attrs", "25.1.0", VersionKind.EXACT, Scope.RUNTIME, ()),
        ("idna", "3.10", VersionKind.EXACT, Scope.OPTIONAL, ()),
        ("takje", "", VersionKind.ABSENT, Scope.DEV, (Role.GIT,)),
        ("voorbeeld", "", VersionKind.ABSENT, Scope.RUNTIME, (Role.ROOT,)),
        ("boogje", "1.2", VersionKind.EXACT, Scope.RUNTIME, (Role.URL,)),
    ]
    attrs, idna, takje, _, boogje = inventory.components
    assert attrs.hashes == idna.hashes == (("SHA-256", A), ("SHA-256", B))
    assert attrs.download == "https://example.org/attrs-25.1.0.tar.gz"
    assert boogje.hashes == (("SHA-256", A),)
    assert takje.purl == f"pkg:pypi/takje?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Ftakje.git%40{C}"
    assert [(d.ref, d.targets) for d in inventory.dependencies] == [
        ("attrs@25.1.0", ("idna@3.10",))
    ]
    assert inventory.format_version == "1.0"


def test_packages_as_an_inline_array() -> None:
    inventory = read(
        'lock-version = "1.0"\npackages = [{ name = "a", version = "1" }, { version = "2" }]\n'
    )
    assert [c.purl for c in inventory.components] == ["pkg:pypi/a@1"]
    assert len(inventory.issues) == 1
