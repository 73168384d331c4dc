"""Curations and choices: what a person decided about the licence of components, as a file in git.

A curation says what the licence is (`concluded`) or which side of an OR is taken (`choice`), for one
package and the versions it was looked at, with reason, role, date and source. Nothing is
overwritten: a curation adds a claim of kind `concluded`, which the pack's precedence puts first.

The file (`curations.yaml`):

    curations:
      - id: voorbeeld-licentie
        purl: pkg:npm/voorbeeld
        versions: ">=1.0.0|<2.0.0"
        concluded: MIT
        reason: The text in the repository is the MIT licence; the manifest is empty.
        decided_by: licence desk
        decided_on: 2026-11-23
        source: https://example.org/voorbeeld/LICENSE
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from sbom.errors import PackError
from sbom.licensing.expression import ExpressionError, parse
from sbom.licensing.tree import Branch, Node, render
from sbom.readers.yaml_values import YamlList, YamlMap

MOST = 5_000
"""Curations in one file."""


class Curation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision. Either `concluded` or `choice`."""

    id: str
    purl: str
    """Package without version; a `*` at the end covers every package that begins so."""
    reason: str
    decided_by: str
    """Role or body, not a person's name."""
    decided_on: date
    source: str
    """Where it was seen: link, file or decision document."""
    versions: str = ""
    """Range as VERS writes it after the slash (`>=1.0.0|<2.0.0`); empty: every version."""
    concluded: str = ""
    """SPDX expression that holds."""
    choice: str = ""
    """Side of an OR that is taken; holds only where the licence offers it."""


class Curated(msgspec.Struct, frozen=True, kw_only=True):
    """What the curations did to a set of components."""

    concluded: tuple[tuple[str, str, str, str], ...]
    """(purl, expression, id of the curation, expression before), in the order of the components."""
    unused: tuple[Curation, ...]
    """Curations that fit no component; by id."""
    refused: tuple[tuple[str, str], ...]
    """(id, purl) where the chosen licence is not on offer."""


def read_curations(tree: Any, file: str = "curations.yaml") -> tuple[Curation, ...]:
    """Check and convert the parsed YAML of a file.

    Raises:
        PackError: every mistake, one a line: `FILE:LINE: $.path: reason`.
    """
    listed = tree.get("curations") if isinstance(tree, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST:
        raise PackError(f"{file}: $.curations: is not a list of at most {MOST} curations")
    lines = listed.item_lines if isinstance(listed, YamlList) else [0] * len(listed)
    found: list[Curation] = []
    mistakes: list[str] = []
    seen: set[str] = set()
    for number, entry in enumerate(listed):
        line = f":{lines[number]}" if lines[number] else ""
        place = f"{file}{line}: $.curations[{number}]"
        try:
            curation = msgspec.convert(entry, Curation)
        except msgspec.ValidationError as error:
            mistakes.append(f"{place}: {error}")
            continue
        for field, reason in problems(curation):
            at = f":{entry.line_of(field)}" if isinstance(entry, YamlMap) else ""
            mistakes.append(f"{file}{at}: $.curations[{number}].{field}: {reason}")
        if curation.id in seen:
            mistakes.append(f"{place}.id: {curation.id!r} is there twice")
        seen.add(curation.id)
        found.append(curation)
    if mistakes:
        raise PackError("\n".join(mistakes))
    return tuple(found)


def problems(curation: Curation) -> tuple[tuple[str, str], ...]:
    """What is wrong with a curation by itself: (field, reason) pairs."""
    found = [
        (field, "is empty")
        for field in ("id", "reason", "decided_by", "source")
        if not getattr(curation, field).strip()
    ]
    if not curation.purl.startswith("pkg:") or curation.purl.count("/") < 1:
        found.append(("purl", "is no package URL (pkg:type/name)"))
    elif curation.purl.split("/", 1)[1].strip("*") == "":
        found.append(("purl", "covers everything; name what the decision was about"))
    elif "@" in curation.purl.rsplit("/", 1)[1]:
        found.append(("purl", "holds a version; write it under versions"))
    if bool(curation.concluded) == bool(curation.choice):
        found.append(("concluded", "give either concluded or choice"))
    for field in ("concluded", "choice"):
        text = getattr(curation, field)
        if text:
            try:
                parse(text)
            except ExpressionError as error:
                found.append((field, str(error)))
    if curation.versions and curation.purl.startswith("pkg:"):
        from sbom.errors import ParseError
        from sbom.versions import satisfies

        try:
            satisfies(_range(curation, curation.purl), "1")
        except ParseError as error:
            found.append(("versions", error.reason))
    return tuple(found)


def curate(components: Iterable[tuple[str, str]], curations: Iterable[Curation]) -> Curated:
    """What the curations say of components.

    Args:
        components: (purl with version, effective expression or empty), distinct.
        curations: Valid ones; where several fit, the one decided last counts, then the one with
            the longest purl, then the first id.
    """
    known = sorted(curations, key=lambda c: (-c.decided_on.toordinal(), -len(c.purl), c.id))
    exact: dict[str, list[Curation]] = {}
    globs: list[Curation] = []
    for curation in known:
        if curation.purl.endswith("*"):
            globs.append(curation)
        else:
            exact.setdefault(curation.purl.lower(), []).append(curation)
    used: set[str] = set()
    concluded: list[tuple[str, str, str, str]] = []
    refused: list[tuple[str, str]] = []
    for purl, expression in components:
        base, version = _split(purl)
        fitting = [
            c
            for c in (*exact.get(base, ()), *globs)
            if base.startswith(c.purl.lower().rstrip("*")) and _in_range(c, base, version)
        ]
        used.update(c.id for c in fitting)
        for curation in fitting:
            if curation.concluded:
                settled = render(parse(curation.concluded))
                concluded.append((purl, settled, curation.id, expression))
                break
            chosen = _chosen(expression, curation.choice)
            if chosen:
                concluded.append((purl, chosen, curation.id, expression))
                break
            refused.append((curation.id, purl))
    return Curated(
        concluded=tuple(concluded),
        unused=tuple(sorted((c for c in known if c.id not in used), key=lambda c: c.id)),
        refused=tuple(refused),
    )


def _split(purl: str) -> tuple[str, str]:
    """Package without version in lower case, and version."""
    bare = purl.split("?", 1)[0].split("#", 1)[0]
    head, sign, tail = bare.rpartition("@")
    if not sign or "/" in tail or head.endswith("/"):
        return bare.lower(), ""
    return head.lower(), tail


def _in_range(curation: Curation, base: str, version: str) -> bool:
    if not curation.versions:
        return True
    if not version:
        return False
    from sbom.versions import satisfies

    return satisfies(_range(curation, base), version)


def _range(curation: Curation, purl: str) -> str:
    """The range as VERS for the ecosystem of a package."""
    return f"vers:{purl.removeprefix('pkg:').split('/', 1)[0].lower()}/{curation.versions}"


def _chosen(expression: str, choice: str) -> str:
    """The expression with the choice made; empty when it does not offer it."""
    try:
        tree, wanted = parse(expression), parse(choice)
    except ExpressionError:
        return ""
    if isinstance(tree, Branch) and tree.operator == "OR" and wanted in tree.operands:
        return render(wanted)
    if isinstance(tree, Branch) and tree.operator == "AND":
        settled = [_settled(o, wanted) for o in tree.operands]
        if settled != list(tree.operands):
            return render(Branch(operator="AND", operands=tuple(settled)))
    return ""


def _settled(node: Node, wanted: Node) -> Node:
    offered = isinstance(node, Branch) and node.operator == "OR" and wanted in node.operands
    return wanted if offered else node
