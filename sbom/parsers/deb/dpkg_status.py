"""The database of dpkg: `var/lib/dpkg/status`, and `status.d/*` of images without dpkg.

Rules: every package whose files are on disk is a component (states installed, unpacked,
half-configured, half-installed, triggers-*; all but installed are named in property `state`).
Packages in state not-installed or config-files, and those of a `status` file without a Status
field, are not there: they are counted in a note. Under `status.d` no Status is written; all
count. Scope RUNTIME; `direct` is unknown. Properties `source` and `source-version` name the source
package, which Debian's and Ubuntu's advisories go by. The purl's namespace is taken from the
maintainer's address (debian.org, ubuntu.com), the most frequent for those that do not say;
os-release, when it is there, settles it (see `sbom.joiners.os_release`).

Source: dpkg(1), "Information about packages"; Debian Policy 5.3; deb822(5).
"""

from collections import Counter

from sbom.deb822 import Paragraph, paragraphs
from sbom.deb_package import component_of, edges, fault_of, vendor_of
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.text import decode
from sbom.source import SourceFile

_ABSENT = frozenset({"not-installed", "config-files", ""})


def parse(source: SourceFile, /) -> Inventory:
    """Installed packages.

    Raises:
        ParseError: text, but no paragraph names a package.
    """
    if not source.content.strip():
        return Inventory(expects_components=False)
    single = "/status.d/" in f"/{source.path}" and not source.path.endswith(".md5sums")
    return installed(decode(source.content), purl_type="deb", single=single)


def installed(text: str, *, purl_type: str, single: bool) -> Inventory:
    """Packages of a status database.

    Args:
        text: The database.
        purl_type: `deb` or `opkg`.
        single: Whether a missing Status field means installed.

    Raises:
        ParseError: no paragraph names a package.
    """
    kept: list[Paragraph] = []
    issues: list[Issue] = []
    absent = named = 0
    for paragraph in paragraphs(text):
        fields = paragraph.fields
        named += "package" in fields
        state = fields.get("status", "").rpartition(" ")[2].lower()
        if state in _ABSENT and (state or not single) and "package" in fields:
            absent += 1
        elif fault := fault_of(fields):
            issues.append(_lost(fields.get("package", ""), paragraph.line, fault))
        else:
            kept.append(paragraph)
        issues.extend(
            _lost(fields.get("package", ""), n, "the line is no field") for n in paragraph.strays
        )
    if not named:
        raise ParseError("holds no paragraph that names a package")
    if absent:
        message = f"{absent} packages are listed as removed or not installed; they are not counted"
        issues.append(Issue(kind=IssueKind.NOTE, message=message))
    usual = Counter(v for p in kept if (v := vendor_of(p.fields))).most_common(1)
    vendor = usual[0][0] if usual and purl_type == "deb" else ""
    refs = _refs(kept)
    return Inventory(
        components=tuple(
            component_of(
                p,
                purl_type=purl_type,
                vendor=(vendor_of(p.fields) or vendor) if purl_type == "deb" else "",
                ref=ref,
            )
            for p, ref in zip(kept, refs, strict=True)
        ),
        dependencies=edges((r, p.fields) for p, r in zip(kept, refs, strict=True)),
        issues=tuple(issues),
        expects_components=not absent,
    )


def _refs(kept: list[Paragraph]) -> list[str]:
    """`name`, with the architecture where a name is installed for several."""
    often = Counter(p.fields["package"] for p in kept)
    refs: list[str] = []
    taken: set[str] = set()
    for index, paragraph in enumerate(kept):
        name = paragraph.fields["package"]
        ref = f"{name}:{paragraph.fields.get('architecture', '')}" if often[name] > 1 else name
        if ref in taken:
            ref = f"{ref}#{index}"
        taken.add(ref)
        refs.append(ref)
    return refs


def _lost(subject: str, line: int, message: str) -> Issue:
    return Issue(kind=IssueKind.ENTRY, subject=subject[:200], line=line, message=message)
