"""packages.lock.json."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.nuget.packages_lock import parse
from sbom.source import SourceFile

DIGEST = bytes(range(64))


def read(value: Any) -> Inventory:
    content = json.dumps(value, indent=2).encode()
    return parse(SourceFile(path="packages.lock.json", content=content))


LOCK = {
    "version": 2,
    "dependencies": {
        "net8.0": {
            "Kern": {
                "type": "Direct",
                "requested": "[1.0.0, )",
                "resolved": "1.0.0",
                "contentHash": base64.b64encode(DIGEST).decode(),
                "dependencies": {"basis": "2.0.0", "Weg": "1"},
            },
            "Basis": {"type": "Transitive", "resolved": "2.0.0"},
            "Midden": {"type": "CentralTransitive", "requested": "[3, )", "resolved": "3.0.0"},
            "voorbeeld.app": {"type": "Project", "dependencies": {"Kern": "[1.0.0, )"}},
        },
        "net8.0/linux-x64": {
            "Native": {
                "type": "Transitive",
                "resolved": "4.0.0",
                "dependencies": {"Basis": "2.0.0"},
            }
        },
        "net9.0": {
            "Kern": {"type": "Direct", "resolved": "1.0.0"},
            "Basis": {"type": "Transitive", "resolved": "2.1.0"},
        },
    },
}


def test_entries():
    inventory = read(LOCK)
    assert [(c.name, c.version, c.direct) for c in inventory.components] == [
        ("Kern", "1.0.0", True),
        ("Basis", "2.0.0", False),
        ("Midden", "3.0.0", False),
        ("voorbeeld.app", "", None),
        ("Native", "4.0.0", False),
        ("Basis", "2.1.0", False),
    ]
    kern = inventory.components[0]
    assert kern.hashes == (("SHA-512", DIGEST.hex()),)
    assert kern.requirement == "[1.0.0, )"
    assert dict(kern.properties)["target-frameworks"] == "net8.0, net9.0"
    assert kern.line == 5
    assert inventory.components[3].roles == (Role.WORKSPACE,)
    assert dict(inventory.components[2].properties)["lock-type"] == "CentralTransitive"
    assert inventory.format_version == "2"


def test_edges_ignore_case_and_reach_the_framework_of_a_runtime():
    edges = {d.ref: d.targets for d in read(LOCK).dependencies}
    assert edges == {
        "Kern@1.0.0": ("Basis@2.0.0",),
        "voorbeeld.app": ("Kern@1.0.0",),
        "Native@4.0.0": ("Basis@2.0.0",),
    }


def test_malformed_entries_are_issues():
    inventory = read(
        {"version": 1, "dependencies": {"a": None, "b": {"X": 3, "Y": {"resolved": 1, "type": []}}}}
    )
    assert [(i.kind, i.subject) for i in inventory.issues] == [
        (IssueKind.ENTRY, "a"),
        (IssueKind.ENTRY, "X"),
    ]
    assert [c.name for c in inventory.components] == ["Y"]


def test_a_hash_that_is_none_is_left_out():
    lock = {"dependencies": {"n": {"A": {"resolved": "1", "contentHash": "geen base64"}}}}
    assert read(lock).components[0].hashes == ()


def test_an_empty_lock_is_right():
    assert not read({"version": 1, "dependencies": {"net8.0": {}}}).expects_components


@pytest.mark.parametrize("value", [[], None, {}, {"dependencies": []}])
def test_what_is_no_lock_is_an_error(value):
    with pytest.raises(ParseError):
        read(value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["type", "resolved", "contentHash", "dependencies", "A", ""]), inner, max_size=4)))  # fmt: skip
def test_any_json_is_read(value):
    read(
        {
            "version": value if isinstance(value, int) else 1,
            "dependencies": {"net8.0": value, "net9.0": {"A": value}},
        }
    )
