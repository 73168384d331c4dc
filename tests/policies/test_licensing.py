"""Judging licences: the effective licence, use, exceptions, unknowns, and the laws."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.default_pack import load_default
from policies.facts import LicenseKey, UseMode
from policies.finding import Verdict
from policies.license_view import LicenseState
from policies.licensing import class_of, context_of, judge, judge_key
from policies.pack import Outcome, Pack
from policies.pack_load import PackLayer

Claims = tuple[tuple[str, str], ...]


def judged(pack: Pack, *claims: tuple[str, str], mode: UseMode = UseMode.HOSTED):
    return judge(tuple(sorted(claims)), mode, "runtime", False, pack)


@pytest.mark.parametrize(
    ("claims", "state", "expression"),
    [
        ((), "missing", ""),
        ((("declared", "NOASSERTION"),), "missing", ""),
        ((("declared", "MIT"),), "known", "MIT"),
        ((("declared", "NONE"), ("detected", "MIT")), "known", "MIT"),
        ((("declared", "MIT"), ("declared", "The MIT License")), "known", "MIT"),
        ((("declared", "MIT"), ("declared", "ISC")), "known", "ISC AND MIT"),
        ((("declared", "MIT"), ("declared", "Acme EULA")), "unparsable", ""),
        ((("declared", "MIT"), ("declared", "https://example.org/x")), "known", "MIT"),
        ((("declared", "BSD"),), "unparsable", ""),
        ((("declared", "BSD"), ("declared", "BSD-2-Clause")), "known", "BSD-2-Clause"),
        ((("declared", "BSD"), ("detected", "BSD-2-Clause")), "known", "BSD-2-Clause"),
        ((("declared", "BSD"), ("detected", "Apache-2.0")), "unparsable", ""),
        ((("declared", "SEE LICENSE IN x"), ("detected", "MIT")), "known", "MIT"),
        ((("declared", "Acme EULA"), ("detected", "MIT")), "unparsable", ""),
        ((("declared", "MIT"), ("detected", "ISC")), "conflict", "MIT"),
        ((("declared", "MIT OR ISC"), ("detected", "ISC")), "known", "MIT OR ISC"),
        ((("declared", "GPL-2.0+"), ("detected", "GPL-2.0")), "known", "GPL-2.0-or-later"),
        ((("concluded", "MIT"), ("declared", "ISC")), "known", "MIT"),
        ((("inferred", "MIT"),), "known", "MIT"),
        ((("declared", "ISC"), ("inferred", "MIT")), "known", "ISC"),
        ((("inferred", "ISC"), ("inferred", "MIT")), "conflict", "ISC"),
    ],
)
def test_effective_licence(pack: Pack, claims: Claims, state: str, expression: str) -> None:
    found = judged(pack, *claims)
    assert (found.state.value, found.expression) == (state, expression)


def test_unknown_never_passes(pack: Pack) -> None:
    for mode in [*UseMode, None]:
        for raw in ("", "NOASSERTION", "BSD", "Acme EULA", "LicenseRef-acme"):
            for scope in ("runtime", "dev"):
                for supplied in (True, False):
                    found = judge((("declared", raw),), mode, scope, supplied, pack)
                    assert found.verdict is Verdict.UNKNOWN
                    assert found.outcome in {Outcome.REVIEW, Outcome.DENY}


def test_a_conflict_passes_only_when_every_reading_passes(pack: Pack) -> None:
    both_pass = judged(pack, ("declared", "MIT"), ("detected", "ISC"))
    assert (both_pass.verdict, both_pass.conflict) == (Verdict.COMPLIES, ("MIT", "ISC"))
    mixed = judged(pack, ("declared", "MIT"), ("detected", "AGPL-3.0-only"))
    assert mixed.verdict is Verdict.UNKNOWN
    none_pass = judged(pack, ("declared", "BUSL-1.1"), ("detected", "SSPL-1.0"))
    assert none_pass.verdict is Verdict.DEVIATES


def test_the_choice_is_recorded(pack: Pack) -> None:
    found = judged(pack, ("declared", "(AGPL-3.0 OR MIT) AND (ISC OR BUSL-1.1)"))
    assert found.chosen == "MIT AND ISC"
    assert ("choice", "MIT AND ISC") in found.reasons
    assert {p.license: p.outcome for p in found.parts}["BUSL-1.1"] is Outcome.DENY


def test_a_denied_part_decides_over_an_unknown_one(pack: Pack) -> None:
    found = judged(pack, ("declared", "BUSL-1.1 AND LicenseRef-acme"))
    assert (found.verdict, found.license_class) == (Verdict.DEVIATES, "source-available")


@pytest.mark.parametrize(
    ("expression", "license_class", "effect"),
    [
        ("GPL-2.0-only WITH Classpath-exception-2.0", "weak-copyleft", "weak-copyleft"),
        ("GPL-3.0-or-later WITH Autoconf-exception-3.0", "strong-copyleft", "output-only"),
        ("Apache-2.0 WITH LLVM-exception", "permissive", "none"),
        ("MIT WITH Classpath-exception-2.0", "permissive", "weak-copyleft"),
    ],
)
def test_exceptions(pack: Pack, expression: str, license_class: str, effect: str) -> None:
    (part,) = judged(pack, ("declared", expression)).parts
    assert (part.license_class, part.effect) == (license_class, effect)


def test_an_exception_that_is_not_listed_asks_for_a_decision(pack: Pack) -> None:
    found = judged(pack, ("declared", "MIT WITH Asterisk-exception"))
    assert (found.outcome, found.verdict) == (Outcome.REVIEW, Verdict.DEVIATES)


def test_development_scopes_are_tools_in_every_use(pack: Pack) -> None:
    for scope in ("dev", "test", "build"):
        assert context_of(UseMode.DISTRIBUTED, scope, pack, supplied=True) == "dev-only"
    assert context_of(UseMode.DISTRIBUTED, "optional", pack, supplied=False) == "published"
    assert context_of(None, "runtime", pack, supplied=False) == "saas-public-modified"


def test_duties_come_with_the_chosen_licences(pack: Pack) -> None:
    found = judged(pack, ("declared", "AGPL-3.0-only OR MPL-2.0"))
    assert "offer-source-component" in found.obligations
    assert "offer-source-network" not in found.obligations


def test_classes_of_keys_without_an_spdx_id(pack: Pack) -> None:
    assert class_of("LicenseRef-scancode-rsalv2", pack) == "source-available"
    assert class_of("LicenseRef-scancode-commons-clause", pack) == "source-available"
    assert class_of("LicenseRef-scancode-unknown", pack) == "unknown"
    assert class_of("LicenseRef-acme", pack) == "unknown"


def test_a_town_classifies_its_own_reference_and_overrides_scancode() -> None:
    text = (
        "ids:\n"
        "  LicenseRef-acme: {class: proprietary, by: curated}\n"
        "  LicenseRef-scancode-rsalv2: {class: restricted, by: curated}\n"
    )
    pack = load_default([PackLayer(name="town", files={"licenses.yaml": text})])
    assert class_of("LicenseRef-acme", pack) == "proprietary"
    assert class_of("LicenseRef-scancode-rsalv2", pack) == "restricted"


def test_several_claims_can_be_a_choice_when_the_town_says_so() -> None:
    layer = PackLayer(name="town", files={"licenses.yaml": "several_claims: any\n"})
    pack = load_default([layer])
    assert judged(pack, ("declared", "MIT"), ("declared", "ISC")).expression == "ISC OR MIT"


def test_a_key_is_judged_as_its_parts(pack: Pack) -> None:
    key = LicenseKey(
        claims=(("declared", "MIT"),), use_mode=UseMode.INTERNAL, scope="dev", supplied=False
    )
    assert judge_key(key, pack) is judge(key.claims, key.use_mode, key.scope, False, pack)


_RAWS = st.sampled_from(
    ["MIT", "GPL-3.0-only", "AGPL-3.0", "BUSL-1.1", "LicenseRef-a", "CC-BY-NC-4.0", "EUPL-1.2"]
)
_MODES = st.sampled_from([*UseMode, None])
_GRAVITY = {Verdict.COMPLIES: 0, Verdict.DEVIATES: 1, Verdict.UNKNOWN: 1}


@given(_RAWS, _RAWS, _MODES)
def test_an_or_branch_never_worsens_and_an_and_part_never_improves(
    one: str, more: str, mode: UseMode | None
) -> None:
    pack = _pack()
    alone = _GRAVITY[judge((("declared", one),), mode, "runtime", False, pack).verdict]
    either = judge((("declared", f"{one} OR {more}"),), mode, "runtime", False, pack)
    both = judge((("declared", f"{one} AND {more}"),), mode, "runtime", False, pack)
    assert _GRAVITY[either.verdict] <= alone
    assert _GRAVITY[both.verdict] >= alone


@given(st.lists(st.tuples(st.sampled_from(["declared", "detected", "x"]), st.text(max_size=40))))
def test_any_claims_are_judged(claims: list[tuple[str, str]]) -> None:
    found = judge(tuple(sorted(set(claims))), UseMode.HOSTED, "runtime", False, _pack())
    assert found.state is not LicenseState.MISSING or found.verdict is Verdict.UNKNOWN


def _pack(found: list[Pack] = []) -> Pack:  # noqa: B006 - one pack for all examples
    if not found:
        found.append(load_default())
    return found[0]


def test_a_million_judgements_of_few_values_are_quick(pack: Pack) -> None:
    one: Callable[..., object] = judge
    keys = [
        (((("declared", raw),), mode, "runtime", False, pack))
        for raw in ("MIT", "GPL-2.0", "BSD", "Apache 2", "AGPL-3.0", "BUSL-1.1", "ISC OR MIT")
        for mode in UseMode
    ]
    for key in keys:
        one(*key)
    start = time.perf_counter()
    for _ in range(2000):
        for key in keys:
            one(*key)
    per_million = (time.perf_counter() - start) / (2000 * len(keys)) * 1_000_000
    assert per_million < 2.0, "0.3 s on a quiet machine"
