"""pyproject.toml of every kind of project."""

import pytest

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.pypi.pyproject import parse
from sbom.source import SourceFile


def read(text: str) -> Inventory:
    return parse(SourceFile(path="pyproject.toml", content=text.encode()))


def by_name(inventory: Inventory) -> dict[str, Component]:
    return {c.name: c for c in inventory.components}


STANDARD = """[build-system]
requires = ["hatchling>=1.27"]

[project]
name = "Voorbeeld_App"
version = "1.4.0"
description = "Een voorbeeld"
requires-python = ">=3.11"
license = "EUPL-1.2"
license-files = ["LICENSE", "NOTICE"]
classifiers = [
    "Development Status :: 4 - Beta",
    "License :: OSI Approved :: European Union Public Licence 1.2 (EUPL 1.2)",
]
dependencies = [
    "django>=4.2,<5",
    'requests[socks]==2.32.0; python_version < "3.14"',
    "takje @ git+https://example.org/takje.git@main",
]

[project.optional-dependencies]
snel = ["uvloop"]
test = ["pytest>=8"]

[dependency-groups]
lint = ["ruff==0.6.0"]
dev = [{include-group = "lint"}, "ipython"]

[tool.uv]
dev-dependencies = ["oud-hulpje"]
constraint-dependencies = ["urllib3<3"]

[tool.uv.sources]
django = { git = "https://example.org/django.git", branch = "stable" }
ipython = { path = "../ipython" }
uvloop = [{ workspace = true }]
"""


def test_standard_metadata_is_the_root() -> None:
    root = read(STANDARD).components[0]
    assert root.purl == "pkg:pypi/voorbeeld-app@1.4.0"
    assert (root.roles, root.line, root.direct) == ((Role.ROOT,), 5, None)
    assert [(c.raw, c.source, c.line) for c in root.licenses] == [
        ("EUPL-1.2", "license", 9),
        (
            "License :: OSI Approved :: European Union Public Licence 1.2 (EUPL 1.2)",
            "classifier",
            13,
        ),
    ]
    assert dict(root.properties) == {
        "description": "Een voorbeeld",
        "license-file": "LICENSE, NOTICE",
        "requires-python": ">=3.11",
    }


def test_every_table_of_dependencies_is_read() -> None:
    inventory = read(STANDARD)
    assert inventory.issues == ()
    assert [
        (c.name, c.line, c.scope, c.version_kind, c.roles) for c in inventory.components[1:]
    ] == [
        ("django", 16, Scope.RUNTIME, VersionKind.UNRESOLVED, (Role.GIT,)),
        ("requests", 17, Scope.RUNTIME, VersionKind.EXACT, ()),
        ("takje", 18, Scope.RUNTIME, VersionKind.UNRESOLVED, (Role.GIT,)),
        ("uvloop", 22, Scope.OPTIONAL, VersionKind.ABSENT, (Role.WORKSPACE,)),
        ("pytest", 23, Scope.TEST, VersionKind.RANGE, ()),
        ("ruff", 26, Scope.DEV, VersionKind.EXACT, ()),
        ("ipython", 27, Scope.DEV, VersionKind.ABSENT, (Role.LOCAL,)),
        ("oud-hulpje", 30, Scope.DEV, VersionKind.ABSENT, ()),
        ("urllib3", 31, Scope.RUNTIME, VersionKind.RANGE, (Role.CONSTRAINT,)),
        ("hatchling", 2, Scope.BUILD, VersionKind.RANGE, ()),
    ]
    assert all(c.direct for c in inventory.components[1:])
    (edge,) = inventory.dependencies
    assert edge.ref == "voorbeeld-app"
    assert "requests@2.32.0" in edge.targets
    assert not {"urllib3", "hatchling"} & set(edge.targets)


POETRY = """[tool.poetry]
name = "voorbeeld"
version = "0.1.0"
license = "EUPL-1.2"

[tool.poetry.dependencies]
python = "^3.11"
django = "^4.2"
uvicorn = { version = ">=0.17", extras = ["standard"], optional = true }
hulpje = { path = "../hulpje", develop = true }
"ruamel.yaml" = "0.18.6"
numpy = [
    { version = "<2", python = "<3.12" },
    { version = ">=2", python = ">=3.12" },
]

[tool.poetry.dev-dependencies]
black = "*"

[tool.poetry.group.test.dependencies]
pytest = "8.0.0"

[tool.poetry.group.prod.dependencies]
gunicorn = "^22"
"""


def test_poetry() -> None:
    inventory = read(POETRY)
    assert inventory.issues == ()
    root = inventory.components[0]
    assert [(c.raw, c.source) for c in root.licenses] == [("EUPL-1.2", "license")]
    assert dict(root.properties) == {"requires-python": "^3.11"}
    assert [
        (c.name, c.line, c.scope, c.version, c.requirement) for c in inventory.components[1:]
    ] == [
        ("django", 8, Scope.RUNTIME, "", "^4.2"),
        ("uvicorn", 9, Scope.OPTIONAL, "", ">=0.17"),
        ("hulpje", 10, Scope.RUNTIME, "", ""),
        ("ruamel.yaml", 11, Scope.RUNTIME, "0.18.6", "0.18.6"),
        ("numpy", 12, Scope.RUNTIME, "", "<2"),
        ("numpy", 12, Scope.RUNTIME, "", ">=2"),
        ("black", 18, Scope.DEV, "", ""),
        ("pytest", 21, Scope.TEST, "8.0.0", "8.0.0"),
        ("gunicorn", 24, Scope.RUNTIME, "", "^22"),
    ]


def test_poetry_2_only_adds_a_source_to_what_project_lists() -> None:
    inventory = read(
        '[project]\nname = "v"\nversion = "1"\ndependencies = ["a>=1"]\n'
        '[tool.poetry.dependencies]\na = { source = "intern" }\n'
    )
    assert [c.name for c in inventory.components] == ["v", "a"]


def test_pdm_and_hatch() -> None:
    inventory = read(
        '[tool.pdm.dev-dependencies]\ntest = ["pytest", "-e file:///${PROJECT_ROOT}/sub#egg=sub"]\n'
        '[tool.pdm.resolution.overrides]\na = "1.0"\nb = ">=2"\n'
        '[tool.hatch.envs.docs]\ndependencies = ["mkdocs"]\nextra-dependencies = ["mike"]\n'
    )
    assert inventory.issues == ()
    assert [(c.name, c.scope, c.roles, c.version) for c in inventory.components] == [
        ("pytest", Scope.TEST, (), ""),
        ("sub", Scope.TEST, (Role.LOCAL,), ""),
        ("a", Scope.RUNTIME, (Role.CONSTRAINT,), "1.0"),
        ("b", Scope.RUNTIME, (Role.CONSTRAINT,), ""),
        ("mkdocs", Scope.DEV, (), ""),
        ("mike", Scope.DEV, (), ""),
    ]


@pytest.mark.parametrize(
    ("text", "claims", "files"),
    [
        ('license = { text = "MIT" }', [("MIT", "license.text")], ""),
        ('license = { file = "LICENSE.txt" }', [], "LICENSE.txt"),
        ('license-files = { paths = ["A"], globs = ["B*"] }', [], "A, B*"),
        ("license = 3", [], ""),
        ('license = ""', [], ""),
    ],
)
def test_licences(text: str, claims: list[tuple[str, str]], files: str) -> None:
    root = read(f'[project]\nname = "v"\nversion = "1"\n{text}\n').components[0]
    assert [(c.raw, c.source) for c in root.licenses] == claims
    assert dict(root.properties).get("license-file", "") == files


def test_dynamic_fields() -> None:
    inventory = read('[project]\nname = "v"\ndynamic = ["version", "dependencies"]\n')
    (root,) = inventory.components
    assert (root.version_kind, root.purl) == (VersionKind.ABSENT, "pkg:pypi/v")
    assert dict(root.properties)["dynamic"] == "dependencies, version"
    assert [(i.kind, i.line) for i in inventory.issues] == [(IssueKind.NOTE, 3)]


def test_mere_tool_configuration_is_rightly_empty() -> None:
    inventory = read("[tool.ruff]\nline-length = 100\n")
    assert (inventory.components, inventory.issues) == ((), ())
    assert not inventory.expects_components


def test_groups_that_include_nothing_or_themselves() -> None:
    inventory = read(
        '[dependency-groups]\na = [{include-group = "B"}]\nb = [{include-group = "a"}]\n'
        'c = [{include-group = "weg"}, 3]\nd = "x"\n'
    )
    assert sorted((i.subject, i.message[:30]) for i in inventory.issues) == [
        ("3", "requirement is not a string"),
        ("b", "includes group 'a', which incl"),
        ("c", "includes group 'weg', which is"),
        ("d", "dependency group is not a list"),
    ]


def test_a_malformed_requirement_loses_only_itself() -> None:
    inventory = read('[project]\nname = "v"\nversion = "1"\ndependencies = ["a==1", "b=>2"]\n')
    assert list(by_name(inventory)) == ["v", "a"]
    assert [(i.kind, i.subject, i.line) for i in inventory.issues] == [(IssueKind.ENTRY, "b=>2", 4)]


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(ParseError):
        read("geen toml")
