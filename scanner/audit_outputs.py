"""Which files and messages an audit also gives."""

from pathlib import Path
from typing import NamedTuple


class Publisher(NamedTuple):
    """Who publishes a CSAF document."""

    name: str
    namespace: str
    """Address of the publisher, as CSAF wants it."""


class Outputs(NamedTuple):
    """Where to; None: not asked for."""

    sarif: Path | None = None
    gitlab: Path | None = None
    atom: Path | None = None
    eml: Path | None = None
    csaf: tuple[Path, Publisher] | None = None
    questions: Path | None = None
    webhook: str | None = None
    state: Path | None = None
