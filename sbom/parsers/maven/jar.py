"""Java archives (jar, war, ear and kin): which Maven artefacts they are and hold.

Rules: `META-INF/maven/GROUP/ARTIFACT/pom.properties` names artefacts. The one whose name fits the file
name is the archive itself; in a shaded jar the others are BUNDLED. Without one, the manifest names
it (`Implementation-*`, `Bundle-*`, `Specification-Title`), else the file name `name-1.2.jar`; property
`evidence` says `pom-properties`, `manifest` or `file-name`. A name without group makes a purl
without namespace. Archives inside (`WEB-INF/lib`, `BOOT-INF/lib`) are read the same way, BUNDLED,
property `archive`, to a depth of four. Licence from `Bundle-License` as DECLARED. `-sources`,
`-javadoc` and `-tests` files are read too, property `classifier`. Version kind is EXACT.

Caps: 20,000 members, 64 MiB for one inner archive, 512 MiB unpacked in total; beyond them an issue.

Source: JAR File Specification (manifest); Apache Maven Archiver, "pom.properties"; OSGi Core,
"Bundle Manifest Headers".
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from sbom.component import Component, Role, Scope
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim
from sbom.maven.archive_names import Named, from_file_name, from_manifest, from_properties
from sbom.purl import build
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.source import SourceFile

MEMBERS = 20_000
INNER_BYTES = 64 * 1024 * 1024
TOTAL_BYTES = 512 * 1024 * 1024
DEPTH = 4
_TEXT_BYTES = 256 * 1024
_RATIO = 200
_ARCHIVE = (".jar", ".war", ".ear", ".par", ".rar", ".aar", ".jpi", ".hpi")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
_PROPERTIES = re.compile(r"META-INF/maven/[^/]+/[^/]+/pom\.properties\Z")
_CLASSIFIER = re.compile(r"-(sources|javadoc|tests|test-sources|linux-\S+|osx-\S+|windows-\S+)\Z")


def parse(source: SourceFile, /) -> Inventory:
    """The artefacts of an archive.

    Raises:
        ParseError: not a zip archive.
    """
    reader = _Reader()
    try:
        reader.archive(source.content, source.path.rpartition("/")[2], "", 0)
    except _BROKEN as error:
        raise ParseError(f"is no archive that can be read: {error}") from error
    return Inventory(
        components=tuple(reader.components),
        issues=tuple(reader.issues),
        expects_components=bool(reader.components),
    )


class _Reader:
    """Reads archives inside archives under one set of caps."""

    def __init__(self) -> None:
        self.components: list[Component] = []
        self.issues: list[Issue] = []
        self._left = TOTAL_BYTES
        self._members = MEMBERS

    def archive(self, content: bytes, name: str, place: str, depth: int) -> None:
        """One archive; `place` is its path inside the outermost one, empty for that."""
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
            self._members -= len(infos)
            if self._members < 0:
                self._limit(place or name, f"holds more than {MEMBERS} members in all")
                return
            self._named(packed, infos, name, place)
            inner = [i for i in infos if i.filename.lower().endswith(_ARCHIVE) and i.file_size]
            for info in inner:
                self._inner(packed, info, place, depth)

    def _named(
        self, packed: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str, place: str
    ) -> None:
        """The artefacts that one archive states to be."""
        stem = name.rpartition(".")[0]
        stated: list[Named] = []
        manifest: Mapping[str, str] = {}
        for info in infos:
            if info.filename.upper() == "META-INF/MANIFEST.MF" and not manifest:
                manifest = _headers(self._text(packed, info))
            elif _PROPERTIES.match(info.filename):
                found = from_properties(self._text(packed, info), info.filename)
                if found is not None and found not in stated:
                    stated.append(found)
        own = next(
            (n for n in stated if stem == n.artifact or stem.startswith(f"{n.artifact}-")), None
        )
        if own is None and len(stated) == 1 and not _looks_named(stem):
            own = stated[0]
        if own is None:
            own = from_manifest(manifest, stem) or from_file_name(stem)
        if own is not None:
            self._add(own, manifest, name, place, bundled=bool(place))
        for other in stated:
            if other != own:
                self._add(other, {}, name, place or name, bundled=True)

    def _add(
        self, named: Named, manifest: Mapping[str, str], name: str, place: str, *, bundled: bool
    ) -> None:
        license_ = manifest.get("bundle-license", "").partition(";")[0].strip()
        classifier = _CLASSIFIER.search(name.rpartition(".")[0])
        self.components.append(
            Component(
                purl=build("maven", named.artifact, named.version, namespace=named.group),
                name=f"{named.group}:{named.artifact}" if named.group else named.artifact,
                version=named.version,
                scope=Scope.RUNTIME,
                roles=(Role.BUNDLED,) if bundled else (),
                licenses=(LicenseClaim(raw=license_[:MAX_TEXT], source="Bundle-License"),)
                if license_ and license_ != "<<EXTERNAL>>"
                else (),
                supplier=manifest.get("implementation-vendor", "")
                or manifest.get("bundle-vendor", ""),
                properties=pairs(
                    evidence=named.evidence,
                    archive=place[:1000],
                    classifier=classifier.group(1) if classifier else "",
                    description=manifest.get("bundle-description", "")[:500],
                    homepage=manifest.get("bundle-docurl", ""),
                ),
            )
        )

    def _inner(
        self, packed: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, depth: int
    ) -> None:
        """An archive inside."""
        path = f"{place}!/{info.filename}" if place else info.filename
        if depth + 1 >= DEPTH:
            self._limit(path, f"lies deeper than {DEPTH} archives and was not read")
            return
        bomb = info.file_size > 1024 * 1024 and info.file_size > info.compress_size * _RATIO
        if info.file_size > INNER_BYTES or info.file_size > self._left or bomb:
            self._limit(path, "unpacks to more than the cap and was not read")
            return
        try:
            with packed.open(info) as opened:
                content = opened.read(INNER_BYTES + 1)
            self._left -= len(content)
            self.archive(content, info.filename.rpartition("/")[2], path, depth + 1)
        except _BROKEN as error:
            message = f"the archive inside cannot be read: {error}"
            self.issues.append(
                Issue(kind=IssueKind.ENTRY, subject=path[:200], message=message[:400])
            )

    def _text(self, packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
        """A member as text, at most 256 KiB of it; empty when it cannot be read."""
        try:
            with packed.open(info) as opened:
                return opened.read(_TEXT_BYTES).decode("utf-8", "replace")
        except _BROKEN as error:
            message = f"cannot be read: {error}"
            self.issues.append(
                Issue(kind=IssueKind.ENTRY, subject=info.filename[:200], message=message[:400])
            )
            return ""

    def _limit(self, subject: str, message: str) -> None:
        self.issues.append(Issue(kind=IssueKind.LIMIT, subject=subject[:200], message=message))


def _headers(text: str) -> dict[str, str]:
    """Main section of a manifest, names in lower case; continuation lines joined."""
    main = text.replace("\r\n", "\n").replace("\r", "\n").partition("\n\n")[0].replace("\n ", "")
    found: dict[str, str] = {}
    for line in main.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _looks_named(stem: str) -> bool:
    """Whether a file name carries a version, and so its own name."""
    return from_file_name(stem) is not None
