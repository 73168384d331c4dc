"""pip requirements files in every layout."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.pypi.requirements import parse
from sbom.source import SourceFile


def read(text: str, path: str = "requirements.txt") -> Inventory:
    return parse(SourceFile(path=path, content=text.encode()))


def one(text: str, path: str = "requirements.txt") -> Component:
    inventory = read(text, path)
    assert inventory.issues == ()
    (component,) = inventory.components
    return component


def test_a_pin_is_exact() -> None:
    component = one("# kop\nDjango_Rest==4.2.1  # uitleg\n")
    assert component.purl == "pkg:pypi/django-rest@4.2.1"
    assert (component.name, component.version, component.line) == ("Django_Rest", "4.2.1", 2)
    assert component.version_kind is VersionKind.EXACT
    assert component.direct is None


@pytest.mark.parametrize(
    ("text", "kind", "version"),
    [
        ("a", VersionKind.ABSENT, ""),
        ("a>=1,<2", VersionKind.RANGE, ""),
        ("a==1.*", VersionKind.RANGE, ""),
        ("a~=1.1", VersionKind.RANGE, ""),
        ("a===1.0-eigen", VersionKind.EXACT, "1.0-eigen"),
        ("a==${VERSIE}", VersionKind.UNRESOLVED, "${VERSIE}"),
        ("a==1.2-alpha", VersionKind.EXACT, "1.2-alpha"),
    ],
)
def test_specifiers_say_how_firm_the_version_is(text: str, kind: VersionKind, version: str) -> None:
    component = one(text)
    assert (component.version_kind, component.version) == (kind, version)
    assert component.purl == (
        "pkg:pypi/a@" + version if kind is VersionKind.EXACT else "pkg:pypi/a"
    )


def test_extras_and_markers_are_kept() -> None:
    component = one("celery [redis, pytest] == 4.4.7 ; python_version < '3.8'")
    assert component.version == "4.4.7"
    assert dict(component.properties) == {
        "extras": "pytest, redis",
        "marker": "python_version < '3.8'",
    }
    assert dict(one('a; os_name == "nt"').properties) == {"marker": 'os_name == "nt"'}


def test_hashes_over_continuation_lines() -> None:
    component = one("a==1 \\\n  --hash=sha256:BB \\\n  --hash=sha256:aa\n")
    assert component.hashes == (("SHA-256", "aa"), ("SHA-256", "bb"))
    assert one("a==1 --hash=sha256:aa --config-settings=x=y --global-option z").version == "1"


@pytest.mark.parametrize(
    ("text", "name", "version", "roles", "purl"),
    [
        (
            "git+https://example.org/g/naam.git@v1#egg=naam",
            "naam",
            "v1",
            (Role.GIT,),
            "pkg:pypi/naam?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fg%2Fnaam.git%40v1",
        ),
        (
            "git+https://geheim:woord@example.org/g/naam.git",
            "naam",
            "",
            (Role.GIT,),
            "pkg:generic/naam?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fg%2Fnaam.git",
        ),
        (
            "naam @ https://example.org/x.zip",
            "naam",
            "",
            (Role.URL,),
            "pkg:pypi/naam?download_url=https:%2F%2Fexample.org%2Fx.zip",
        ),
        (
            "https://example.org/Naam-1.0-py3-none-any.whl",
            "Naam",
            "1.0",
            (Role.URL,),
            "pkg:pypi/naam@1.0?download_url=https:%2F%2Fexample.org%2FNaam-1.0-py3-none-any.whl",
        ),
        ("./lokaal/naam-1.9.2.tar.gz", "naam", "1.9.2", (Role.LOCAL,), "pkg:pypi/naam@1.9.2"),
        ("-e ./lokaal/naam[dev]", "naam", "", (Role.LOCAL,), "pkg:generic/naam"),
        ("-e vendor/naam", "naam", "", (Role.LOCAL,), "pkg:generic/naam"),
        ("vendor/naam[dev]", "naam", "", (Role.LOCAL,), "pkg:generic/naam"),
        ("-e .", ".", "", (Role.ROOT,), "pkg:generic/."),
        ("file:///tmp/x#egg=naam", "naam", "", (Role.LOCAL,), "pkg:pypi/naam"),
        ("naam.whl", "naam.whl", "", (Role.LOCAL,), "pkg:generic/naam.whl"),
    ],
)
def test_addresses_and_paths(
    text: str, name: str, version: str, roles: tuple[Role, ...], purl: str
) -> None:
    component = one(text)
    assert (component.name, component.version, component.roles) == (name, version, roles)
    assert component.purl == purl
    assert "geheim" not in str(component)


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("requirements.txt", Scope.RUNTIME),
        ("requirements-dev.txt", Scope.DEV),
        ("dev-requirements.in", Scope.DEV),
        ("requirements/test.txt", Scope.TEST),
        ("requirements/base.txt", Scope.RUNTIME),
        ("requirements/ci.txt", Scope.TEST),
        ("docs/requirements.txt", Scope.DEV),
        ("tests/requirements/common.txt", Scope.RUNTIME),
        ("tests/requirements/extern.txt", Scope.TEST),
        ("requirements/build.txt", Scope.BUILD),
        ("latest/requirements.txt", Scope.RUNTIME),
        ("plugins/test_koppeling/requirements.txt", Scope.RUNTIME),
        ("tests/requirements.txt", Scope.TEST),
    ],
)
def test_the_name_of_the_file_tells_the_scope(path: str, scope: Scope) -> None:
    assert one("a==1", path).scope is scope


def test_constraints_only_limit() -> None:
    component = one("a==1", "constraints.txt")
    assert component.roles == (Role.CONSTRAINT,)
    assert component.direct is None


COMPILED = """#
# This file is autogenerated by pip-compile with Python 3.11
#
--index-url https://example.org/simple

asgiref==3.7.2
    # via django
django[argon2]==4.2.1
    # via
    #   -r requirements/base.in
    #   djangorestframework
djangorestframework==3.14.0  # via -r requirements/base.in, voorbeeld (pyproject.toml)

# The following packages are considered unsafe:
setuptools==68.0
"""


def test_via_comments_are_the_graph() -> None:
    inventory = read(COMPILED, "requirements/base.txt")
    assert {c.name: c.direct for c in inventory.components} == {
        "asgiref": False,
        "django": True,
        "djangorestframework": True,
        "setuptools": None,
    }
    assert [(d.ref, d.targets) for d in inventory.dependencies] == [
        ("django@4.2.1", ("asgiref@3.7.2",)),
        ("djangorestframework@3.14.0", ("django@4.2.1",)),
    ]
    (fragment,) = inventory.fragments
    assert fragment.data["compiled"] is True
    assert fragment.data["inputs"] == ["requirements/base.in"]


def test_exported_locks_name_the_project_itself() -> None:
    inventory = read(
        "# This file was autogenerated by uv via the following command:\n#    uv export\n"
        "anyio==4.7.0 \\\n    --hash=sha256:aa\n    # via httpx\nhttpx==0.28.1\n    # via voorbeeld\n"
    )
    assert {c.name: c.direct for c in inventory.components} == {"anyio": False, "httpx": True}


def test_input_files_state_what_is_direct() -> None:
    assert one("django", "requirements/base.in").direct is True


def test_includes_are_left_to_the_joiner() -> None:
    inventory = read("-r base.txt\n-cgrenzen.txt\n--requirement=x.txt\n")
    assert [i["path"] for i in inventory.fragments[0].data["includes"]] == [
        "base.txt",
        "grenzen.txt",
        "x.txt",
    ]
    assert [i["constraint"] for i in inventory.fragments[0].data["includes"]] == [
        False,
        True,
        False,
    ]
    assert not inventory.expects_components


def test_a_malformed_line_loses_only_itself() -> None:
    inventory = read("a==1\nb=>2\n--onbekend x\n-r\nc==3\n")
    assert [c.name for c in inventory.components] == ["a", "c"]
    assert [(i.kind, i.line) for i in inventory.issues] == [
        (IssueKind.ENTRY, 2),
        (IssueKind.ENTRY, 3),
        (IssueKind.ENTRY, 4),
    ]


def test_a_pin_with_something_behind_it_is_read_with_a_note() -> None:
    inventory = read("Jinja2==3.0.0#opmerking\n")
    assert [(c.name, c.version) for c in inventory.components] == [("Jinja2", "3.0.0")]
    assert [i.kind for i in inventory.issues] == [IssueKind.NOTE]


def test_every_entry_stays() -> None:
    inventory = read("a==1\na==1\na>=1\n")
    assert [c.ref for c in inventory.components] == ["a@1", "a@1#2", "a"]


@pytest.mark.parametrize(
    "content",
    [
        b"Deze applicatie heeft een server nodig.\nEn een database ook.\n",
        b"<html><body>a==1</body></html>",
        b'{"a": 1}',
        b"# This file may be used to create an environment using:\n# $ conda create --name x\na=1.0=py_0\n",
    ],
)
def test_what_is_no_requirements_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="requirements.txt", content=content))


@pytest.mark.parametrize("line", ["a [b, c(] == 1.0 ; x", "vast..==1.2 ; python_version"])
def test_a_malformed_pin_loses_only_its_line(line: str) -> None:
    found = parse(SourceFile(path="requirements.txt", content=f"{line}\nflask==3.0.0\n".encode()))
    assert [c.name for c in found.components] == ["flask"]
    assert [(i.kind, i.line) for i in found.issues] == [(IssueKind.ENTRY, 1)]


def test_a_binary_file_is_unreadable() -> None:
    with pytest.raises(ParseError, match="is binary"):
        parse(SourceFile(path="requirements.txt", content=b"\x7fELF\x00\x00\x00\x01\x02"))


def test_system_packages_are_no_requirements() -> None:
    with pytest.raises(NotThisFormatError):
        read("libpq-dev\ngettext\n", "apt-requirements.txt")
    assert read("libpq==1\n", "apt-requirements.txt").components


def test_encodings_and_empty_files() -> None:
    assert parse(SourceFile(path="r.txt", content="attrs==20.3.0\r\n".encode("utf-16"))).components
    for content in (b"", b"\n", b"# niets\n"):
        inventory = parse(SourceFile(path="requirements.txt", content=content))
        assert inventory.components == ()
        assert not inventory.expects_components


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_an_inventory_or_a_parse_error(content: bytes) -> None:
    with contextlib.suppress(ParseError):
        assert isinstance(parse(SourceFile(path="requirements.txt", content=content)), Inventory)


@given(
    st.lists(
        st.sampled_from(
            [
                "a==1",
                "-e .",
                "-r x",
                "# via",
                "    # via a",
                " \\",
                "-",
                "--",
                "@",
                ";",
                "[",
                "a @ ",
                "x #",
                "'",
                "./",
            ]
        ),
        max_size=8,
    )
)
def test_any_mix_of_pieces_is_read(pieces: list[str]) -> None:
    for joint in ("\n", " ", "\\\n"):
        try:
            read(joint.join(pieces))
        except NotThisFormatError:
            continue


def test_hostile_files_take_linear_time() -> None:
    for piece in (
        "a" * 200_000,
        "a[" * 100_000,
        "a==1" + " " * 200_000 + "x",
        "a==1,\\\n" * 50_000,
        "#via " * 50_000,
        "a;" * 100_000,
        "-" * 200_000,
        "a ==" * 60_000,
        "1." * 100_000 + "~",
    ):
        try:
            read(piece)
        except NotThisFormatError:
            continue
