"""Adding a waiver to the user's file, without disturbing what stands there."""

import json
import re
from datetime import date
from pathlib import Path

from policies.pack_load import read_waivers
from policies.waiver import Waiver
from sbom.errors import ConfigError
from scanner.reports.data import FindingRow

_EMPTY = re.compile(r"^waivers:[ \t]*(?:\[[ \t]*\]|~|null)[ \t]*$", re.MULTILINE)
_LISTED = re.compile(r"^waivers:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ ]*)- ", re.MULTILINE)
_HEAD = """\
# Goedgekeurde afwijkingen ("leg uit"): elke afwijking heeft een grond en een einddatum.
# Approved deviations: each has a ground and an end date.
waivers:
"""


def new_waiver(
    row: FindingRow,
    *,
    waiver_id: str,
    ground: str,
    explanation: str,
    decided_by: str,
    decided_on: date,
    valid_until: date,
    document: str,
) -> Waiver:
    """A waiver for one finding, bound to its fingerprint."""
    return Waiver(
        id=waiver_id or f"{row.rule}-{row.fingerprint[:8]}",
        ground=ground,
        explanation=explanation,
        decided_by=decided_by,
        decided_on=decided_on,
        valid_until=valid_until,
        fingerprint=row.fingerprint,
        decision_document=document,
    )


def append_waiver(path: Path, waiver: Waiver) -> None:
    """Add a waiver at the end of a file, which is made when it is not there.

    The new text is read back before it replaces the old one, so a mistake changes nothing.

    Raises:
        ConfigError: the file cannot be read or written, or has a waiver with this id.
        PackError: the file has mistakes.
    """
    try:
        before = path.read_text("utf-8-sig") if path.exists() else _HEAD
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    if path.exists() and any(w.id == waiver.id for w in read_waivers(before, path.name)):
        raise ConfigError(f"{path}: has a waiver {waiver.id!r} already; give another --id")
    if not before.strip():
        before = _HEAD
    before = _EMPTY.sub("waivers:", before, count=1)
    listed = _LISTED.search(before)
    text = before.rstrip("\n") + "\n" + _entry(waiver, listed[1] if listed else "  ")
    if waiver not in read_waivers(text, path.name):
        raise ConfigError(f"{path}: cannot be added to: `waivers:` is not the last part of it")
    scratch = path.with_name(path.name + ".part")
    try:
        scratch.write_text(text, "utf-8")
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


def _entry(waiver: Waiver, indent: str) -> str:
    """One list item; every text in double quotes."""
    pairs: list[tuple[str, str | date]] = [
        ("fingerprint", waiver.fingerprint),
        ("ground", waiver.ground),
        ("explanation", waiver.explanation),
        ("decided_by", waiver.decided_by),
        ("decided_on", waiver.decided_on),
        ("valid_until", waiver.valid_until),
        ("decision_document", waiver.decision_document),
    ]
    lines = [f"{indent}- id: {_quoted(waiver.id)}"]
    for key, value in pairs:
        if value:
            text = value.isoformat() if isinstance(value, date) else _quoted(value)
            lines.append(f"{indent}  {key}: {text}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A YAML scalar on one line: as JSON, with everything that does not print escaped."""
    return "".join(
        c if c.isprintable() else f"\\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False)
    )
