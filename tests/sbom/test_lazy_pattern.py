import importlib
import pkgutil
import re
from types import ModuleType

import pytest

import collectors
import policies
import sbom
import scanner
from sbom.lazy_pattern import lazy


def _modules() -> list[ModuleType]:
    return [
        importlib.import_module(found.name)
        for package in (sbom, policies, collectors, scanner)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not found.name.endswith("__main__")
    ]


def test_every_lazy_pattern_of_the_code_compiles() -> None:
    kind = type(lazy(""))
    patterns = [v for m in _modules() for v in vars(m).values() if type(v) is kind]

    assert len(patterns) > 50
    for pattern in patterns:
        assert isinstance(pattern.pattern, str | bytes)


def test_lazy_pattern_does_what_a_compiled_one_does() -> None:
    text = "b12 a3"
    eager, late = re.compile(r"([A-Z])(\d+)", re.IGNORECASE), lazy(r"([A-Z])(\d+)", re.IGNORECASE)

    assert [m.span() for m in eager.finditer(text)] == [m.span() for m in late.finditer(text)]
    assert eager.findall(text) == late.findall(text)
    assert eager.sub("-", text, count=1) == late.sub("-", text, count=1)
    assert eager.subn("-", text) == late.subn("-", text)
    assert eager.split(text) == late.split(text)
    assert eager.match("x") == late.match("x")
    assert late.fullmatch("a1")
    assert late.search(" a1")
    assert (eager.pattern, eager.flags, eager.groups) == (late.pattern, late.flags, late.groups)


def test_bytes_stay_bytes() -> None:
    assert lazy(rb"\d").findall(b"a1") == [b"1"]


def test_a_wrong_pattern_is_told_at_first_use() -> None:
    pattern = lazy("(")

    with pytest.raises(re.error):
        pattern.search("")


def test_unknown_attributes_are_missing() -> None:
    assert not hasattr(lazy("a"), "no_such_method")
    assert not hasattr(lazy("a"), "__deepcopy__")
