"""Security facts for the tests of the four security rules."""

from collections.abc import Iterator
from datetime import date

from policies.default_pack import load_default
from policies.facts import SystemFact
from policies.finding import Finding, Place
from policies.memory_facts import MemoryFacts
from policies.priority import Setting, priority
from policies.registry import load_rules
from policies.rule import Context, Counted
from policies.security import EndingUse, SecurityUse
from sbom.advisories.feed import Exploited
from sbom.advisories.merging import Exposure

PLACE = Place(source="git/afspraken", path="package-lock.json", line=4)


class Security:
    """Implements `policies.security.SecurityFacts` over lists."""

    def __init__(self, uses: list[SecurityUse], ends: list[EndingUse], unasked: int) -> None:
        self._uses, self._ends, self._unasked = uses, ends, unasked

    def exposures(self) -> Iterator[SecurityUse]:
        yield from self._uses

    def endings(self) -> Iterator[EndingUse]:
        yield from self._ends

    def unasked(self) -> int:
        return self._unasked


class Facts(MemoryFacts):
    """Facts with advisories."""

    security: Security | None = None


def exposed(
    name: str = "lodash", *, kev: bool = False, answered: str = "", **more: object
) -> SecurityUse:
    values: dict[str, object] = {
        "id": "GHSA-1",
        "advisories": ("GHSA-1",),
        "cves": ("CVE-2026-1",),
        "score": 9.8,
        "rating": "critical",
        "fixed": ("2.0.0",),
        "title": "Prototype pollution",
        "exploited": Exploited(cve="CVE-2026-1") if kev else None,
    }
    exposure = Exposure(**(values | more))  # type: ignore[arg-type] # names are those of the struct
    return SecurityUse(
        system="afspraken",
        purl_base=f"pkg:npm/{name}",
        name=name,
        version="1.0.0",
        exposure=exposure,
        priority=priority(exposure, Setting()),
        since="2026-11-20",
        places=(PLACE,),
        count=1,
        answered=answered,
    )


def run(
    rule_id: str,
    *uses: SecurityUse,
    ends: tuple[EndingUse, ...] = (),
    unasked: int = 0,
    without: bool = False,
) -> tuple[list[Finding], list[Counted]]:
    facts = Facts(systems=(SystemFact(id="afspraken", name="Afspraken"),))
    if not without:
        facts.security = Security(list(uses), list(ends), unasked)
    pack = load_default()
    setting = pack.strategy.rules[rule_id]
    context = Context(
        pack=pack, today=date(2026, 11, 23), severity=setting.severity, params=setting.params
    )
    (rule,) = load_rules((rule_id,))
    results = list(rule.check(facts, context))
    return [r for r in results if isinstance(r, Finding)], [
        r for r in results if isinstance(r, Counted)
    ]
