"""Every format that is read, over every hostile content: an inventory or an issue, and soon."""

import time

import pytest
from hostile.contents import CONTENTS

from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE, Issue, IssueKind
from sbom.match import format_of
from sbom.read import MAX_ISSUES, parse_file
from sbom.registry import FORMATS, Format
from sbom.source import SourceFile

CPU_SECONDS = 6.0
"""Far over what any of them needs; quadratic reading would take minutes."""


def path_of(entry: Format) -> str:
    """A path that the format claims."""
    return "map/" + entry.patterns[0].replace("*", "x")


def check(issue: Issue, path: str, name: str) -> None:
    """An issue says where and why, in words."""
    told = f"{name}: {issue}"
    assert issue.path == path, told
    assert issue.message.strip(), told
    assert "\n" not in issue.message, told
    assert len(issue.subject) <= 200, told
    assert not issue.message.startswith("parser "), told  # a crash, caught at the door
    assert issue.line is None or issue.line >= 1, told


@pytest.mark.parametrize("entry", FORMATS, ids=lambda f: f.name)
def test_inventory_or_issue(entry: Format) -> None:
    path = path_of(entry)
    for name, content in CONTENTS.items():
        started = time.process_time()
        found = parse_file(SourceFile(path=path, content=content), entry)
        assert time.process_time() - started < CPU_SECONDS, name
        assert isinstance(found, Inventory), name
        for issue in found.issues:
            check(issue, path, name)
        refs = [c.ref for c in found.components if c.ref]
        assert len(refs) == len(set(refs)), name
        if entry.expects and found.expects_components and not found.components:
            assert found.issues, f"{name}: nothing was read and nothing was said"


@pytest.mark.parametrize("name", ["zeros", "random bytes"])
@pytest.mark.parametrize("entry", FORMATS, ids=lambda f: f.name)
def test_binary_is_never_taken_for_text(entry: Format, name: str) -> None:
    found = parse_file(SourceFile(path=path_of(entry), content=CONTENTS[name]), entry)
    assert found.components == ()
    if entry.wide or entry.name == "project/license-file":  # names that many other files bear
        return
    assert any(i.kind in INCOMPLETE for i in found.issues)


def test_a_file_of_nothing_but_mistakes_does_not_flood_the_database() -> None:
    entry = format_of("requirements.txt")
    assert entry is not None
    content = b"a==1\n" + b"-\n" * 5000
    found = parse_file(SourceFile(path="requirements.txt", content=content), entry)
    assert [c.name for c in found.components] == ["a"]
    assert len(found.issues) == MAX_ISSUES + 1
    assert found.issues[-1].kind is IssueKind.LIMIT
    assert found.issues[-1].message == "has 4000 more issues, which are not listed"
