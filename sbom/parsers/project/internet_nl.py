"""Results of internet.nl as its batch API and dashboard give them: tests of a domain.

Rules: every domain is a `Descriptor` of kind `internet-nl`, its name the domain, with one property
a test (`web_dnssec_valid`: `passed`, `failed`, `warning`, `info`, `not_tested` or
`error`), and `report`, `score` and `date` where stated. Tests are found at any depth below
the domain, by their prefix `web_` or `mail_`, so that both layouts of the API are read.

Source: internet.nl batch API 2, results.
"""

from collections.abc import Mapping
from typing import Any

from sbom.errors import NotThisFormatError
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.json_reader import load_json
from sbom.readers.shape import mapping, text
from sbom.source import SourceFile

_STATES = {
    "passed": "passed",
    "good": "passed",
    "ok": "passed",
    "failed": "failed",
    "bad": "failed",
    "warning": "warning",
    "info": "info",
    "not_tested": "not_tested",
    "not-tested": "not_tested",
    "not_testable": "not_tested",
    "error": "error",
}
_DEPTH = 8
_MAX_TESTS = 400


def parse(source: SourceFile, /) -> Inventory:
    """The domains and their tests.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: JSON without results of internet.nl.
    """
    document = mapping(load_json(source.content))
    domains = mapping(document.get("domains")) or mapping(
        mapping(document.get("results")).get("domains")
    )
    if not domains:
        raise NotThisFormatError("holds no results of internet.nl")
    request = mapping(document.get("request"))
    date = text(request.get("finished_date")) or text(document.get("finished_date"))
    made, issues = [], []
    for name, stated in domains.items():
        tests: dict[str, str] = {}
        _tests(mapping(stated), tests, 0)
        if not tests:
            message = "has no tests: " + (text(mapping(stated).get("status")) or "no results")
            issues.append(Issue(kind=IssueKind.ENTRY, subject=name[:200], message=message))
            continue
        facts = dict(tests)
        facts["report"] = text(mapping(mapping(stated).get("report")).get("url"))
        facts["score"] = text(mapping(mapping(stated).get("scoring")).get("percentage"))
        facts["date"] = date
        listed = tuple(sorted((k, v[:300]) for k, v in facts.items() if v))
        made.append(Descriptor(kind="internet-nl", name=name[:253], properties=listed))
    if not made and not issues:
        raise NotThisFormatError("holds no results of internet.nl")
    made.sort(key=lambda d: d.name)
    return Inventory(
        descriptors=tuple(made),
        issues=tuple(issues),
        format_version=text(document.get("api_version"))[:20],
        expects_components=False,
    )


def _tests(value: Mapping[str, Any], found: dict[str, str], depth: int) -> None:
    for key, held in value.items():
        if len(found) >= _MAX_TESTS or depth > _DEPTH or not isinstance(held, dict):
            continue
        if key.startswith(("web_", "mail_")):
            state = text(held.get("status")) or text(held.get("verdict"))
            if state and "tests" not in held:
                found[key[:100]] = _STATES.get(state.lower(), "info")
        _tests(held, found, depth + 1)
