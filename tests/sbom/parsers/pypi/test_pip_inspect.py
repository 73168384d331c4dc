"""Reports of pip."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.pypi.pip_inspect import parse
from sbom.source import SourceFile

REPORT: dict[str, Any] = {
    "version": "1",
    "pip_version": "24.0",
    "installed": [
        {
            "metadata": {
                "name": "loket",
                "version": "1.0",
                "author_email": "Gemeente <post@example.org>",
                "classifier": ["License :: OSI Approved :: EUPL 1.2", "Topic :: Software"],
                "requires_dist": [
                    "attrs>=21",
                    "kern==2.0 ; python_version < '3.9'",
                    "x; extra=='t'",
                ],
            },
            "direct_url": {"url": "file:///srv/loket", "dir_info": {"editable": True}},
            "requested": True,
        },
        {
            "metadata": {"name": "Attrs", "version": "23.1.0", "license_expression": "MIT"},
            "requested": False,
        },
        {
            "metadata": {"name": "takje", "version": "0.1"},
            "direct_url": {
                "url": "https://naam:geheim@example.org/takje.git",
                "vcs_info": {"vcs": "git", "commit_id": "a" * 40},
            },
        },
        {"metadata": {"version": "1"}},
        7,
    ],
}


def read(document: object) -> Inventory:
    return parse(SourceFile(path="pip-inspect.deplock", content=json.dumps(document).encode()))


def test_installed_projects_with_root_and_edges() -> None:
    found = read(REPORT)
    assert [(c.name, c.version, c.roles, c.direct) for c in found.components] == [
        ("loket", "1.0", (Role.ROOT,), None),
        ("Attrs", "23.1.0", (), False),
        ("takje", "0.1", (Role.GIT,), None),
        ("kern", "2.0", (Role.DECLARED,), True),
    ]
    assert found.components[2].download == "https://example.org/takje.git"
    assert [c.raw for c in found.components[0].licenses] == ["License :: OSI Approved :: EUPL 1.2"]
    assert found.components[0].supplier == "Gemeente"
    assert [(d.ref, d.targets) for d in found.dependencies] == [
        ("loket@1.0", ("Attrs@23.1.0", "requires/kern"))
    ]
    assert [i.subject for i in found.issues] == ["installed[3]", "installed[4]"]
    assert found.format_version == "1"


def test_an_archive_of_an_install_report_comes_from_the_index_unless_asked_for() -> None:
    entry = {
        "metadata": {"name": "kern", "version": "2.0"},
        "download_info": {
            "url": "https://example.org/kern-2.0.whl",
            "archive_info": {"hash": "sha256=" + "0" * 64},
        },
        "is_direct": False,
        "requested": True,
    }
    plain = read({"version": "1", "install": [entry]}).components[0]
    assert (plain.roles, plain.direct) == ((), True)
    assert plain.hashes == (("SHA-256", "0" * 64),)
    direct = read({"version": "1", "install": [{**entry, "is_direct": True}]}).components[0]
    assert direct.roles == (Role.URL,)


def test_a_project_without_version_is_absent() -> None:
    found = read({"installed": [{"metadata": {"name": "kern"}}]}).components[0]
    assert found.version_kind is VersionKind.ABSENT


@pytest.mark.parametrize("document", [[], {}, {"installed": 3}, None, 1])
def test_anything_else_is_refused(document: object) -> None:
    with pytest.raises(NotThisFormatError):
        read(document)


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["metadata", "name", "version", "direct_url", "url", "vcs_info", "requires_dist"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(entries=st.lists(VALUES, max_size=4))
def test_wrong_types_lose_only_themselves(entries: list[object]) -> None:
    assert isinstance(read({"installed": entries, "version": 1}), Inventory)


@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    with suppress(ParseError, NotThisFormatError):
        assert isinstance(parse(SourceFile(path="pip-inspect.deplock", content=content)), Inventory)
