"""Checks an evidence pack: is it whole, and does the same dossier lead to the same verdict?

What differs is told apart: a member that was changed, another version of the tool, another policy,
another recognition of text. A pack whose manifest was written anew along with its members is only
seen by its digest, noted elsewhere when it was made, or by its verdict not following from it.
"""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from policies.pack import Pack as PolicyPack
from sbom.errors import ParseError
from scanner.tool_digest import tool_digest
from scanner.vendor.check import Check, check
from scanner.vendor.pack import document_fact, recogniser
from scanner.vendor.pack_read import Pack, read_pack
from scanner.vendor.papers import Progress, files_of
from scanner.vendor.product import Product
from scanner.vendor.shown import as_tree
from scanner.version import __version__

_FIELDS = ("verdict", "ground", "severity", "says", "evidence", "searched", "question", "proposed")
_TOP = ("verdict", "because", "without_them", "to_solve", "incomplete")


class _Stated(msgspec.Struct):
    id: str
    evidence: list[dict[str, Any]]


class _Verdict(msgspec.Struct):
    lines: list[_Stated]


class _Facts(msgspec.Struct):
    documents: list[dict[str, Any]]


class Cause(StrEnum):
    """What can make a verdict differ."""

    TOOL = "tool"
    """Another version of Sluis, or other code under the same version."""
    POLICY = "policy"
    """The policy in force here is not the one in the pack; the one in the pack judged."""
    READING = "reading"
    """A document is read differently here, or its text is recognised by something else."""


class State(StrEnum):
    """The outcome."""

    SAME = "same"
    TAMPERED = "tampered"
    """A member is not what the manifest says, or the manifest is not what was noted."""
    DIFFERS = "differs"
    """Whole, and another verdict; `causes` says what is known to be other."""
    UNEXPLAINED = "unexplained"
    """Whole, same tool, same policy, same reading, and another verdict: it was written anew."""
    NOT_RUN = "not-run"
    """Whole, but without documents to judge again."""


class Difference(msgspec.Struct, frozen=True):
    """One field that is other."""

    line: str
    """Id of the line; empty: the verdict as a whole."""
    field: str
    packed: Any
    now: Any


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it."""

    state: State
    digest: str
    faults: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    differences: tuple[Difference, ...] = ()
    lines: int = 0
    """How many lines were compared."""
    by_policy_here: tuple[Difference, ...] = ()
    """What the policy in force here would judge otherwise; information, no fault."""
    tool_packed: str = ""
    tool_here: str = ""


def verify(
    path: Path,
    here: PolicyPack,
    *,
    digest: str = "",
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Check a pack and judge its dossier again.

    Args:
        path: The pack.
        here: The policy in force here.
        digest: The digest that was noted when the pack was made, or the start of it.
        folder: The dossier, for a pack that left it out; its files have to be the same.
        progress: Told of files and pages.

    Raises:
        ParseError: it is no pack, or one that reading would harm.
    """
    with tempfile.TemporaryDirectory(prefix="sluis-") as held:
        store, laid = Path(held) / "store", Path(held) / "dossier"
        store.mkdir()
        laid.mkdir()
        pack = read_pack(path, store)
        faults = list(pack.faults)
        if digest and not pack.digest.startswith(digest.lower()):
            faults.append("manifest.json: has another digest than was noted")
        names = _lay(pack, store, laid, folder, faults)
        if faults:
            return _unjudged(pack, State.TAMPERED, faults)
        if names is None:
            return _unjudged(pack, State.NOT_RUN, faults)
        return _again(pack, laid, names, here, progress)


def _unjudged(pack: Pack, state: State, faults: Sequence[str]) -> Verification:
    return Verification(
        state=state,
        digest=pack.digest,
        faults=tuple(faults),
        tool_packed=pack.manifest.tool.version,
        tool_here=__version__,
    )


def _lay(
    pack: Pack, store: Path, laid: Path, folder: Path | None, faults: list[str]
) -> dict[str, str] | None:
    """Put the dossier together as it was: what the pack calls a file, and its name now.

    None where documents were left out and none are given.
    """
    if not pack.manifest.personal_data:
        return None if folder is None else _lay_given(pack, laid, folder, faults)
    names = {}
    for entry in pack.manifest.documents:
        if entry.sha256 not in pack.documents:
            if f"documents/{entry.sha256}: is missing" not in faults:
                faults.append(f"documents/{entry.sha256}: is missing")
            continue
        target = laid / entry.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((store / entry.sha256).read_bytes())
        names[entry.name] = entry.name
    return names


def _lay_given(pack: Pack, laid: Path, folder: Path, faults: list[str]) -> dict[str, str]:
    """The given dossier under the names that the pack gave its files, matched by digest in order."""
    given: dict[str, list[Path]] = {}
    names = {}
    for file in files_of(folder):
        given.setdefault(hashlib.sha256(file.read_bytes()).hexdigest(), []).append(file)
    for entry in pack.manifest.documents:
        waiting = given.get(entry.sha256)
        if not waiting:
            faults.append(f"{entry.name}: is not in the given folder")
            continue
        file = waiting.pop(0)
        names[entry.name] = file.relative_to(folder).as_posix()
        target = laid / names[entry.name]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    for file in sorted(f for files in given.values() for f in files):
        faults.append(f"{file.relative_to(folder).as_posix()}: does not stand in the manifest")
    return names


def _again(
    pack: Pack,
    laid: Path,
    names: Mapping[str, str],
    here: PolicyPack,
    progress: Progress | None,
) -> Verification:
    manifest = pack.manifest
    try:
        policy = msgspec.json.decode(pack.parts["policy.json"], type=PolicyPack)
        product = msgspec.json.decode(manifest.product, type=Product)
        msgspec.json.decode(pack.parts["verdict.json"], type=_Verdict)
        packed: Any = json.loads(pack.parts["verdict.json"])
        facts = msgspec.json.decode(pack.parts["facts.json"], type=_Facts)
        day = date.fromisoformat(manifest.day)
    except (msgspec.MsgspecError, ValueError, KeyError) as error:
        raise ParseError(
            f"was made by Sluis {manifest.tool.version[:40]} in a shape that this version cannot judge: {error}"
        ) from error
    told = {names.get(n, n): kind for n, kind in product.documents.items()}
    product = msgspec.structs.replace(product, documents=told)
    now = datetime(day.year, day.month, day.day, tzinfo=UTC)
    ocr = manifest.ocr != "off"
    pages = manifest.ocr_pages
    found = check(laid, product, policy, now, ocr=ocr, ocr_pages=pages, progress=progress)
    fresh: Any = msgspec.to_builtins(as_tree(found))
    if not manifest.personal_data:
        fresh = _comparable(fresh)
        packed = _comparable(packed)
    differences = compared(packed, fresh)
    causes = _causes(pack, found, facts, here)
    others: tuple[Difference, ...] = ()
    if here.digest != manifest.policy.digest:
        judged = check(laid, product, here, now, ocr=ocr, ocr_pages=pages)
        others = compared(fresh, msgspec.to_builtins(as_tree(judged)))
    state = State.SAME
    if differences:
        explained = {Cause.TOOL, Cause.READING} & set(causes)
        state = State.DIFFERS if explained else State.UNEXPLAINED
    return Verification(
        state=state,
        digest=pack.digest,
        causes=causes,
        differences=differences,
        lines=len(fresh["lines"]),
        by_policy_here=others,
        tool_packed=manifest.tool.version,
        tool_here=__version__,
    )


def _comparable(tree: Any) -> Any:
    """A verdict without what a pack without personal data lacks: words and names of files."""
    kept = {"id", "verdict", "ground", "severity"}
    lines = [
        {k: v for k, v in line.items() if k in kept}
        | {"evidence": [{"page": p.get("page")} for p in line["evidence"]]}
        for line in tree["lines"]
    ]
    return {**tree, "lines": lines}


def _causes(pack: Pack, found: Check, facts: "_Facts", here: PolicyPack) -> tuple[Cause, ...]:
    manifest = pack.manifest
    made = []
    if (manifest.tool.version, manifest.tool.sha256) != (__version__, tool_digest()):
        made.append(Cause.TOOL)
    if manifest.policy.digest != here.digest:
        made.append(Cause.POLICY)
    before = sorted(str(d.get("text_sha256", "")) for d in facts.documents)
    after = sorted(str(document_fact(p)["text_sha256"]) for p in found.papers)
    if before != after or manifest.ocr != recogniser(ocr=manifest.ocr != "off"):
        made.append(Cause.READING)
    return tuple(made)


def compared(packed: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Two verdicts line by line, in the order of their ids."""
    made = [
        Difference("", k, packed.get(k), now.get(k)) for k in _TOP if packed.get(k) != now.get(k)
    ]
    before = {x["id"]: x for x in packed["lines"]}
    after = {x["id"]: x for x in now["lines"]}
    for name in sorted(before.keys() | after.keys()):
        if name not in after or name not in before:
            there = before.get(name, {}).get("verdict"), after.get(name, {}).get("verdict")
            made.append(Difference(name, "line", *there))
            continue
        old, new = before[name], after[name]
        made += [
            Difference(name, k, old.get(k), new.get(k)) for k in _FIELDS if old.get(k) != new.get(k)
        ]
    return tuple(made)
