"""Compatibility by use mode."""

import pytest

from policies.compatibility import REASONS, Fit, compatible
from policies.default_pack import load_default
from policies.facts import UseMode
from sbom.licensing.expression import leaf_of

PACK = load_default()


@pytest.mark.parametrize(
    ("expression", "outbound", "use_mode", "fit", "reason"),
    [
        ("MIT", "EUPL-1.2", "distributed", Fit.FITS, "notices"),
        ("EUPL-1.2", "EUPL-1.2", "distributed", Fit.FITS, "same"),
        ("LGPL-2.1-or-later", "EUPL-1.2", "distributed", Fit.SEPARATE, "own-licence"),
        ("EPL-2.0", "EUPL-1.2", "distributed", Fit.SEPARATE, "own-licence"),
        ("GPL-3.0-only", "EUPL-1.2", "distributed", Fit.REVIEW, "eupl-appendix"),
        ("GPL-3.0-only", "EUPL-1.2", "internal", Fit.FITS, "not-handed-on"),
        ("AGPL-3.0-only", "EUPL-1.2", "hosted", Fit.REVIEW, "network-source"),
        ("AGPL-3.0-only", "EUPL-1.2", "internal", Fit.FITS, "not-handed-on"),
        ("GPL-3.0-only", "MIT", "distributed", Fit.CONFLICTS, "copyleft"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "MIT", "public-client", Fit.SEPARATE, "own-licence"),
        ("GPL-2.0-or-later", "GPL-3.0-only", "distributed", Fit.FITS, "notices"),
        ("GPL-2.0-only", "GPL-3.0-or-later", "distributed", Fit.CONFLICTS, "gnu-versions"),
        ("Apache-2.0", "GPL-2.0-only", "distributed", Fit.CONFLICTS, "patent-clause"),
        ("BUSL-1.1", "EUPL-1.2", "distributed", Fit.CONFLICTS, "not-open"),
        ("BUSL-1.1", "EUPL-1.2", "internal", Fit.REVIEW, "not-open"),
        ("LicenseRef-nooit-gezien", "EUPL-1.2", "distributed", Fit.UNKNOWN, "unknown"),
        ("no expression", "EUPL-1.2", "distributed", Fit.UNKNOWN, "unknown"),
        ("ISC OR GPL-3.0-only", "MIT", "distributed", Fit.FITS, "notices"),
        ("MIT AND GPL-3.0-only", "MIT", "distributed", Fit.CONFLICTS, "copyleft"),
    ],
)  # fmt: skip
def test_fit(expression: str, outbound: str, use_mode: str, fit: Fit, reason: str) -> None:
    found = compatible(expression, outbound, UseMode(use_mode), PACK)
    assert (found.fit, found.reason) == (fit, reason)
    assert all(REASONS[found.reason])


def test_the_best_side_of_a_choice_is_taken() -> None:
    found = compatible("(MIT OR GPL-3.0-only) AND ISC", "MIT", UseMode.DISTRIBUTED, PACK)
    assert found.chosen == "MIT AND ISC"


def test_the_appendix_names_known_licences() -> None:
    assert PACK.conditions is not None
    for appendix in PACK.conditions.appendices.values():
        assert all(leaf_of(name) is not None for name in appendix.licenses)


def test_pairs_and_duties_name_known_licences_and_reasons() -> None:
    assert PACK.conditions is not None
    for pair in PACK.conditions.pairs:
        assert leaf_of(pair.inbound)
        assert leaf_of(pair.outbound)
        assert pair.reason in REASONS
        assert Fit(pair.fit)
    known = set(PACK.licenses.ids)
    for duty in PACK.conditions.duties.values():
        assert any(duty.fits(name) for name in known)


def test_every_outbound_licence_has_to_fit() -> None:
    found = compatible("GPL-3.0-only", "EUPL-1.2 OR MIT", UseMode.DISTRIBUTED, PACK)
    assert (found.fit, found.reason) == (Fit.CONFLICTS, "copyleft")


def test_handed_over_without_a_licence_and_in_a_bought_product() -> None:
    alone = compatible("GPL-3.0-only", "", UseMode.DISTRIBUTED, PACK)
    assert (alone.fit, alone.reason) == (Fit.REVIEW, "binds-receiver")
    bought = compatible("GPL-3.0-only", "", UseMode.INTERNAL, PACK, supplied=True)
    assert (bought.fit, bought.reason) == (Fit.REVIEW, "supplier-duty")


def test_five_hundred_operators() -> None:
    text = " OR ".join(f"LicenseRef-a{n}" for n in range(500))
    found = compatible(text, "EUPL-1.2", UseMode.DISTRIBUTED, PACK)
    assert found.fit is Fit.UNKNOWN
