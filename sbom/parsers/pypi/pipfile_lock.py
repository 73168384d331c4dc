"""Pipfile.lock: pipfile-spec 6 and its predecessors.

Rules of this reader:

- `default` is RUNTIME, `develop` DEV, any other category by its words, else DEV. A package in two
  categories is two components (each entry is one). What is direct the file does not say: None.
- git (and hg, svn, bzr) entries are GIT (URL) with the commit as UNRESOLVED version; `file` and
  `uri` addresses are URL; `path` is LOCAL, and `path = "."` is ROOT, the project itself.
- `*` or nothing is ABSENT, a range such as `>=1.0` RANGE.

Source: Pipenv's lock writer and the Pipfile specification.
"""

import re
from typing import Any

import msgspec

from sbom import purl
from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.pep508 import Requirement, parse_requirement
from sbom.pypi import (
    Address,
    address_of,
    archive_of,
    declared,
    hash_pairs,
    scope_of,
    unique_ref,
    without_credentials,
)
from sbom.readers.json_reader import loads_json
from sbom.readers.text import Lines, decode
from sbom.source import SourceFile

_VCS = ("git", "hg", "svn", "bzr")
_STRINGS = re.compile(r'"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)(?:"(\s*+:\s*+\{)?|(?=\n)|\Z)')
"""Every string, so that none is entered in its middle; the second group marks keys of objects."""


def parse(source: SourceFile) -> Inventory:
    """Facts of a Pipfile.lock.

    Raises:
        ParseError: not JSON.
        NotThisFormatError: JSON without `_meta`, `default` and `develop`.
    """
    text = decode(source.content)
    data = loads_json(text)
    if not isinstance(data, dict) or not data.keys() & {"_meta", "default", "develop"}:
        raise NotThisFormatError("is not a Pipfile.lock: no _meta, default or develop")
    reader = _Reader(text)
    meta = data.get("_meta")
    for category, entries in data.items():
        if category == "_meta":
            continue
        if not isinstance(entries, dict):
            reader.issue(category, "category is not an object")
            continue
        for name, entry in entries.items():
            reader.add(category, name, entry)
    spec = meta.get("pipfile-spec") if isinstance(meta, dict) else None
    return Inventory(
        components=tuple(reader.components),
        issues=tuple(reader.issues),
        format_version="" if spec is None else str(spec),
        expects_components=any(v for k, v in data.items() if k != "_meta"),
    )


class _Reader:
    """Components and issues as they come, with lines found in one forward pass."""

    def __init__(self, text: str) -> None:
        self.components: list[Component] = []
        self.issues: list[Issue] = []
        self._taken: dict[str, int] = {}
        self._keys = _STRINGS.finditer(text)
        self._lines = Lines(text)

    def _line(self, key: str) -> int | None:
        """Line of the next object under `key`; entries are met in the order of the file."""
        for match in self._keys:
            if match[2] and (match[1] == key or "\\" in match[1]):
                return self._lines.at(match.start())
        return None

    def issue(self, subject: str, message: str, line: int | None = None) -> None:
        self.issues.append(
            Issue(kind=IssueKind.ENTRY, message=message, subject=subject[:200], line=line)
        )

    def add(self, category: str, name: str, entry: object) -> None:
        if isinstance(entry, str):
            entry = {"version": entry}
            line = None
        else:
            line = self._line(name) if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not name.strip():
            self.issue(name, "entry is not an object")
            return
        made = _component(category, name.strip(), entry)
        if made is None:
            self.issue(name, "version is not understood", line)
            return
        ref = unique_ref(made.name, made.version, self._taken, category)
        self.components.append(msgspec.structs.replace(made, line=line, ref=ref))


def _component(category: str, name: str, entry: dict[str, Any]) -> Component | None:
    scope = {"default": Scope.RUNTIME, "develop": Scope.DEV}.get(category)
    path = _text(entry, "path")
    address = _address(entry)
    requirement = _text(entry, "version").strip()
    stated_name, stated = archive_of(path or (address.url if address else ""))
    if stated_name and (path or address):
        name = stated_name if not entry.get("version") else name
    clauses = _clauses(requirement)
    if clauses is None:
        return None
    pin = clauses.pin or stated
    roles: tuple[Role, ...] = ()
    if path:
        roles = (Role.ROOT,) if path in {".", "./"} else (Role.LOCAL,)
    extras = entry.get("extras")
    listed = [e for e in extras if isinstance(e, str)] if isinstance(extras, list) else []
    hashes = entry.get("hashes")
    made = declared(
        name,
        requirement="" if requirement == "*" else requirement,
        pin=pin,
        scope=scope or scope_of(category, Scope.DEV),
        roles=roles,
        direct=None,
        address=address,
        properties=[
            ("extras", ", ".join(sorted(listed))),
            ("marker", _text(entry, "markers")),
            ("group", "" if scope else category),
            ("path", without_credentials(path)),
            ("subdirectory", _text(entry, "subdirectory")),
            ("registry", _text(entry, "index")),
        ],
    )
    made = msgspec.structs.replace(
        made,
        hashes=hash_pairs(hashes if isinstance(hashes, list) else ()),
        kind=ComponentKind.APPLICATION if Role.ROOT in roles else ComponentKind.LIBRARY,
    )
    if path and not stated_name and _HASH_KEY.match(name):
        # An unnamed path gets a digest for key: not a project name, so no pypi purl.
        shown = path.rstrip("/").rpartition("/")[2] or path
        made = msgspec.structs.replace(made, name=shown, purl=purl.build("generic", shown, pin))
    return made


_HASH_KEY = re.compile(r"[0-9a-f]{7}\Z")


def _clauses(requirement: str) -> Requirement | None:
    try:
        return parse_requirement("x" + ("" if requirement == "*" else requirement))
    except ValueError:
        return None


def _address(entry: dict[str, Any]) -> Address | None:
    for vcs in _VCS:
        url = _text(entry, vcs)
        if url:
            address = address_of(url if url.startswith(vcs + "+") else f"{vcs}+{url}")
            return address._replace(revision=_text(entry, "ref") or address.revision)
    for key in ("file", "uri"):
        url = _text(entry, key)
        if url:
            return address_of(url)
    return None


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
