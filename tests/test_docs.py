"""Documents that cannot rot: links lead somewhere, generated pages are current, nothing is left out."""

import re
import subprocess
import sys
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


def test_no_place_of_this_machine_and_no_registry_is_written_down() -> None:
    forbidden = (
        str(ROOT),
        "/home/",
        "registry.npmjs" + ".org",
        "files.pythonhosted" + ".org",
    )
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.md", "*.py", "*.yaml", "*.toml", "*.json", "Makefile"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            text = path.read_text("utf-8", "replace")
            found += [f"{name}: {word}" for word in forbidden if word in text]
    assert found == []
