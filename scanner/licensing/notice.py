"""Third-party notices: every component under the text of its licence, with its copyright lines."""

import html
import re
from collections.abc import Iterable, Mapping

import msgspec

from policies.facts import UseMode
from policies.licensing import judge
from policies.pack import Pack
from sbom.licensing.expression import parse
from sbom.licensing.full_texts import full_text
from sbom.licensing.tree import leaves

RULE = "=" * 78


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One component of a notice."""

    purl: str
    name: str
    version: str
    claims: tuple[tuple[str, str], ...]
    """(kind, raw)."""
    scope: str = "runtime"
    supplied: bool = False
    copyrights: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    """(path, text) of licence and notice files of its own."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A component as it stands under a licence."""

    name: str
    version: str
    purl: str
    expression: str
    copyrights: tuple[str, ...]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A licence with everything under it."""

    license: str
    """SPDX id, with exception; empty: not known."""
    components: tuple[Line, ...]
    text: str
    """Full text; empty when it is not at hand."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A whole notice."""

    title: str
    groups: tuple[Group, ...]
    """By licence; what is not known last."""
    files: tuple[tuple[str, str], ...]
    """(component and path, text) of NOTICE files and of licences outside the SPDX list."""
    missing: tuple[str, ...]
    """Components of which no licence is known, and licences of which the text is not at hand."""


def made(
    title: str, entries: Iterable[Entry], pack: Pack, use_mode: UseMode | None = None
) -> Notice:
    """The notice of components; of a choice the side that was chosen, else the one that fits best."""
    grouped: dict[str, dict[str, Line]] = {}
    files: dict[tuple[str, str], str] = {}
    missing: list[str] = []
    for entry in sorted(entries, key=lambda e: (e.name.lower(), e.version, e.purl)):
        verdict = judge(entry.claims, use_mode, entry.scope, entry.supplied, pack)
        text = verdict.chosen or verdict.expression
        names = list(dict.fromkeys(str(leaf) for leaf in leaves(parse(text)))) if text else [""]
        line = Line(
            name=entry.name,
            version=entry.version,
            purl=entry.purl,
            expression=text,
            copyrights=entry.copyrights,
        )
        own = False
        for path, content in entry.texts:
            notice = "notice" in path.rpartition("/")[2].lower()
            if notice or any(not _text(n) for n in names):
                files.setdefault((f"{entry.name} {entry.version}: {path}", content), "")
                own = True
        for name in names:
            grouped.setdefault(name, {})[entry.purl or entry.name] = line
            if name and not _text(name) and not own:
                missing.append(f"{name}: {entry.name} {entry.version}".strip())
        if not text:
            missing.append(f"{entry.name} {entry.version}".strip())
    groups = tuple(
        Group(license=name, components=tuple(found.values()), text=_text(name))
        for name, found in sorted(grouped.items(), key=lambda item: (not item[0], item[0]))
    )
    return Notice(
        title=title, groups=groups, files=tuple(files), missing=tuple(dict.fromkeys(missing))
    )


def as_text(notice: Notice, words: Mapping[str, str]) -> str:
    """Plain text, ready to ship.

    Args:
        notice: The notice.
        words: `intro`, `unknown`, `no-text`, `files`: sentences in the reader's language.
    """
    out = [notice.title, "", words["intro"], ""]
    for group in notice.groups:
        out += [RULE, group.license or words["unknown"], RULE, ""]
        for line in group.components:
            shown = f"  {line.name} {line.version}".rstrip()
            out.append(
                shown + (f"  ({line.expression})" if line.expression != group.license else "")
            )
            out += [f"      {c}" for c in line.copyrights]
        out += ["", group.text or (words["no-text"] if group.license else ""), ""]
    if notice.files:
        out += [RULE, words["files"], RULE, ""]
        for name, content in notice.files:
            out += [name, "-" * len(name), content.strip(), ""]
    return "\n".join(out).rstrip() + "\n"


def as_html(notice: Notice, words: Mapping[str, str], language: str) -> str:
    """One page without scripts or addresses, with a table of contents."""
    say = html.escape
    head = (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{say(notice.title)}</title><style>body{{font:1rem/1.5 sans-serif;max-width:60rem;"
        "margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}</style></head><body><main>"
        f"<h1>{say(notice.title)}</h1><p>{say(words['intro'])}</p><ul>"
    )
    out = [head]
    titles = [g.license or words["unknown"] for g in notice.groups]
    out += [f'<li><a href="#l{n}">{say(t)}</a></li>' for n, t in enumerate(titles)]
    out.append("</ul>")
    for number, group in enumerate(notice.groups):
        out.append(f'<section><h2 id="l{number}">{say(titles[number])}</h2><ul>')
        for line in group.components:
            lines = "".join(f"<br>{say(c)}" for c in line.copyrights)
            out.append(f"<li>{say(f'{line.name} {line.version}'.strip())}{lines}</li>")
        text = group.text or (words["no-text"] if group.license else "")
        out.append(f"</ul><pre>{say(text)}</pre></section>")
    if notice.files:
        out.append(f"<section><h2>{say(words['files'])}</h2>")
        out += [f"<h3>{say(n)}</h3><pre>{say(t.strip())}</pre>" for n, t in notice.files]
        out.append("</section>")
    return "\n".join([*out, "</main></body></html>", ""])


def as_spdx(notice: Notice, created: str, creator: str) -> str:
    """SPDX 2.3, tag-value: a package for each component, with licence and copyright text.

    Args:
        notice: The notice.
        created: UTC, ISO 8601 with Z.
        creator: Tool and version.

    Source: SPDX 2.3, clauses 6, 7 and 10.
    """
    out = [
        "SPDXVersion: SPDX-2.3",
        "DataLicense: CC0-1.0",
        "SPDXID: SPDXRef-DOCUMENT",
        f"DocumentName: {_one_line(notice.title)}",
        f"DocumentNamespace: urn:sluis:notice:{_id(notice.title)}:{_id(created)}",
        f"Creator: Tool: {creator}",
        f"Created: {created}",
    ]
    lines = {li.purl or li.name: li for g in notice.groups for li in g.components}
    for number, line in enumerate(sorted(lines.values(), key=lambda li: li.purl or li.name), 1):
        copyright_text = "\n".join(line.copyrights).replace("</text>", "")
        out += [
            "",
            f"PackageName: {_one_line(line.name)}",
            f"SPDXID: SPDXRef-{number}",
            *([f"PackageVersion: {_one_line(line.version)}"] if line.version else []),
            "PackageDownloadLocation: NOASSERTION",
            "FilesAnalyzed: false",
            f"PackageLicenseConcluded: {line.expression or 'NOASSERTION'}",
            "PackageLicenseDeclared: NOASSERTION",
            "PackageCopyrightText: "
            + (f"<text>{copyright_text}</text>" if copyright_text else "NOASSERTION"),
            *([f"ExternalRef: PACKAGE-MANAGER purl {line.purl}"] if line.purl else []),
            f"Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-{number}",
        ]
    own = {g.license for g in notice.groups if g.license.startswith("LicenseRef-")}
    for name in sorted(own):
        out += ["", f"LicenseID: {name}", "ExtractedText: <text>-</text>", f"LicenseName: {name}"]
    return "\n".join(out) + "\n"


def _text(license_id: str) -> str:
    return full_text(license_id.partition(" WITH ")[0].rstrip("+"))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _id(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-") or "-"
