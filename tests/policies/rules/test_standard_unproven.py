"""Rule standard-unproven: a hit, a miss, and what is counted."""

from typing import Any

import msgspec

from policies.facts import ComponentUse, LicenseKey, SystemFact
from policies.finding import Place, Verdict
from policies.memory_facts import Use
from policies.rule import Counted


def oidc(system: str = "loket") -> Use:
    key = LicenseKey(claims=(), use_mode=None, scope="runtime", supplied=False)
    facts: dict[str, Any] = {
        "purl": "pkg:pypi/mozilla-django-oidc@4.0.1",
        "purl_base": "pkg:pypi/mozilla-django-oidc",
        "name": "mozilla-django-oidc",
        "version": "4.0.1",
        "version_kind": "exact",
        "requirement": "",
        "system": system,
        "scope": "runtime",
        "roles": (),
        "direct": True,
        "place": Place(source="git/loket", path="uv.lock", line=7),
    }
    return key, ComponentUse(**facts)


LOKET = SystemFact(id="loket", name="Loket", tags=("identity",))


def test_what_nobody_showed_is_unknown(run) -> None:
    findings, counted = run("standard-unproven", systems=(LOKET,))
    assert [f.key for f in findings] == [(("standard", "saml-oidc"),)]
    assert findings[0].verdict is Verdict.UNKNOWN
    assert "SAML" in dict(findings[0].values)["standard_nl"]
    assert counted == []


def test_software_made_for_it_is_enough_unless_the_pack_asks_more(run, pack) -> None:
    findings, counted = run("standard-unproven", systems=(LOKET,), uses=(oidc(),))
    assert findings == []
    assert counted == [Counted(system="loket", verdict=Verdict.COMPLIES, count=1)]
    rules = dict(pack.strategy.rules)
    setting = msgspec.structs.replace(rules["standard-unproven"], params={"enough": "tested"})
    rules["standard-unproven"] = setting
    strategy = msgspec.structs.replace(pack.strategy, rules=rules)
    strict = msgspec.structs.replace(pack, strategy=strategy)
    (finding,), _ = run("standard-unproven", systems=(LOKET,), uses=(oidc(),), pack=strict)
    assert dict(finding.values)["what"] == "mozilla-django-oidc"
    assert finding.places[0].line == 7


def test_a_system_without_tags_is_not_judged(run) -> None:
    plain = SystemFact(id="loket", name="Loket")
    assert run("standard-unproven", systems=(plain,)) == ([], [])
