"""The HTML page: accessible by construction, safe, small, and the same without a script."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import scanner.reports
from scanner.reports.data import ReportData
from scanner.reports.formats.html import render

CSS = (Path(scanner.reports.__file__).parent / "templates" / "report.css").read_text("utf-8")
VOID = {"meta", "rect"}


class Page(HTMLParser):
    """Elements in order, with what a check needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.stack)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.elements.append((tag, dict(attrs), tuple(self.stack)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs, _ in self.elements if tag in tags]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_page_has_language_landmarks_one_title_and_a_skip_link(lang: str, data: ReportData) -> None:
    page = Page(render(data, lang=lang))
    assert page.stack == []
    assert page.all("html") == [{"lang": lang}]
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        assert len([e for e in page.elements if e[0] == landmark and "svg" not in e[2]]) == 1
    first_link = page.all("a")[0]
    assert first_link["href"] == "#main"
    assert page.all("nav")[0]["aria-label"]


def test_headings_never_skip_a_level(data: ReportData) -> None:
    levels = [
        int(t[1]) for t, _, _ in Page(render(data, lang="nl")).elements if re.fullmatch("h[1-6]", t)
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_every_reference_points_at_one(data: ReportData) -> None:
    page = Page(render(data, lang="nl"))
    ids = [a["id"] for _, a, _ in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    wanted = [i for _, a, _ in page.elements for i in (a.get("aria-labelledby") or "").split()]
    wanted += [(a["href"] or "")[1:] for a in page.all("a")]
    assert set(wanted) <= set(ids)


def test_tables_have_a_caption_and_headers_with_a_scope(data: ReportData) -> None:
    page = Page(render(data, lang="nl"))
    assert len(page.all("table")) == len(page.all("caption")) > 5
    assert all(a.get("scope") in {"col", "row", "rowgroup"} for a in page.all("th"))


def test_a_table_that_scrolls_can_be_reached_by_keyboard_and_has_a_name(data: ReportData) -> None:
    page = Page(render(data, lang="nl"))
    boxes = [a for a in page.all("div") if a.get("class") == "scroll"]
    assert len(boxes) == len(page.all("table"))
    assert all(
        a["tabindex"] == "0" and a["role"] == "region" and a["aria-labelledby"] for a in boxes
    )


def test_a_status_is_never_colour_alone(data: ReportData) -> None:
    text = render(data, lang="nl")
    assert "✕</span> wijkt af" in text
    assert "?</span> onbekend" in text
    assert "✓</span> geen afwijking" in text
    assert "▲</span> hoog" in text


def test_page_asks_nothing_of_anyone(hostile_data: ReportData) -> None:
    page = Page(render(hostile_data, lang="nl"))
    assert not page.all("link", "img", "iframe", "object", "embed", "form", "base")
    assert all((a["href"] or "").startswith("#") for a in page.all("a"))
    assert not [a for _, a, _ in page.elements if "src" in a or "style" in a]
    assert not [n for _, a, _ in page.elements for n in a if n.startswith("on")]
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_hostile_text_stays_text(hostile_data: ReportData) -> None:
    text = render(hostile_data, lang="en")
    page = Page(text)
    assert page.stack == []
    assert len(page.all("script")) == 1
    assert "&lt;script&gt;alert(1)" in text
    assert "\u202e" not in text


def test_the_content_policy_allows_only_our_own_style_and_script(data: ReportData) -> None:
    policy = next(
        a["content"] or "" for a in Page(render(data, lang="nl")).all("meta") if "http-equiv" in a
    )
    assert policy.startswith("default-src 'none'")
    assert policy.count("'sha256-") == 2
    assert "unsafe" not in policy


def test_a_large_estate_stays_below_one_megabyte_and_says_what_is_left_out(
    large_data: ReportData,
) -> None:
    text = render(large_data, lang="nl")
    assert len(text.encode()) < 1_000_000
    for left in (
        "Nog 1.000 systemen",
        "Nog 3.977 bevindingen",
        "Nog 2.100 bronnen",
        "Nog 4.850 meldingen",
    ):
        assert left in text


def test_summary_comes_first_and_says_that_the_scan_is_incomplete(data: ReportData) -> None:
    text = render(data, lang="nl")
    assert text.index('id="summary"') < text.index('id="systems"') < text.index('id="actions"')
    assert "<strong>Onvolledig: 1 bron is deels gelezen, 1 melding." in text


def test_finding_shows_evidence_owner_and_what_to_do(data: ReportData) -> None:
    text = render(data, lang="nl")
    assert "<code>web/package-lock.json:68</code>" in text
    assert "Team Portaal (Portaal)" in text
    assert "Vervang kaartlaag." in text
    assert "en nog 1 plek" in text


def test_waivers_show_their_last_day_also_when_it_has_passed(data: ReportData) -> None:
    text = render(data, lang="nl")
    part = text[text.index('id="waivers"') : text.index('id="licenses"')]
    assert part.index("oude-kaart") < part.index("portaal-kaart")
    assert "30 juni 2026" in part
    assert "verlopen" in part
    assert "31 maart 2027" in part


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]+);", block))


def _light(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(c * 2 for c in color[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(mode: str) -> None:
    light, dark = CSS.split("@media (prefers-color-scheme: dark)")
    tokens = _tokens(light if mode == "light" else dark.split("box-sizing")[0])
    for paper in (tokens["paper"], tokens["panel"]):
        for ink in ("ink", "soft", "link", "bad", "doubt", "good"):
            assert _contrast(tokens[ink], paper) >= 4.5, (ink, paper)
    assert _contrast("#ffffff", tokens["brand"]) >= 4.5
    for bar in ("open", "closed", "vague"):
        assert _contrast(tokens[bar], tokens["paper"]) >= 3, bar
    for badge in re.findall(r"\.severity\.\w+ \{ background: (#\w+); \}", CSS):
        assert _contrast("#ffffff", badge) >= 4.5, badge
