"""Notices: each text once, complete, and what is missing is named."""

from policies.default_pack import load_default
from scanner.licensing.notice import Entry, as_html, as_spdx, as_text, made

PACK = load_default()
WORDS = {
    "intro": "Inleiding.",
    "unknown": "Niet bekend",
    "no-text": "Geen tekst.",
    "files": "Bestanden",
}
MIT = "Permission is hereby granted, free of charge"


def entry(name: str, licence: str, **more: object) -> Entry:
    values: dict[str, object] = {
        "purl": f"pkg:npm/{name}@1.0.0",
        "name": name,
        "version": "1.0.0",
        "claims": (("declared", licence),) if licence else (),
    }
    return Entry(**(values | more))  # type: ignore[arg-type]  # names are those of the struct


def test_each_text_stands_once_with_all_its_components() -> None:
    found = made("Balie", [entry("b", "MIT"), entry("a", "MIT"), entry("c", "ISC")], PACK)
    text = as_text(found, WORDS)
    assert [g.license for g in found.groups] == ["ISC", "MIT"]
    assert text.count(MIT) == 1
    assert text.index("  a 1.0.0") < text.index("  b 1.0.0")
    assert found.missing == ()


def test_all_of_an_and_and_the_chosen_side_of_an_or() -> None:
    found = made("Balie", [entry("a", "MIT AND ISC"), entry("b", "GPL-3.0-only OR Zlib")], PACK)
    assert [g.license for g in found.groups] == ["ISC", "MIT", "Zlib"]
    assert "a 1.0.0  (MIT AND ISC)" in as_text(found, WORDS)


def test_copyright_lines_and_notice_files_come_along() -> None:
    texts = (("node_modules/a/NOTICE", "Voorbeeld, gemaakt door de gemeente."),)
    one = entry("a", "Apache-2.0", copyrights=("Copyright 2020 Voorbeeld",), texts=texts)
    text = as_text(made("Balie", [one], PACK), WORDS)
    assert "      Copyright 2020 Voorbeeld" in text
    assert "Voorbeeld, gemaakt door de gemeente." in text


def test_what_is_not_known_is_named() -> None:
    found = made("Balie", [entry("a", ""), entry("b", "LicenseRef-eigen")], PACK)
    assert found.missing == ("a 1.0.0", "LicenseRef-eigen: b 1.0.0")
    own = entry("b", "LicenseRef-eigen", texts=(("LICENSE", "Eigen voorwaarden."),))
    known = made("Balie", [own], PACK)
    assert known.missing == ()
    assert "Eigen voorwaarden." in as_text(known, WORDS)


def test_html_escapes_what_is_foreign() -> None:
    bad = entry("<script>x</script>", "MIT", copyrights=("<img src=x>",))
    page = as_html(made("<b>", [bad], PACK), WORDS, "nl")
    assert "<script" not in page
    assert "<img" not in page
    assert '<html lang="nl">' in page


def test_spdx_states_licence_and_copyright() -> None:
    entries = [entry("a", "MIT", copyrights=("Copyright 2020 A",)), entry("b", "")]
    text = as_spdx(made("Balie\nnieuw", entries, PACK), "2026-11-23T09:00:00Z", "Sluis-1")
    lines = text.splitlines()
    assert lines.count("PackageLicenseConcluded: MIT") == 1
    assert "PackageLicenseConcluded: NOASSERTION" in lines
    assert "DocumentName: Balie nieuw" in lines
    assert "PackageCopyrightText: <text>Copyright 2020 A</text>" in lines
