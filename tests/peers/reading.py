"""Cases of other scanners, and what Sluis says of them in CycloneDX."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from policies.default_pack import load_default
from policies.facts import UseMode
from sbom.documents.cyclonedx_write import render
from sbom.errors import CollectError
from sbom.licensing.reading import normalise
from scanner.bom_source import bom_of, verdicts

HEAD = 400
"""Characters of a file that rules may look at."""
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Record:
    """One component of a CycloneDX document."""

    name: str
    version: str
    purl: str
    roles: frozenset[str]
    scope: str
    version_kind: str
    direct: str
    """`true`, `false` or empty."""
    requirement: str
    properties: dict[str, str]
    """Other `sluis:` properties, without that prefix; of a repeated one the last."""
    files: tuple[str, ...]
    """Paths of its occurrences."""
    occurrences: int

    @property
    def flagged(self) -> bool:
        """Whether a reader has a reason to leave it out."""
        return (
            bool(self.roles)
            or self.scope not in {"runtime", "unknown"}
            or self.version_kind != "exact"
        )


@dataclass(frozen=True)
class Reading:
    """What Sluis says of one case."""

    records: tuple[Record, ...]
    error: str
    """Why something could not be read; empty when nothing is amiss."""
    head: str = field(default="", repr=False)
    """First characters of the file, where lock files state their version."""


def load(folder: Path) -> list[dict[str, Any]]:
    """The cases of the fixture set, in its order."""
    text = (folder / "A_lockfiles" / "cases.json").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(text)["cases"]
    return cases


def peer_of(case: dict[str, Any]) -> str:
    """Name of the scanner whose expectation it is."""
    return str(case["id"]).partition("-")[0]


def read(
    case: dict[str, Any], folder: Path, scratch: Path, names: dict[str, str] | None = None
) -> Reading:
    """Run `sluis sbom create` on a copy of the file under its real name, or on the folder.

    Args:
        case: The case.
        folder: The fixture set.
        scratch: Empty folder for the copy.
        names: By format, the name of a file of which the fixture set gives none.
    """
    base = folder / "A_lockfiles"
    head = ""
    if case["is_dir"]:
        where = base / case["file"]
    else:
        head = (base / case["file"]).read_bytes()[:HEAD].decode("utf-8", "replace")
        where = _copy(case, base, scratch, names or {})
        if case.get("extra_files"):
            where = scratch
    try:
        made = bom_of(where, now=NOW)
    except CollectError as error:
        return Reading(records=(), error=str(error), head=head)
    judged = verdicts(made.bom, load_default(), UseMode.HOSTED, supplied=False)
    document = render(made.bom, spec="1.6", normalise=normalise, verdicts=judged)
    records = tuple(_records(json.loads(document)))
    troubles = "; ".join(
        i.message for i in made.issues if i.kind.value in {"unreadable", "entry", "limit"}
    )
    return Reading(records=records, error=troubles, head=head)


def _copy(case: dict[str, Any], base: Path, scratch: Path, named: dict[str, str]) -> Path:
    """Copy the file, and the others it needs in the same places around it."""
    home = PurePosixPath(case["file"]).parent
    extras = case.get("extra_files") or []
    names = case.get("extra_real_names") or {}
    common = home
    while extras and not all(PurePosixPath(e).is_relative_to(common) for e in extras):
        common = common.parent
    real = case["real_name"] or _named(case, named)
    if "/" not in real and not extras:
        real = f"{home.name}/{real}"
    target = scratch / home.relative_to(common) / real
    pairs = [(case["file"], target)]
    for extra in extras:
        path = PurePosixPath(extra)
        pairs.append(
            (extra, scratch / path.parent.relative_to(common) / (names.get(extra) or path.name))
        )
    for source, to in pairs:
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(base / source, to)
    return target


def _named(case: dict[str, Any], named: dict[str, str]) -> str:
    pattern = named.get(case["format"])
    if not pattern:
        return str(case["file"])
    return pattern.format(suffix=PurePosixPath(case["file"]).suffix)


def _records(document: dict[str, Any]) -> Iterator[Record]:
    top = document["metadata"]["component"]
    for component in [*([top] if "purl" in top else []), *document["components"]]:
        pairs = [(p["name"], p["value"]) for p in component.get("properties", ())]
        own = {n.removeprefix("sluis:"): v for n, v in pairs if n.startswith("sluis:")}
        if "cpe" in component:
            own["cpe"] = component["cpe"]
        joint = ":" if component.get("purl", "").startswith("pkg:maven/") else "/"
        group = component.get("group", "")
        name = f"{group}{joint}{component['name']}" if group else component["name"]
        places = component.get("evidence", {}).get("occurrences", ())
        yield Record(
            name=own.pop("name", name),
            version=component.get("version", ""),
            purl=component.get("purl", ""),
            roles=frozenset(v for n, v in pairs if n == "sluis:role"),
            scope=own.pop("scope", ""),
            version_kind=own.pop("version-kind", ""),
            direct=own.pop("direct", ""),
            requirement=own.pop("requirement", ""),
            properties=own,
            files=tuple(dict.fromkeys(p["location"] for p in places)),
            occurrences=max(1, len(places)),
        )
