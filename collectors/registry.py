"""Every collector, one line each. Modules are named, not imported: a run loads what it needs."""

import importlib
from typing import NamedTuple, cast

from collectors.collector import Collector
from sbom.source import OriginKind


class CollectorEntry(NamedTuple):
    """One collector."""

    kind: OriginKind
    """The key in `estate.yaml` that it serves; also its `NAME`."""
    module: str
    """Below `collectors`."""
    title: str
    """For people, in the table of collectors."""


COLLECTORS: tuple[CollectorEntry, ...] = (
    CollectorEntry(OriginKind.CONTRACTS, "contracts", "Folder of contracts, or one of them"),
    CollectorEntry(OriginKind.FOLDER, "folder", "Folder on disk or on a share"),
    CollectorEntry(OriginKind.GIT, "git_repository", "Git repository, bundle or address"),
    CollectorEntry(OriginKind.IMAGE, "image", "Container image or root file system"),
    CollectorEntry(OriginKind.SBOM, "sbom_drop", "Delivered SBOM, or a folder of them"),
)
"""Sorted by kind."""


def collector_for(kind: OriginKind) -> Collector:
    """The module that serves a kind of target; imported at first use."""
    module = next(entry.module for entry in COLLECTORS if entry.kind is kind)
    return cast("Collector", importlib.import_module(f"collectors.{module}"))
