"""Cases: the promises of the default pack hold, and a broken promise is told."""

from policies.cases import run_cases
from policies.default_pack import load_default
from policies.pack import Pack
from policies.pack_load import PackLayer


def test_the_default_pack_keeps_its_promises(pack: Pack) -> None:
    results = run_cases(pack)
    assert len(results) >= 20
    assert [(r.id, r.mistakes) for r in results if not r.holds] == []


def test_a_broken_promise_is_told() -> None:
    text = "matrix: {network-copyleft: {saas-public-modified: note}}"
    pack = load_default([PackLayer(name="town", files={"licenses.yaml": text})])
    broken = {r.id: r.mistakes for r in run_cases(pack) if not r.holds}
    assert broken["agpl-hosted"] == (
        ("verdict", "deviates", "complies"),
        ("outcome", "review", "note"),
    )


def test_a_town_adds_its_own_cases() -> None:
    text = (
        "cases:\n"
        "  eigen:\n"
        "    {name: Eigen, claims: [[declared, MIT]], use_mode: internal, verdict: complies}\n"
    )
    pack = load_default([PackLayer(name="town", files={"cases.yaml": text})])
    assert [r.holds for r in run_cases(pack) if r.id == "eigen"] == [True]
