"""What the readers of foreign registers share: records, texts and numbers out of loose JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sbom.issue import Issue
from sbom.readers.shape import text
from sbom.registers import identifiers
from sbom.registers.facts import Entry, Register, RegisterKind
from sbom.registers.identifiers import Identifier
from sbom.registers.values import read_date

MAX_ENTRIES = 200_000


def records(tree: Any, *keys: str) -> list[Mapping[str, Any]]:
    """The objects of a list, of a list under one of the keys, or the one object itself."""
    if isinstance(tree, dict):
        for key in keys:
            held = tree.get(key)
            if isinstance(held, list):
                return [r for r in held[:MAX_ENTRIES] if isinstance(r, dict)]
            if isinstance(held, dict):
                return [held]
        return [tree]
    return [r for r in tree[:MAX_ENTRIES] if isinstance(r, dict)] if isinstance(tree, list) else []


def register(
    kind: RegisterKind, entries: list[Entry], issues: list[Issue], source: str
) -> Register:
    """A register of entries from one source."""
    return Register(
        kind=kind,
        entries=tuple(entries),
        columns=(("source", source),),
        unknown=(),
        issues=tuple(issues),
    )


def plain(value: Any) -> str:
    """A text, also where the golden copy puts it below `$` or `name`."""
    if isinstance(value, dict):
        return plain(value.get("$") if "$" in value else value.get("name"))
    return text(value).strip()[:300]


def either(record: Mapping[str, Any], *names: str) -> Any:
    """The value of the first of these keys that has one."""
    return next((record[n] for n in names if record.get(n) is not None), None)


def add_id(scheme: str, value: Any, ids: set[Identifier]) -> None:
    """Add a number to the ids when it can be one of its scheme."""
    found = identifiers.read(scheme, text(value)) if value not in (None, "") else None
    if found is not None:
        ids.add(found)


def day(value: Any) -> date | None:
    """The day at the start of a text, None without one."""
    return read_date(text(value)[:10])
