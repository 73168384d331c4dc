"""The registry: every rule listed once, in order, of the right shape, documented."""

import pkgutil
from pathlib import Path

import pytest

import policies.rules
from policies.pack import Pack
from policies.registry import RULES, load_rules, rule_ids
from policies.rule import Need

HEADINGS = ("What it checks:", "Why it matters:", "Example:", "How to fix:", "Source:")


def test_every_module_is_listed_once_in_order() -> None:
    modules = sorted(m.name for m in pkgutil.iter_modules(policies.rules.__path__))
    assert [e.module for e in RULES] == modules
    ids = rule_ids()
    assert list(ids) == sorted(set(ids))


def test_ids_are_the_file_names_in_kebab_case() -> None:
    for entry, rule in zip(RULES, load_rules(), strict=True):
        assert rule.ID == entry.id == entry.module.replace("_", "-")
        assert frozenset(Need) >= rule.NEEDS


def test_every_rule_is_documented_and_tested_and_set(pack: Pack) -> None:
    folder = Path(__file__).parent / "rules"
    for entry, rule in zip(RULES, load_rules(), strict=True):
        text = rule.__doc__ or ""
        places = [text.find(f"\n{heading}\n") for heading in HEADINGS]
        assert -1 not in places, entry.id
        assert places == sorted(places), entry.id
        setting = pack.setting(entry.id)
        assert setting is not None
        assert setting.source
        for name in setting.params:
            assert f"    {name}:" in text.partition("Parameters:")[2], (entry.id, name)
        assert (folder / f"test_{entry.module}.py").exists()


def test_the_pack_sets_no_rule_that_is_not_there(pack: Pack) -> None:
    assert set(pack.strategy.rules) == set(rule_ids())


def test_rules_are_loaded_by_id() -> None:
    assert [r.ID for r in load_rules(("waiver-unused", "license-denied"))] == [
        "license-denied",
        "waiver-unused",
    ]
    with pytest.raises(KeyError):
        load_rules(("bestaat-niet",))
