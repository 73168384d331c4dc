"""Files of advisories, recognised by what they hold: archives, single records, lists, CSV.

`read` never raises on foreign content: what cannot be read becomes an issue of the feed and the
rest goes on. Files that hold nothing of advisories are counted as passed over.
"""

import zlib
from typing import Any

import msgspec

from sbom.advisories import archive, endoflife, epss, kev, osv, others, plain_yaml, retirejs
from sbom.advisories.feed import Feed
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

MAX_FILE = 4 << 30
MAX_RECORD = archive.MAX_ENTRY
"""Bytes of one record; a longer one is lost and named."""


def read(name: str, content: bytes, feed: Feed) -> None:
    """Add what a file holds to a feed.

    Args:
        name: Path, for its ending and for issues.
        content: The bytes; an archive (zip), or gzip of anything else here.
        feed: Grows.
    """
    if archive.is_zip(content):
        _archive(name, content, feed)
    elif content[:2] == b"\x1f\x8b":
        inflater = zlib.decompressobj(31)
        try:
            plain = inflater.decompress(content, MAX_RECORD * 16)
        except zlib.error:
            _lost(feed, name, "is no complete gzip file")
            return
        if inflater.unconsumed_tail or not inflater.eof:
            _lost(feed, name, "is cut off, or larger than may be read")
            return
        file(name.removesuffix(".gz"), plain, feed)
    else:
        file(name, content, feed)


def _archive(name: str, content: bytes, feed: Feed) -> None:
    try:
        for found in archive.entries(content):
            if found.problem:
                _lost(feed, f"{name}!{found.name}", found.problem)
            elif archive.is_zip(found.content):
                _lost(
                    feed, f"{name}!{found.name}", "is an archive in an archive, which is not read"
                )
            else:
                file(found.name, found.content, feed)
    except ParseError as error:
        _lost(feed, name, error.reason)


def file(name: str, content: bytes, feed: Feed) -> None:
    """Add one file that is no archive."""
    ending = name[name.rfind(".") :].lower() if "." in name.rpartition("/")[2] else ""
    if ending == ".json":
        _json(name, content, feed)
    elif ending in {".yaml", ".yml"}:
        _yaml(name, content, feed)
    elif ending == ".csv":
        _csv(content, feed)
    elif ending in {".toml", ".md"} and (content[:3] == b"```" or content[:10] == b"[advisory]"):
        _toml(name, content, feed)
    elif ending in {".jsonl", ".ndjson", ".nl"}:
        for number, line in enumerate(content.split(b"\n"), 1):
            if line.strip():
                _json(f"{name}:{number}", line, feed)
    else:
        feed.passed += 1


def _json(name: str, content: bytes, feed: Feed) -> None:
    if len(content) <= MAX_RECORD:
        record = osv.decode(content)
        if record is not None and record.affected:
            feed.sources.add("osv")
            feed.advisories.append(record)
            return
    elif b'"affected"' in content[:100_000]:
        _lost(feed, name, f"has {len(content)} bytes, more than {MAX_RECORD} for one record")
        return
    try:
        value = msgspec.json.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _lost(feed, name, f"is no JSON: {str(error)[:200]}")
        return
    if len(content) > MAX_RECORD and isinstance(value, dict) and osv.looks_like(value):
        _lost(feed, name, f"has {len(content)} bytes, more than {MAX_RECORD} for one record")
        return
    _value(name, value, feed)


def _value(name: str, value: Any, feed: Feed, depth: int = 0) -> None:
    if isinstance(value, list):
        if endoflife.is_cycles(value):
            endoflife.read_cycles(name.rpartition("/")[2].partition(".")[0], value, feed)
            return
        objects = [v for v in value if isinstance(v, dict)]
        if not objects or depth > 1:
            feed.passed += 1
        for entry in objects:
            _value(name, entry, feed, depth + 1)
        return
    if not isinstance(value, dict):
        _lost(feed, name, "holds no object")
    elif kev.looks_like(value):
        kev.read(value, feed)
    elif endoflife.looks_like(value):
        endoflife.read(value, feed)
    elif (made := others.from_value(value, name)) is not None:
        form, record = made
        _take(feed, name, form, record)
    elif osv.looks_like(value):
        before = len(feed.issues)
        found = osv.from_value(value, feed.issues)
        feed.issues[before:] = [msgspec.structs.replace(i, path=name) for i in feed.issues[before:]]
        if found is not None:
            feed.sources.add("osv")
            feed.advisories.append(found)
    elif isinstance(value.get("vulns"), list):
        _value(name, value["vulns"], feed, depth + 1)
    elif retirejs.is_retirejs(value):
        feed.sources.add("retirejs")
        feed.advisories.extend(retirejs.advisories(value))
    else:
        feed.passed += 1


def _yaml(name: str, content: bytes, feed: Feed) -> None:
    from sbom.readers.text import decode
    from sbom.readers.yaml_reader import load_yaml

    if len(content) > MAX_RECORD:
        _lost(feed, name, f"has {len(content)} bytes, more than {MAX_RECORD} for one record")
        return
    try:
        plain = plain_yaml.read(decode(content))
        documents = [plain] if plain is not None else load_yaml(content)
    except ParseError as error:
        _lost(feed, name, str(error))
        return
    for document in documents:
        if isinstance(document, dict):
            _value(name, document, feed)
        else:
            feed.passed += 1


def _toml(name: str, content: bytes, feed: Feed) -> None:
    from sbom.readers.toml_reader import load_toml

    if content.startswith(b"```"):
        content = content.partition(b"\n")[2].partition(b"\n```")[0] + b"\n"
    try:
        _value(name, load_toml(content), feed)
    except ParseError as error:
        _lost(feed, name, str(error))


def _csv(content: bytes, feed: Feed) -> None:
    head = content[:400].decode("utf-8", "replace")
    if epss.looks_like(head):
        epss.read(content.decode("utf-8", "replace"), feed)
    elif "cveID" in head and "dateAdded" in head:
        kev.read_csv(content.decode("utf-8-sig", "replace"), feed)
    else:
        feed.passed += 1


def _take(feed: Feed, name: str, form: str, record: Any) -> None:
    if not record.id:
        _lost(feed, name, "has no id")
        return
    feed.sources.add(form)
    feed.advisories.append(record)


def _lost(feed: Feed, name: str, reason: str) -> None:
    feed.issues.append(Issue(kind=IssueKind.UNREADABLE, path=name[:300], message=reason[:400]))
