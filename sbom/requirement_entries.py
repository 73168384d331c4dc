"""One requirement as a requirements file states it: a name with specifiers, an address or a path.

Rules: one `==` or `===` without a wildcard is EXACT, other specifiers RANGE, none ABSENT.
`name @ url` and `git+...#egg=name` are GIT or URL; a wheel's or archive's file name gives name and
version (property `name-source`). A path is LOCAL, `.` is ROOT; without a stated project name its
purl is of type generic, so that no public project is taken for it. The same holds for version
control addresses without `#egg=`.

Source: pip's requirements file format (pip 25); PEP 508.
"""

import re

import msgspec

from sbom import purl
from sbom.component import Component, ComponentKind, Role, Scope
from sbom.pep508 import Requirement, normalise, parse_requirement
from sbom.pypi import (
    Address,
    address_of,
    archive_of,
    declared,
    hash_pairs,
    unique_ref,
    without_credentials,
)
from sbom.readers.pip_lines import PipLine

_NAMED_URL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\s*+(?:\[[^\]]*\])?\s*+@\s*+\S")
_URL = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*\+)?[A-Za-z][A-Za-z0-9.]*://|git\+git@|git@")
_PATH = re.compile(
    r"\.{0,2}/|\.{1,2}(?:\[|\Z)|~/|[A-Za-z]:\\|file:|\.{1,2}\\"
    r"|[A-Za-z0-9._-]+/[A-Za-z0-9._/-]+(?:\[|\s*+\Z)"
)
_ARCHIVE_END = (".whl", ".zip", ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".egg")


class RequirementEntries:
    """Makes the components of one file; refs are unique within it."""

    def __init__(
        self,
        *,
        folder: str = "",
        scope: Scope = Scope.RUNTIME,
        roles: tuple[Role, ...] = (),
        direct: bool | None = None,
    ) -> None:
        """State what holds for every entry.

        Args:
            folder: Name of the folder that the file is in; the name of an entry `.`.
            scope: Of every component.
            roles: Of every component, beside what its own form says.
            direct: Of every component.
        """
        self._folder = folder
        self._scope = scope
        self._roles = roles
        self._direct = direct
        self._taken: dict[str, int] = {}

    def made(self, line: PipLine, text: str, *, editable: bool) -> Component:
        """The component of one requirement.

        Args:
            line: Where it stands, with its options.
            text: The requirement alone.
            editable: It followed `-e`.

        Raises:
            ValueError: not a requirement.
        """
        if "==" in text and "/" not in text and "@" not in text and not _is_archive(text):
            read = parse_requirement(text)
            return self._component(line, read.name, read, pin=read.pin)
        body, _, marker = text.partition(";")
        if _NAMED_URL.match(body):
            read = parse_requirement(text)
            return self._fetched(line, read, address_of(read.url), editable=editable)
        if _URL.match(body) and not body.startswith("file:"):
            cut = text.find(" ;")
            address = address_of(text if cut < 0 else text[:cut])
            extras = _url_extras(text)
            read = Requirement(
                "", extras, (), address.url, text[cut + 2 :].strip() if cut > 0 else ""
            )
            return self._fetched(line, read, address, editable=editable)
        if _PATH.match(body) or (editable and "==" not in body) or _is_archive(body):
            return self._local(line, body.strip(), marker.strip(), editable=editable)
        read = parse_requirement(text)
        return self._component(line, read.name, read, pin=read.pin)

    def _fetched(
        self, line: PipLine, read: Requirement, address: Address, *, editable: bool
    ) -> Component:
        stated, version = archive_of(address.url) if not address.vcs else ("", "")
        name = read.name or address.egg or stated
        if name:
            version = version if stated and normalise(stated) == normalise(name) else ""
            source = "" if read.name or address.egg else "file-name"
            return self._component(
                line,
                name,
                read,
                pin=version,
                address=address,
                editable=editable,
                name_source=source,
            )
        shown = _last_segment(address.url)
        made = self._component(
            line, shown, read, address=address, editable=editable, name_source="address"
        )
        key = "vcs_url" if address.vcs else "download_url"
        where = (f"{address.vcs}+" if address.vcs else "") + address.url
        where += f"@{address.revision}" if address.revision else ""
        return msgspec.structs.replace(
            made, purl=purl.build("generic", shown, qualifiers={key: where})
        )

    def _local(self, line: PipLine, path: str, marker: str, *, editable: bool) -> Component:
        path, _, tail = path.partition("#")
        path, _, listed = path.partition("[")
        extras = tuple(sorted(e.strip(" ]") for e in listed.split(",") if e.strip(" ]")))
        egg = tail.partition("egg=")[2].partition("&")[0].partition("[")[0]
        stated, version = archive_of(path)
        role = Role.ROOT if path.rstrip("/\\") in {".", ""} else Role.LOCAL
        shown = egg or stated or _last_segment(path)
        if shown in {".", "..", ""}:
            shown = self._folder or "."
        made = self._component(
            line,
            shown,
            Requirement(shown, extras, (), "", marker),
            pin=version,
            roles=(role,),
            editable=editable,
            path=without_credentials(path),
            name_source="" if egg else "file-name" if stated else "address",
        )
        if not egg and not stated:
            made = msgspec.structs.replace(made, purl=purl.build("generic", shown))
        if role is Role.ROOT:
            made = msgspec.structs.replace(made, kind=ComponentKind.APPLICATION)
        return made

    def _component(  # noqa: PLR0913  # one keyword per fact a line may state
        self,
        line: PipLine,
        name: str,
        read: Requirement,
        *,
        pin: str = "",
        address: Address | None = None,
        roles: tuple[Role, ...] = (),
        editable: bool = False,
        path: str = "",
        name_source: str = "",
    ) -> Component:
        roles = (*roles, *self._roles)
        properties: list[tuple[str, str]] = []
        if read.marker or read.extras or editable or path or name_source:
            properties = [
                ("editable", "true" if editable else ""),
                ("extras", ", ".join(read.extras)),
                ("marker", read.marker),
                ("name-source", name_source),
                ("path", path),
            ]
        made = declared(
            name,
            requirement=read.specifier,
            pin=pin,
            scope=self._scope,
            roles=roles,
            direct=self._direct,
            ref=unique_ref(name, pin, self._taken),
            address=address,
            line=line.line,
            properties=properties,
        )
        hashes = line.hashes
        if address is not None:
            hashes = hashes + [f"{k}:{v}" for k, v in address.fragment.items()]
        return msgspec.structs.replace(made, hashes=hash_pairs(hashes)) if hashes else made


def _is_archive(body: str) -> bool:
    body = body.strip().partition("#")[0]
    return body.endswith(_ARCHIVE_END) and " " not in body and "==" not in body


def _url_extras(text: str) -> tuple[str, ...]:
    """Extras of `#egg=name[a,b]`."""
    listed = text.partition("egg=")[2].partition("[")[2].partition("]")[0]
    return tuple(sorted(e.strip() for e in listed.split(",") if e.strip()))


def _last_segment(path: str) -> str:
    """Last part of a path or address, without `.git`; the whole when there is none."""
    return path.rstrip("/\\").replace("\\", "/").rpartition("/")[2].removesuffix(".git") or path
