"""cpanfile.snapshot: what Carton resolved for a Perl project.

Rules: every distribution is EXACT; name and version stand in the last part of its path. Edges go
from a distribution to those that provide the modules it requires; a distribution that none other
needs is direct, of the rest it is unknown. Scope UNKNOWN. `perl` is no entry. The author's id is
the property `author-id`.

Source: Carton, "cpanfile.snapshot", format 1.0.
"""

from sbom.component import Component, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_FORMAT = lazy(r"# carton snapshot format: version (\S+)")
_NAMED = lazy(r"(.+?)-(v?[0-9][0-9A-Za-z._]*(?:-TRIAL)?)\Z")
_ENDINGS = (".tar.gz", ".tgz", ".tar.bz2", ".zip", ".tar.xz")


class _Distribution:
    """One entry while its lines are read."""

    __slots__ = ("line", "needs", "path", "provides", "title")

    def __init__(self, title: str, line: int) -> None:
        self.title = title
        self.line = line
        self.path = ""
        self.provides: list[str] = []
        self.needs: list[str] = []


def parse(source: SourceFile, /) -> Inventory:
    """Distributions and edges of a snapshot.

    Raises:
        NotThisFormatError: neither the first line nor the section of a snapshot.
    """
    content = decode(source.content)
    match = _FORMAT.match(content)
    if match is None and "DISTRIBUTIONS" not in content[:200]:
        raise NotThisFormatError("is no snapshot of Carton")
    found: list[_Distribution] = []
    section = ""
    for number, raw in enumerate(content.splitlines(), 1):
        bare = raw.strip()
        depth = len(raw) - len(raw.lstrip(" "))
        if depth == 2 and bare:
            found.append(_Distribution(bare, number))
            section = ""
        elif depth == 4 and found:
            key, _, value = bare.partition(":")
            section = key
            if key == "pathname":
                found[-1].path = value.strip()
        elif depth == 6 and found:
            module = bare.partition(" ")[0]
            if section == "provides":
                found[-1].provides.append(module)
            elif section == "requirements":
                found[-1].needs.append(module)
    return _inventory(found, match.group(1) if match else "")


def _inventory(found: list[_Distribution], version: str) -> Inventory:
    holder = {m: d.title for d in found for m in d.provides}
    edges = {d.title: {holder[n] for n in d.needs if n in holder} - {d.title} for d in found}
    needed = {t for targets in edges.values() for t in targets}
    gathering = Gathering()
    for distribution in found:
        made = _component(distribution, direct=None if distribution.title in needed else True)
        if made is None:
            message = "the title is not `name-version`"
            gathering.lost(distribution.title, message, distribution.line)
            continue
        gathering.add(made)
        gathering.need(distribution.title, edges[distribution.title])
    return gathering.inventory(version=version, expects=bool(found))


def _component(distribution: _Distribution, *, direct: bool | None) -> Component | None:
    base = distribution.path.rpartition("/")[2]
    ending = next((e for e in _ENDINGS if base.endswith(e)), "")
    match = _NAMED.match(base.removesuffix(ending) or distribution.title) or _NAMED.match(
        distribution.title
    )
    if match is None:
        return None
    name, version = match.groups()
    parts = distribution.path.split("/")
    return Component(
        purl=build("cpan", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        scope=Scope.UNKNOWN,
        direct=direct,
        ref=distribution.title,
        line=distribution.line,
        properties=pairs(author_id=parts[2] if len(parts) > 3 else ""),
    )
