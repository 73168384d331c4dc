"""Scopes by reachability."""

from sbom.component import Scope
from sbom.reach import reachable, scopes_of


def test_rings_end():
    assert reachable(["a"], {"a": ["b"], "b": ["a"]}) == {"a", "b"}


def test_the_strongest_scope_wins():
    found = scopes_of({Scope.DEV: ["d"], Scope.RUNTIME: ["r"]}, {"d": ["x", "y"], "r": ["x"]})
    assert found == {"r": Scope.RUNTIME, "x": Scope.RUNTIME, "d": Scope.DEV, "y": Scope.DEV}


def test_optional_edges_of_the_run_are_optional_unless_needed_elsewhere():
    edges = {"r": ["o", "s"], "s": ["p"], "o": ["p", "q"]}
    found = scopes_of({Scope.RUNTIME: ["r"]}, edges, {"r": {"o"}})
    assert found == {
        "r": Scope.RUNTIME,
        "s": Scope.RUNTIME,
        "p": Scope.RUNTIME,
        "o": Scope.OPTIONAL,
        "q": Scope.OPTIONAL,
    }
