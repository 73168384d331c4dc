"""Documents that cannot rot: links lead somewhere, generated pages are current, nothing is left out."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import ROOT

from policies.registry import rule_ids
from scanner.cli.main import COMMANDS

LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PAGES = sorted(
    {
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(p for package in ("scanner", "collectors", "policies", "sbom", "tests", "examples")
          for p in (ROOT / package).rglob("*.md")),
    }
)  # fmt: skip


def anchors(text: str) -> set[str]:
    """Anchors of headings, as GitHub makes them."""
    heads = re.findall(r"^#+ +(.+?)\s*$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in LINK.findall(FENCE.sub("", text)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        place, _, anchor = link.partition("#")
        target = page if not place else (page.parent / place).resolve()
        assert target.exists(), f"{page.relative_to(ROOT)}: {link}"
        assert target.is_relative_to(ROOT), f"{page.relative_to(ROOT)}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text("utf-8")), f"{page.relative_to(ROOT)}: {link}"


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [name for name in COMMANDS if f"sluis {name}" not in readme]
    assert not missing


def test_every_rule_has_a_page_that_the_overview_names() -> None:
    pages = {p.stem for p in (ROOT / "docs" / "rules").glob("*.md")} - {"README"}
    assert pages == set(rule_ids())
    overview = (ROOT / "docs" / "rules" / "README.md").read_text("utf-8")
    assert [r for r in rule_ids() if f"({r}.md)" not in overview] == []


def test_page_of_the_schema_is_current() -> None:
    from scanner.store.schema_page import schema_page

    page = ROOT / "docs" / "schema.md"
    assert page.exists(), "python -m scanner.store.schema_page > docs/schema.md"
    assert page.read_text("utf-8").strip() == schema_page().strip()


@pytest.mark.parametrize("tool", ["generate_formats.py", "generate_policies.py"])
def test_generated_pages_are_current(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "tools" / tool), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run: python docs/tools/{tool}\n{done.stdout}{done.stderr}"


def test_schema_of_the_estate_file_is_current() -> None:
    from scanner.estate_schema import schema_text

    assert (ROOT / "scanner" / "data" / "estate.schema.json").read_text("utf-8") == schema_text()


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(p.name[:4]) for p in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_guides_stand_in_both_languages() -> None:
    guides = [p.name for p in (ROOT / "docs" / "guides").glob("*.md")]
    assert len(guides) % 2 == 0


def _texts_of_the_project() -> Iterator[tuple[str, str]]:
    """Name and content of each text file that git tracks."""
    endings = ("*.md", "*.py", "*.yaml", "*.yml", "*.toml", "*.json", "*.lock", "*.txt", "Makefile")
    listed = subprocess.run(
        ["git", "ls-files", "-z", *endings], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            yield name, (ROOT / name).read_text("utf-8", "replace")


def test_no_place_of_this_machine_is_written_down() -> None:
    here = Path(__file__).relative_to(ROOT).as_posix()
    places = (str(ROOT), "/home/")
    assert [
        f"{name}: {place}"
        for name, text in _texts_of_the_project()
        for place in places
        if name != here and place in text
    ] == []


def test_what_is_downloaded_comes_from_example_hosts() -> None:
    """An archive in our data lies on a host that cannot exist, on this machine or on a forge."""
    archive = re.compile(
        r"https?://([^/\s\"'<>]+)/[^\s\"'<>]*\.(?:whl|tgz|gem|crate|nupkg|jar|conda|zip|tar\.[a-z0-9]+)\b"
    )
    known = re.compile(
        r"(?:[^@]*@)?(?:(?:.+\.)?example(?:\.(?:org|com|net|nl))?|127\.0\.0\.1|(?:.+\.)?github\.com)(?::\S+)?"
    )
    assert [
        f"{name}: {found[0]}"
        for name, text in _texts_of_the_project()
        for found in archive.finditer(text)
        if not known.fullmatch(found[1])
    ] == []
