"""Rules of other scanners applied to what Sluis says, so that like is compared with like.

A rule sees the flags, the kind of file and how things are spelled; it never sees which case or file
it is. One rule has `for` (formats; all when absent) and `options` (settings with which the other
scanner ran; any when absent), `source` (where the rule is written or shown), and one of

- `leave-out`: components that the peer does not list;
- `spell`: how the peer writes name or version, for the components of `when`; `purl: nothing` where
  it names by the name alone;
- `once-per`: how the peer counts (`place`: one entry for each place in the file).

A test of components is a mapping of which every line must hold; a list means any of them:
`role`, `scope`, `version-kind`, `direct`, `property` (name, or name=value), `type` (of the purl),
`in` (globs: every file where it stands), `kind` (flagged or plain), `requirement` (regular
expression), `version` (the same), and `not` (a test that must fail).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from peers.comparing import of_purl
from peers.reading import Reading, Record, peer_of

Rule = dict[str, Any]
Test = dict[str, Any]
_BOUND = re.compile(r"[0-9A-Za-z][^\s,;\]\[)(|]*")
_NUMBER = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)")
_LOWER = re.compile(r"(?:>=|~=)\s*([^\s,;]+)")


def load_rules(path: Path | None = None) -> dict[str, Any]:
    """`rules.yaml`: `peers` holds the rules by peer, `real-names` names of files by format."""
    import yaml

    where = path or Path(__file__).with_name("rules.yaml")
    document: dict[str, Any] = yaml.safe_load(where.read_text(encoding="utf-8"))
    return document


def apply(
    case: dict[str, Any],
    reading: Reading,
    rules: dict[str, list[Rule]],
    *,
    spelling_only: bool = False,
) -> list[Record]:
    """The components that the peer of the case would list, as it would spell them.

    Args:
        case: The case.
        reading: What Sluis says of it.
        rules: By peer.
        spelling_only: Leave nothing out.
    """
    mine = [r for r in rules.get(peer_of(case), []) if _concerns(r, case, reading)]
    if spelling_only:
        mine = [r for r in mine if "leave-out" not in r]
    kept: list[Record] = []
    for record in reading.records:
        kept.extend(_one(record, mine))
    return kept


def _concerns(rule: Rule, case: dict[str, Any], reading: Reading) -> bool:
    formats = rule.get("for")
    if formats is not None and case["format"] not in _list(formats):
        return False
    ecosystems = rule.get("ecosystem")
    if ecosystems is not None and case["ecosystem"] not in _list(ecosystems):
        return False
    beside = rule.get("beside")
    if beside is not None and not any(matches(r, beside) for r in reading.records):
        return False
    if "file-says" in rule and not re.search(rule["file-says"], reading.head):
        return False
    options = rule.get("options")
    if options is None:
        return True
    given = case.get("options") or {}
    return all(given.get(name, False) == wanted for name, wanted in options.items())


def _one(record: Record, rules: list[Rule]) -> list[Record]:
    copies = 1
    for rule in rules:
        test = rule.get("leave-out")
        if test is not None:
            if matches(record, test):
                return []
            continue
        if not matches(record, rule.get("when") or {}):
            continue
        if "once-per" in rule:
            copies = _COUNTS[rule["once-per"]](record)
        for what, how in (rule.get("spell") or {}).items():
            record = _spelled(record, what, how)
    return [record] * copies


_COUNTS: dict[str, Callable[[Record], int]] = {
    "place": lambda r: r.occurrences,
    "place-and-one": lambda r: 1 + r.occurrences,
    "variant": lambda r: int(r.properties.get("peer-variants", "1")),
}


def matches(record: Record, test: Test) -> bool:
    """Whether a component passes a test."""
    return all(_TESTS[name](record, _list(wanted)) for name, wanted in test.items())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _has_property(record: Record, wanted: list[str]) -> bool:
    for text in wanted:
        if text == "replaced-by-folder":
            return record.properties.get("replaced-by", "").startswith((".", "/"))
        name, equals, value = text.partition("=")
        if name in record.properties and (not equals or record.properties[name] == value):
            return True
    return False


_TESTS: dict[str, Callable[[Record, list[Any]], bool]] = {
    "role": lambda r, wanted: not r.roles.isdisjoint(wanted),
    "scope": lambda r, wanted: r.scope in wanted,
    "version-kind": lambda r, wanted: r.version_kind in wanted,
    "direct": lambda r, wanted: r.direct in [str(w).lower() for w in wanted],
    "property": _has_property,
    "type": lambda r, wanted: r.purl[4:].partition("/")[0] in wanted,
    "in": lambda r, wanted: all(
        any(fnmatchcase(f.rpartition("/")[2], w) for w in wanted) for f in r.files
    ),
    "requirement": lambda r, wanted: any(re.search(w, r.requirement) for w in wanted),
    "version": lambda r, wanted: any(re.search(w, r.version) for w in wanted),
    "name": lambda r, wanted: any(re.search(w, r.name) for w in wanted),
    "not": lambda r, wanted: not any(matches(r, w) for w in wanted),
}


def _spelled(record: Record, what: str, how: str) -> Record:
    """The component with its name or version spelled otherwise; its purl goes with that."""
    word, _, argument = how.partition(" ")
    value = _SPELLINGS[word](record, argument)
    if what == "name":
        return replace(record, name=value, purl="")
    if what == "purl":
        return replace(record, purl=value)
    return replace(record, version=value, purl="")


def _bound(record: Record, _: str) -> str:
    found = _BOUND.search(record.requirement)
    return found[0] if found else ""


def _minimum(record: Record, _: str) -> str:
    found = _LOWER.search(record.requirement)
    return (found[1] if found else _bound(record, "")).replace("*", "0")


_SPELLINGS: dict[str, Callable[[Record, str], str]] = {
    "nothing": lambda _, __: "",
    "literal": lambda _, text: text,
    "requirement": lambda r, _: r.requirement,
    "lower-bound": _bound,
    "property": lambda r, name: r.properties.get(name, ""),
    "last-word-of": lambda r, name: (r.properties.get(name, "").split() or [""])[-1],
    "number-of": lambda r, name: (
        found[1] if (found := _NUMBER.match(r.properties.get(name, ""))) else r.version
    ),
    "last-part": lambda r, _: re.split("[/:]", (of_purl(r.purl) or (r.name, ""))[0])[-1],
    "minimum": _minimum,
    "suffixed": lambda r, name: f"{r.version}-{r.properties.get(name, '')}",
    "with-owner": lambda r, name: f"{r.properties.get(name, '')}/{r.name}",
    "upstream": lambda r, _: re.sub(r"\A\d+:|-[^-]*\Z", "", r.version),
    "nothing-if-replaced-by-folder": lambda r, _: (
        "" if r.properties.get("replaced-by", "").startswith((".", "/")) else r.version
    ),
}
