"""What a parser gathers."""

from sbom.component import Component, VersionKind
from sbom.gathering import Gathering, firmness
from sbom.issue import IssueKind


def component(name: str, ref: str = "") -> Component:
    return Component(purl=f"pkg:generic/{name}@1", name=name, version="1", ref=ref)


def test_refs_are_made_unique() -> None:
    gathering = Gathering()
    refs = [gathering.add(component("a")), gathering.add(component("a"))]
    refs += [gathering.add(component("b", "a@1#2")), gathering.add(component("a"))]
    assert refs == ["a@1", "a@1#2", "a@1#2#2", "a@1#3"]


def test_edges_to_what_is_not_there_are_left_out() -> None:
    gathering = Gathering()
    gathering.add(component("a", "a"))
    gathering.add(component("b", "b"))
    gathering.need("a", ["b", "weg", "a"])
    gathering.need("weg", ["a"])
    found = gathering.inventory()
    assert [(d.ref, d.targets) for d in found.dependencies] == [("a", ("b",))]


def test_issues_are_cut_to_size() -> None:
    gathering = Gathering()
    gathering.lost("x" * 500, "reden", 3)
    gathering.note("y", "reden")
    lost, note = gathering.inventory().issues
    assert (lost.kind, len(lost.subject), lost.line) == (IssueKind.ENTRY, 200, 3)
    assert note.kind is IssueKind.NOTE


def test_firmness() -> None:
    assert firmness("1") is VersionKind.EXACT
    assert firmness("", ">1") is VersionKind.RANGE
    assert firmness("") is VersionKind.ABSENT
