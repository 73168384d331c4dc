"""Adding a waiver to the user's file, without disturbing what stands there."""

import json
from datetime import date
from pathlib import Path

from policies.pack_load import read_waivers
from policies.waiver import Waiver
from sbom.errors import ConfigError
from scanner.reports.data import FindingRow

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
        before = path.read_text("utf-8") if path.exists() else _HEAD
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    if path.exists() and any(w.id == waiver.id for w in read_waivers(before, path.name)):
        raise ConfigError(f"{path}: has a waiver {waiver.id!r} already; give another --id")
    if "\nwaivers: []" in "\n" + before:
        before = before.replace("waivers: []", "waivers:", 1)
    text = before.rstrip("\n") + "\n" + _entry(waiver)
    read_waivers(text, path.name)
    scratch = path.with_name(path.name + ".part")
    try:
        scratch.write_text(text, "utf-8")
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


def _entry(waiver: Waiver) -> str:
    """One list item; every text quoted as JSON, which YAML reads."""
    pairs = [
        ("fingerprint", waiver.fingerprint),
        ("ground", waiver.ground),
        ("explanation", waiver.explanation),
        ("decided_by", waiver.decided_by),
        ("decided_on", waiver.decided_on),
        ("valid_until", waiver.valid_until),
        ("decision_document", waiver.decision_document),
    ]
    lines = [f"  - id: {json.dumps(waiver.id, ensure_ascii=False)}"]
    for key, value in pairs:
        if value:
            text = (
                value.isoformat()
                if isinstance(value, date)
                else json.dumps(value, ensure_ascii=False)
            )
            lines.append(f"    {key}: {text}")
    return "\n".join(lines) + "\n"
