"""The given Word files: their own references name number and heading, which proves our numbers."""

import re
from pathlib import Path

import pytest

from sbom.contracts.document import Document
from sbom.contracts.read import read_document

CITED = re.compile(r"Sections? (\d{1,2}(?:\.\d{1,2})?) \(([A-Z][^()]{2,60})\)")


def read(path: Path) -> Document:
    return read_document(path.name, path.read_bytes())


@pytest.mark.fixtures
def test_cited_sections_have_the_heading_that_they_are_cited_with(fixtures_dir: Path) -> None:
    right = total = 0
    for path in sorted((fixtures_dir / "contracts" / "docx").glob("*.docx")):
        document = read(path)
        headings = {p.number: p.heading.lower() for p in reversed(document.passages) if p.number}
        for number, cited in CITED.findall(document.text):
            if number not in headings:
                continue  # of another document
            total += 1
            right += (
                cited.lower().rstrip(".") in headings[number] or headings[number] in cited.lower()
            )
    assert total > 100
    assert right >= total * 0.98, (right, total)


@pytest.mark.fixtures
def test_texts_are_read_as_they_stand(fixtures_dir: Path) -> None:
    for path in sorted((fixtures_dir / "contracts" / "docs").glob("*.txt")):
        document = read(path)
        assert document.text == path.read_text("utf-8"), path.name
        assert document.language == path.name[:2], path.name


@pytest.mark.fixtures
def test_government_terms_have_their_articles(fixtures_dir: Path) -> None:
    for name, last in (("nl_arvodi2014", 26), ("nl_ariv2014", 20), ("nl_arbit2014", 80)):
        document = read(fixtures_dir / "contracts" / "docs" / f"{name}.txt")
        tops = {p.number.partition(".")[0] for p in document.passages}
        missing = [n for n in range(1, last + 1) if str(n) not in tops]
        assert not missing, (name, missing)


@pytest.mark.fixtures
def test_original_pdfs_are_read_in_full(fixtures_dir: Path) -> None:
    for path in sorted((fixtures_dir / "contracts" / "pdf").iterdir()):
        document = read(path)
        assert not document.unread, path.name
        assert document.language == "en", path.name
        assert len(document.pages) > 0, path.name
