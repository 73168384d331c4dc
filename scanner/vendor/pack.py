"""Writes the evidence pack: what someone needs to come to the same verdict, in one zip."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from policies.pack import Pack
from sbom.errors import CollectError
from scanner.tool_digest import tool_digest
from scanner.vendor.blanking import blanked
from scanner.vendor.check import Check, check
from scanner.vendor.pack_shape import (
    FORMAT,
    MANIFEST,
    VERSION,
    Held,
    Manifest,
    Member,
    Policy,
    Tool,
    safe_name,
)
from scanner.vendor.papers import MAX_FILE, MAX_FILES, OCR_PAGES, Paper, Progress, files_of
from scanner.vendor.product import Product
from scanner.vendor.shown import as_tree
from scanner.version import __version__
from scanner.zip_file import packed

_TEXTS = frozenset({"quote", "nl", "en", "heading", "because"})
"""Fields of the verdict in which words of a document may stand."""


class Made(msgspec.Struct, frozen=True):
    """A pack."""

    content: bytes
    digest: str
    """SHA-256 of the manifest: who notes it elsewhere sees every later change."""
    check: Check


def make_pack(
    folder: Path,
    product: Product,
    policy: Pack,
    day: date,
    *,
    ocr: bool = True,
    ocr_pages: int = OCR_PAGES,
    personal_data: bool = True,
    progress: Progress | None = None,
) -> Made:
    """Check a dossier and pack it with the outcome; the same dossier and day give the same bytes.

    Args:
        folder: The dossier.
        product: What is bought.
        policy: The pack of choices.
        day: Of judging.
        ocr: Whether scanned pages are recognised.
        personal_data: False leaves out documents and names of files, and blanks quotes.
        ocr_pages: How many of one document at most.
        progress: Told of files and pages.

    Raises:
        CollectError: a file cannot be read or has a name that no other system can hold.
    """
    now = datetime(day.year, day.month, day.day, tzinfo=UTC)
    documents = _documents(folder)
    found = check(folder, product, policy, now, ocr=ocr, ocr_pages=ocr_pages, progress=progress)
    verdict: Any = msgspec.to_builtins(as_tree(found))
    facts: Any = {
        "documents": [document_fact(p) for p in found.papers],
        "components": _parts(found),
    }
    told = _Told(
        verdict=verdict,
        facts=facts,
        quotes=list(quotes_of(verdict)),
        held=[Held(name=n, sha256=_sha(c), bytes=len(c)) for n, c in documents.items()],
        product=product,
    )
    if not personal_data:
        told = _anonymous(told)
    members = _members(told, policy, documents if personal_data else {})
    manifest = Manifest(
        format=FORMAT,
        version=VERSION,
        day=day.isoformat(),
        tool=Tool(version=__version__, sha256=tool_digest()),
        policy=Policy(name=policy.name, version=str(policy.version), digest=policy.digest),
        ocr=recogniser(ocr=ocr),
        ocr_pages=ocr_pages,
        verdict=found.decision.outcome.value,
        personal_data=personal_data,
        product=msgspec.Raw(msgspec.json.encode(told.product)),
        documents=tuple(told.held),
        members=tuple(
            Member(name=n, sha256=_sha(c), bytes=len(c)) for n, c in sorted(members.items())
        ),
    )
    first = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    content = packed([(MANIFEST, first), *sorted(members.items())])
    return Made(content, _sha(first), found)


def _members(told: "_Told", policy: Pack, copies: Mapping[str, bytes]) -> dict[str, bytes]:
    facts = {
        "facts.json": _json(told.facts),
        "policy.json": msgspec.json.encode(policy),
        "quotes.json": _json(told.quotes),
        "verdict.json": _json(told.verdict),
    }
    return facts | {f"documents/{_sha(c)}": c for c in copies.values()}


class _Told(NamedTuple):
    """What a pack tells of a dossier, beside the documents themselves."""

    verdict: Any
    facts: Any
    quotes: list[Any]
    held: list[Held]
    product: Product


def _anonymous(told: _Told) -> _Told:
    """The same with names of documents numbered and the words of documents blanked."""
    aliases = _aliases([h.name for h in told.held])
    kinds = {aliases.get(n, blanked(n)): k for n, k in told.product.documents.items()}
    return _Told(
        verdict=_without(told.verdict, aliases),
        facts=_without(told.facts, aliases),
        quotes=_without(told.quotes, aliases),
        held=[msgspec.structs.replace(h, name=aliases[h.name]) for h in told.held],
        product=msgspec.structs.replace(told.product, documents=kinds),
    )


def recogniser(*, ocr: bool) -> str:
    """What recognises text here, in words that can be compared."""
    if not ocr:
        return "off"
    from scanner.ocr import engine

    found = engine()
    return f"{found.name} {found.languages}" if found else "none"


def document_fact(paper: Paper) -> dict[str, object]:
    """What was read of one document; the text by its digest."""
    text = paper.document.text if paper.document is not None else ""
    return {
        "name": paper.name,
        "kind": paper.kind.value,
        "sha256": paper.sha256,
        "characters": len(text),
        "text_sha256": _sha(text.encode("utf-8", "replace")) if text else "",
        "problems": list(paper.problems),
    }


def quotes_of(verdict: Mapping[str, Any]) -> Iterable[dict[str, object]]:
    """Every quote of a verdict with its line, place and digest."""
    for line in verdict["lines"]:
        for proof in line["evidence"]:
            if proof.get("quote"):
                digest = _sha(proof["quote"].encode("utf-8", "replace"))
                yield {"line": line["id"], **proof, "sha256": digest}


def _documents(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in files_of(folder):
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        if len(found) >= MAX_FILES:
            raise CollectError(f"{folder}: holds more than {MAX_FILES} files")
        if not safe_name(name):
            raise CollectError(f"{path}: has a name that not every system can hold; rename it")
        try:
            if path.stat().st_size > MAX_FILE:
                raise CollectError(f"{path}: is larger than {MAX_FILE >> 20} MiB")
            found[name] = path.read_bytes()
        except OSError as error:
            raise CollectError(f"{path}: cannot be read: {error.strerror}") from error
    return found


def _parts(found: Check) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for paper in found.papers:
        for part in paper.inventory.components if paper.inventory is not None else ():
            stated = {"document": paper.name, "purl": part.purl, "name": part.name}
            made.append(
                {**stated, "version": part.version, "licenses": [c.raw for c in part.licenses]}
            )
    return made


def _aliases(names: Sequence[str]) -> dict[str, str]:
    made = {}
    for number, name in enumerate(names, 1):
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        kept = f".{ending}" if ending.isalnum() and len(ending) <= 5 else ""
        made[name] = f"document-{number:03}{kept}"
    return made


def _without(value: Any, aliases: Mapping[str, str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _without(v, aliases, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_without(v, aliases, key) for v in value]
    if isinstance(value, str) and key not in {"sha256", "text_sha256", "id", "line"}:
        for name in sorted(aliases, key=len, reverse=True):
            value = value.replace(name, aliases[name])
        return blanked(value) if key in _TEXTS or key in {"problems", "name"} else value
    return value


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(tree: object) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
