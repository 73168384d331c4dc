"""Rule license-relicensed: a later version under a stricter licence."""

from datetime import date

from policies.default_pack import load_default
from policies.drift import Versions, VersionUse
from policies.finding import Place, Severity
from policies.memory_facts import MemoryFacts
from policies.rule import Context
from policies.rules import license_relicensed

PACK = load_default()


class Drifts:
    def __init__(self, *found: Versions) -> None:
        self._found = found

    def differing(self, *, touched: bool):
        return iter(self._found)


def version(number: str, licence: str, system: str = "balie") -> VersionUse:
    place = Place(source="git/balie", path=f"{number}/go.sum", line=1)
    claims = (("declared", licence),) if licence else ()
    return VersionUse(version=number, claims=claims, system=system, place=place)


def found(*uses: VersionUse):
    facts = MemoryFacts()
    facts.drifts = Drifts(Versions(purl_base="pkg:golang/voorbeeld", name="voorbeeld", uses=uses))
    setting = PACK.strategy.rules["license-relicensed"]
    context = Context(pack=PACK, today=date(2026, 11, 23), severity=setting.severity)
    return list(license_relicensed.check(facts, context))


def test_facts_without_versions_find_nothing() -> None:
    context = Context(pack=PACK, today=date(2026, 11, 23), severity=Severity.MEDIUM)
    assert list(license_relicensed.check(MemoryFacts(), context)) == []


def test_mit_to_busl_is_told_to_both_sides() -> None:
    later, earlier = found(version("1.5.0", "MIT", "archief"), version("1.6.0", "BUSL-1.1"))[::-1]
    assert (earlier.system, earlier.severity) == ("archief", Severity.INFO)
    assert (later.system, later.severity) == ("balie", Severity.MEDIUM)
    assert dict(later.key) == {"before": "MIT", "after": "BUSL-1.1"}
    assert dict(later.values)["versions_before"] == "1.5.0"


def test_to_a_milder_licence_or_the_same_is_no_finding() -> None:
    assert found(version("1", "GPL-3.0-only"), version("2", "MIT")) == []
    assert found(version("1", "Apache 2.0"), version("2", "Apache-2.0")) == []
    assert found(version("1", "MIT"), version("2", "")) == []


def test_back_and_forth_is_told_once() -> None:
    uses = [version(str(n), "MIT" if n % 2 else "BUSL-1.1") for n in range(1, 9)]
    assert len(found(*uses)) == 1
