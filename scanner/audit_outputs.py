"""Which files and messages an audit also gives."""

from pathlib import Path
from typing import NamedTuple


class Outputs(NamedTuple):
    """Where to; None: not asked for."""

    sarif: Path | None = None
    gitlab: Path | None = None
    atom: Path | None = None
    eml: Path | None = None
    webhook: str | None = None
    state: Path | None = None
