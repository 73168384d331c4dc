"""Conda packages: `epoch!version+local`, words before numbers, `dev` first and `post` last.

Parts are cut at dots, and within a part between digits and words; a part that opens with a word
has a zero in front; missing parts are zero.
Source: conda documentation, "Version ordering" (class VersionOrder).
"""

import re

from sbom.versions.digits import NUMBER, seal, unreadable, zero_filled

_VERSION = re.compile(r"(?:([0-9]++)!)?([0-9a-z_*][0-9a-z_.*]*+)(?:\+([0-9a-z_][0-9a-z_.]*+))?\Z")
_RUN = re.compile(r"[0-9]+|[*]+|[^0-9*]+")


def key(version: str) -> bytes:
    """Sort key."""
    text = version.strip().lower()
    text = text.replace("-", "_")
    match = _VERSION.match(text)
    if match is None:
        return unreadable(version)
    epoch, main, local = match.groups("")
    return seal(NUMBER[epoch or "0"] + _parts(main) + _parts(local))


def _parts(text: str) -> str:
    if not text:
        return zero_filled(())
    open_ended = text.endswith("_") and text.strip("_")
    text = text.rstrip("_").replace("_", ".") + "_" if open_ended else text.replace("_", ".")
    return zero_filled(_part(p) for p in text.split(".") if p)


def _part(text: str) -> tuple[int, str]:
    """Sign and piece of what stands between two dots."""
    runs = _RUN.findall(text)
    items = [_run(run) for run in runs]
    if items and runs[0][0] > "9":
        items.insert(0, (0, ""))
    sign = next((s for s, _ in items if s), 0)
    return sign, zero_filled(items)


def _run(run: str) -> tuple[int, str]:
    if run[0].isdecimal():
        return (1 if run.strip("0") else 0), NUMBER[run]
    if run == "post":
        return 1, "\x7f"
    return -1, ("DEV" if run == "dev" else run) + "\x01"
