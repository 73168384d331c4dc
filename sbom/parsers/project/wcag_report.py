"""Reports of an accessibility evaluation as the WCAG-EM report tool and other EARL writers give them.

Rules: a document is one `Descriptor` of kind `wcag-report`, its name what was evaluated, with one
property a success criterion (`test non-text-content`: `passed`, `failed`, `inapplicable`,
`cant-tell` or `untested`; the worst where a criterion was tested more than once) and
`conformance-target` (`A`, `AA`, `AAA`), `wcag` (`2.1`) and `date` where stated. Assertions stand in
`auditSample`, `auditResult` or `@graph`; outcomes and tests are a text or an object with an `id`.

Source: W3C Evaluation and Report Language (EARL) 1.0 Schema; WCAG-EM report tool, its JSON-LD.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom.errors import NotThisFormatError
from sbom.inventory import Descriptor, Inventory
from sbom.readers.json_reader import load_json
from sbom.readers.shape import items, mapping, text
from sbom.source import SourceFile

_LISTS = ("auditSample", "auditResult", "@graph")
_STATES = {
    "passed": "passed",
    "pass": "passed",
    "failed": "failed",
    "fail": "failed",
    "inapplicable": "inapplicable",
    "notpresent": "inapplicable",
    "canttell": "cant-tell",
    "untested": "untested",
    "nottested": "untested",
    "notchecked": "untested",
}
_WORST = ("failed", "cant-tell", "untested", "passed", "inapplicable")
_MOST = 20_000
"""Assertions that are read."""
_LEVEL = re.compile(r"(?:\A|WCAG2)(A{1,3})(?:\Z|-)")
_VERSION = re.compile(r"\A2\.[0-9]\Z")
_IN_TEST = re.compile(r"WCAG2([0-9])\b")


def parse(source: SourceFile, /) -> Inventory:
    """The outcome for each success criterion.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: JSON without assertions on success criteria.
    """
    document = mapping(load_json(source.content))
    tests: dict[str, str] = {}
    versions: set[str] = set()
    for test, state in _assertions(document):
        name = re.split(r"[:#/]", test)[-1][:100]
        worst = min(state, tests.get(name, state), key=_WORST.index)
        tests[name] = worst
        versions.update(f"2.{n}" for n in _IN_TEST.findall(test))
    if not tests:
        raise NotThisFormatError("holds no evaluation of accessibility")
    facts = {f"test {name}": state for name, state in tests.items()}
    facts |= _scope(document, versions)
    listed = tuple(sorted((k, v) for k, v in facts.items() if v))
    return Inventory(
        descriptors=(Descriptor(kind="wcag-report", name=_name(document), properties=listed),),
        expects_components=False,
    )


def _assertions(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Test and outcome of each assertion that has both."""
    for key in _LISTS:
        for entry in items(document.get(key))[:_MOST]:
            held = mapping(entry)
            test = _id(held.get("test")) or _id(held.get("testcase"))
            told = _id(mapping(held.get("result")).get("outcome"))
            state = _STATES.get(re.split(r"[:#]", told)[-1].replace("-", "").lower())
            if test and state:
                yield test, state


def _id(value: object) -> str:
    held = mapping(value)
    return text(value) or text(held.get("id")) or text(held.get("@id"))


def _scope(document: Mapping[str, Any], versions: set[str]) -> dict[str, str]:
    scope = mapping(document.get("defineScope")) or mapping(document.get("evaluationScope"))
    level = _LEVEL.search(_id(scope.get("conformanceTarget")))
    version = text(scope.get("wcagVersion"))
    if not _VERSION.match(version):
        version = max(versions) if versions else ""
    findings = mapping(document.get("reportFindings"))
    date = findings.get("date") or document.get("date") or mapping(document.get("created"))
    day = text(date) or text(mapping(date).get("value")) or text(mapping(date).get("@value"))
    return {"conformance-target": level[1] if level else "", "wcag": version, "date": day[:40]}


def _name(document: Mapping[str, Any]) -> str:
    """What was evaluated."""
    scope = mapping(document.get("defineScope")) or mapping(document.get("evaluationScope"))
    held = mapping(scope.get("scope")) or mapping(scope.get("website"))
    named = (held.get("title"), held.get("siteName"), document.get("title"))
    return next((text(n) for n in named if text(n)), "")[:200]
