"""CISA's catalog of known exploited vulnerabilities, JSON and CSV.

Source: cisa.gov, "Known Exploited Vulnerabilities Catalog" and its JSON schema as of 2025-08.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from sbom.advisories.feed import Exploited, Feed
from sbom.issue import Issue, IssueKind


def looks_like(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is the catalog."""
    listed = value.get("vulnerabilities")
    return isinstance(listed, list) and (
        "catalogVersion" in value or any(isinstance(v, dict) and "cveID" in v for v in listed[:3])
    )


def read(value: Mapping[str, Any], feed: Feed) -> None:
    """Add the catalog to a feed."""
    feed.sources.add("kev")
    stated = value.get("dateReleased")
    feed.stated = stated if isinstance(stated, str) else feed.stated
    _add(value["vulnerabilities"], feed)


def read_csv(text: str, feed: Feed) -> None:
    """Add the catalog's CSV form to a feed."""
    feed.sources.add("kev")
    _add(csv.DictReader(io.StringIO(text)), feed)
    if feed.exploited and not feed.stated:
        feed.stated = max(e.added for e in feed.exploited.values())


def _add(rows: Iterable[Any], feed: Feed) -> None:
    for number, row in enumerate(rows, 1):
        words = (
            {k: v for k, v in row.items() if isinstance(v, str)} if isinstance(row, dict) else {}
        )
        cve = words.get("cveID", "").strip()
        if not cve:
            feed.issues.append(
                Issue(
                    kind=IssueKind.ENTRY,
                    subject=f"entry {number}",
                    message="has no cveID and is lost",
                )
            )
            continue
        feed.exploited[cve] = Exploited(
            cve=cve,
            added=words.get("dateAdded", ""),
            due=words.get("dueDate", ""),
            ransomware=words.get("knownRansomwareCampaignUse", "").lower() == "known",
            action=words.get("requiredAction", "")[:500],
            name=words.get("vulnerabilityName", "")[:200],
        )
