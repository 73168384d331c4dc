"""Duties per use, gathered into a checklist."""

from policies.default_pack import load_default
from policies.facts import UseMode
from policies.obligations import Component, obligations

PACK = load_default()


def component(licence: str, name: str = "voorbeeld", **more: object) -> Component:
    claims = (("declared", licence),) if licence else ()
    return Component(purl=f"pkg:npm/{name}@1", claims=claims, **more)  # type: ignore[arg-type]


def duties(mode: UseMode, *components: Component) -> list[str]:
    return [d.id for d in obligations(components, mode, PACK)]


def test_inside_the_house_nothing_is_handed_on() -> None:
    found = duties(UseMode.INTERNAL, component("GPL-3.0-only"), component("MIT", "b"))
    assert found == ["patent-peace"]


def test_handed_on_asks_notices_and_source() -> None:
    found = duties(UseMode.DISTRIBUTED, component("GPL-3.0-only"), component("Apache-2.0", "b"))
    assert {"keep-notices", "offer-source-work", "notice-file", "state-changes"} <= set(found)
    assert "installation-information" in found


def test_over_a_network_the_agpl_asks_a_link() -> None:
    assert "network-copy" in duties(UseMode.HOSTED, component("AGPL-3.0-only"))
    assert "network-copy" not in duties(UseMode.INTERNAL, component("AGPL-3.0-only"))


def test_of_a_choice_only_the_chosen_side_asks() -> None:
    found = duties(UseMode.DISTRIBUTED, component("MIT OR GPL-3.0-only"))
    assert "offer-source-work" not in found


def test_a_bought_product_puts_the_duty_with_the_supplier() -> None:
    found = obligations([component("GPL-3.0-only", supplied=True)], UseMode.INTERNAL, PACK)
    assert [d.by_vendor for d in found if d.id == "offer-source-work"] == [True]


def test_what_is_unknown_has_to_be_found() -> None:
    (duty,) = obligations([component("")], UseMode.HOSTED, PACK)
    assert (duty.id, duty.licenses, duty.components) == (
        "find-licence",
        (),
        ("pkg:npm/voorbeeld@1",),
    )


def test_every_duty_has_a_source_and_both_languages() -> None:
    names = sorted(PACK.licenses.ids)
    found = obligations([component(n, n) for n in names], UseMode.DISTRIBUTED, PACK)
    assert len(found) > 10
    assert all(d.source and d.text.nl and d.text.en for d in found)
