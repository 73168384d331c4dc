"""Build `sbom/licensing/data/phrases.bin`, the table of known licence notices and statements.

    python docs/tools/build_license_phrases.py --scancode DATA_FOLDER

DATA_FOLDER is `licensedcode/data` of the PyPI package `scancode-toolkit` (ScanCode LicenseDB rules,
CC-BY-4.0, attribution in NOTICE). Kept are the rules with full relevance and with words in one run;
a run of words that two rules read differently is left out, and so is one whose meaning hangs on a
sign that is no word (`GPLv2+`). What a rule calls unknown, or a false positive, is kept as a mask:
words that look like a licence and say none.

The table holds hashes and single words, no text. Layout: see `sbom.licensing.texts.phrases`.
"""

import argparse
import re
import sys
from array import array
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "sbom" / "licensing" / "data" / "phrases.bin"
LEAST = {"text": 12, "notice": 5, "tag": 4, "reference": 3, "false": 4}
"""Fewest words, by kind of rule."""
MOST = 600
RELEVANT = 99
"""Relevance that ScanCode gives a rule, from which it is used."""
RELEVANT_LINK = 90
"""The same for a rule that is nothing but an address."""
VAGUE = re.compile(
    r"unknown|warranty-disclaimer|generic|see-license|license-file-reference|no-license"
    r"|other-(?:permissive|copyleft)"
)
"""Answers that say nothing about which licence it is."""
RESERVED = re.compile(r"proprietary|commercial-license|unlicensed")
_WORD = re.compile(r"[A-Za-z0-9_.+-]+")
_SIGN = re.compile(r"\w\+|>=|\|\|")


class Rule(NamedTuple):
    """One rule in the terms of this product."""

    tokens: tuple[str, ...]
    expression: str
    """Empty for a mask."""
    kind: str


def main(arguments: list[str] | None = None) -> None:
    """Build and write the table."""
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scancode", type=Path, required=True)
    options = parser.parse_args(arguments)
    rules = unambiguous(rules_of(options.scancode))
    content = packed(rules)
    TARGET.write_bytes(content)
    print(f"{len(content):,} bytes, {len(rules)} phrases")


def keys_of(folder: Path) -> dict[str, str]:
    """ScanCode key to the id that the index uses."""
    found = {}
    for path in sorted((folder / "licenses").glob("*.LICENSE")):
        head = path.read_text("utf-8")[4:].partition("\n---\n")[0]
        fields = dict(re.findall(r"^(\w+): (.+)$", head, re.MULTILINE))
        found[path.stem] = fields.get("spdx_license_key", f"LicenseRef-scancode-{path.stem}")
    return found


def rules_of(folder: Path) -> list[Rule]:
    """The rules that are kept."""
    import yaml

    from sbom.licensing.texts.words import words_of

    keys = keys_of(folder)
    found = []
    for path in sorted((folder / "rules").glob("*.RULE")):
        head, _, text = path.read_text("utf-8")[4:].partition("\n---\n")
        fields: dict[str, Any] = yaml.load(head, Loader=yaml.CSafeLoader)
        kind = kind_of(fields)
        text = text.replace("{{", "").replace("}}", "")
        if (
            not kind
            or fields.get("relevance", 100) < relevant(kind, text)
            or "[[" in text
            or _SIGN.search(text)
        ):
            continue
        tokens = tuple(words_of(text).tokens)
        expression = "" if kind == "false" else _expression(fields["license_expression"], keys)
        if expression is None or not LEAST[kind] <= len(tokens) <= MOST:
            continue
        if not expression and len(tokens) < 6:
            continue
        if RESERVED.search(expression) and len(tokens) < 12:
            continue
        found.append(Rule(tokens, expression, kind))
    return found


def kind_of(fields: dict[str, Any]) -> str:
    """`text`, `notice`, `tag`, `reference`, `false` or, for a rule that is not used, nothing."""
    if fields.get("is_false_positive"):
        return "false"
    if fields.get("is_deprecated") or "license_expression" not in fields:
        return ""
    kinds = ("text", "notice", "tag", "reference")
    return next((k for k in kinds if fields.get(f"is_license_{k}")), "")


def relevant(kind: str, text: str) -> int:
    """Relevance from which a rule is used."""
    link = kind == "reference" and text.strip().startswith("http") and len(text.split()) == 1
    return RELEVANT_LINK if link else RELEVANT


def _expression(text: str, keys: dict[str, str]) -> str | None:
    """SPDX expression, empty when it says nothing; None when it cannot be written."""
    from sbom.licensing.expression import ExpressionError, parse
    from sbom.licensing.tree import render

    words = {"and": "AND", "or": "OR", "with": "WITH"}
    if VAGUE.search(text):
        parts = text.replace("(", "").replace(")", "").lower().split(" and ")
        firm = [p for p in parts if not VAGUE.search(p)]
        if " or " in text.lower() or any(" with " in p for p in parts if p not in firm):
            return None
        text = " and ".join(firm)
        if not firm:
            return ""
    named = _WORD.sub(lambda m: words.get(m.group().lower()) or keys.get(m.group(), "?"), text)
    try:
        return named if " " not in named else render(parse(named))
    except ExpressionError:
        return None


def unambiguous(rules: list[Rule]) -> list[Rule]:
    """Rules without those of the same words that mean something else."""
    meanings: dict[tuple[str, ...], set[str]] = {}
    for rule in rules:
        meanings.setdefault(rule.tokens, set()).add(rule.expression)
    kept = {rule.tokens: rule for rule in reversed(rules) if len(meanings[rule.tokens]) == 1}
    return list(kept.values())


def packed(rules: list[Rule]) -> bytes:
    """The file."""
    from sbom.licensing.texts.phrases import KINDS, Head, encode

    words = sorted({t for rule in rules for t in rule.tokens})
    number = {word: at for at, word in enumerate(words, 1)}
    meanings = sorted({(rule.expression, rule.kind) for rule in rules})
    place = {meaning: at for at, meaning in enumerate(meanings)}
    rows = []
    for rule in rules:
        ids = [number[t] for t in rule.tokens]
        first = ids[0] << 40 | ids[1] << 20 | ids[2]
        last = ids[-3] << 40 | ids[-2] << 20 | ids[-1]
        check = crc32(array("I", ids).tobytes())
        rows.append((first, -len(ids), last, check, place[(rule.expression, rule.kind)]))
    rows.sort()
    head = Head(
        version=1,
        source="ScanCode LicenseDB rules of scancode-toolkit 32.5.0 (PyPI), CC-BY-4.0",
        meanings=tuple((e, KINDS.index(k)) for e, k in meanings),
        parts={},
    )
    parts = {
        "words": "\n".join(words).encode(),
        "first": array("Q", [r[0] for r in rows]).tobytes(),
        "last": array("Q", [r[2] for r in rows]).tobytes(),
        "check": array("I", [r[3] for r in rows]).tobytes(),
        "length": array("H", [-r[1] for r in rows]).tobytes(),
        "meaning": array("H", [r[4] for r in rows]).tobytes(),
    }
    return encode(head, parts)


if __name__ == "__main__":
    main()
