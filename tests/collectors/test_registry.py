"""Every collector is registered, complete and within its bounds."""

import ast
import inspect
from pathlib import Path

import pytest

import collectors
from collectors.registry import COLLECTORS, collector_for
from sbom.source import OriginKind

FOLDER = Path(collectors.__file__).parent
MEMBERS = ("NAME", "NEEDS_NETWORK", "revision", "collect")


def test_every_kind_of_target_has_one_collector():
    assert [e.kind for e in COLLECTORS] == sorted(OriginKind)


def test_every_module_that_looks_like_a_collector_is_registered():
    found = set()
    for file in FOLDER.glob("*.py"):
        top = ast.parse(file.read_text()).body
        names = {n.name for n in top if isinstance(n, ast.FunctionDef)}
        names |= {a.name for n in top if isinstance(n, ast.ImportFrom) for a in n.names}
        if {"revision", "collect"} <= names:
            found.add(file.stem)
    assert found == {e.module for e in COLLECTORS}


@pytest.mark.parametrize("entry", COLLECTORS, ids=lambda e: e.module)
def test_collector_fits_its_protocol(entry):
    module = collector_for(entry.kind)
    assert all(hasattr(module, member) for member in MEMBERS)
    assert entry.kind.value == module.NAME
    assert isinstance(module.NEEDS_NETWORK, bool)
    for function, count in ((module.revision, 2), (module.collect, 3)):
        parameters = inspect.signature(function).parameters.values()
        assert len(parameters) == count
        assert all(p.kind is p.POSITIONAL_ONLY for p in parameters)
        assert "Raises:" in inspect.getdoc(function)


def test_only_the_git_door_starts_processes():
    users = {f.name for f in FOLDER.glob("*.py") if "subprocess" in f.read_text()}
    assert users == {"git.py"}


def test_readme_names_every_collector():
    text = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"`{e.module}.py`" in text for e in COLLECTORS)
