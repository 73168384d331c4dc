"""Status databases of dpkg and opkg to packages: the reading that both parsers share."""

from collections import Counter

from sbom.deb822 import Paragraph, paragraphs
from sbom.deb_package import component_of, edges, fault_of, vendor_of
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind

_ABSENT = frozenset({"not-installed", "config-files", ""})


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
