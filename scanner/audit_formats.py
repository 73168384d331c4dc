"""Findings of an audit in the forms of others: SARIF, GitLab dependency scanning, Atom, e-mail.

Sources: SARIF 2.1.0 (OASIS); GitLab security report schemas 15.2, dependency scanning; RFC 4287 (Atom);
RFC 5322 and 2045 (e-mail).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

from scanner.version import __version__
from scanner.words import words

Row = Mapping[str, Any]
_LEVEL = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
_GITLAB = {"critical": "Critical", "high": "High", "medium": "Medium", "low": "Low", "none": "Info"}
_MANAGER = {
    "cargo": "cargo",
    "composer": "composer",
    "gem": "bundler",
    "golang": "go",
    "maven": "maven",
    "npm": "npm",
    "nuget": "nuget",
    "pypi": "pip",
}


def fingerprint(row: Row) -> str:
    """Stable identity: rule, system, software without version, and what it is about."""
    purl = str(row.get("purl", "")).partition("@")[0]
    parts = (row["rule"], row.get("system", ""), purl, row.get("advisory", row.get("cycle", "")))
    return hashlib.sha256("\x00".join(map(str, parts)).encode()).hexdigest()[:32]


def headline(row: Row, lang: str) -> str:
    """One line for people."""
    say = words(lang)
    name = f"{row['name']} {row['version'] or row.get('requirement', '')}".strip()
    if row["rule"].startswith("end-of-life"):
        key = "audit.ended" if row["ended"] else "audit.ends-soon"
        return f"{name}: {say(key)} ({row['product']} {row['cycle']}, {row['ends'] or '-'})"
    where = f"{row['system']}: " if row.get("system") else ""
    state = say("audit." + row["status"])
    return f"{where}{name} {state}: {row['advisory']} {row['title']}".strip()


def advice(row: Row, lang: str) -> str:
    """What to do, in one sentence."""
    say = words(lang)
    if row["rule"].startswith("end-of-life"):
        return say("audit.do-replace", latest=row["latest"] or "-")
    if row["malicious"]:
        return say("audit.do-remove")
    if row["fixed"]:
        return say("audit.do-update", version=row["fixed"][0])
    return say("audit.do-mitigate")


def reason(row: Row) -> str:
    """Why a finding asks for no action: the statement of exploitability, else the waiver."""
    if row["effective"] == "waived":
        return str(row["waiver"]["reason"])
    return str(row["vex"]["statement"] or row["vex"]["justification"])


def sarif(rows: Sequence[Row], lang: str) -> dict[str, Any]:
    """SARIF; suppressed findings are kept, marked as such."""
    rules: dict[str, dict[str, Any]] = {}
    results = []
    for row in rows:
        number = str(row.get("advisory") or row["rule"])
        made = row.get("priority") or {"level": "medium", "points": 0}
        known = {"id": number, "shortDescription": {"text": row.get("title") or row["rule"]}}
        if row.get("references"):
            known["helpUri"] = row["references"][0]
        if row.get("score") is not None:
            known["properties"] = {"security-severity": str(row["score"]), "tags": ["security"]}
        rules.setdefault(number, known)
        places = row.get("places") or []
        result: dict[str, Any] = {
            "ruleId": number,
            "level": _LEVEL[made["level"]],
            "message": {"text": f"{headline(row, lang)}. {advice(row, lang)}"},
            "partialFingerprints": {"sluis/v1": fingerprint(row)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": p["path"]},
                        **({"region": {"startLine": p["line"]}} if p["line"] else {}),
                    }
                }
                for p in places
            ]
            or [{"logicalLocations": [{"fullyQualifiedName": row["purl"] or row["name"]}]}],
            "properties": {"purl": row["purl"], "priority": made["points"]},
        }
        if row.get("effective", "open") != "open":
            result["suppressions"] = [{"kind": "external", "justification": reason(row)}]
        results.append(result)
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Sluis",
                        "version": __version__,
                        "rules": [rules[k] for k in sorted(rules)],
                    }
                },
                "results": results,
            }
        ],
    }


def gitlab(rows: Sequence[Row], lang: str, at: datetime) -> dict[str, Any]:
    """A dependency-scanning report; ends of life and suppressed findings are left out of it."""
    stamp = at.strftime("%Y-%m-%dT%H:%M:%S")
    found = []
    for row in rows:
        if "advisory" not in row or row.get("effective", "open") != "open":
            continue
        place = next(iter(row.get("places") or []), {"path": ""})
        found.append(
            {
                "id": fingerprint(row),
                "name": row["title"] or row["advisory"],
                "description": headline(row, lang),
                "severity": _GITLAB.get(row["severity"], "Unknown"),
                "solution": advice(row, lang),
                "location": {
                    "file": place["path"] or "sbom",
                    "dependency": {
                        "package": {"name": row["name"]},
                        "version": row["version"],
                        "direct": bool(row["direct"]),
                    },
                },
                "identifiers": [_identifier(n) for n in (row["advisory"], *row["cves"])],
                "links": [{"url": u} for u in row["references"]],
            }
        )
    tool = {"id": "sluis", "name": "Sluis", "version": __version__, "vendor": {"name": "Sluis"}}
    files: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if "advisory" in row:
            place = next(iter(row.get("places") or []), {"path": ""})
            manager = _MANAGER.get(str(row["purl"])[4:].partition("/")[0], "unknown")
            files.setdefault(f"{manager}|{place['path'] or 'sbom'}", []).append(
                {"package": {"name": row["name"]}, "version": row["version"]}
            )
    return {
        "version": "15.2.1",
        "scan": {
            "analyzer": tool,
            "scanner": tool,
            "type": "dependency_scanning",
            "start_time": stamp,
            "end_time": stamp,
            "status": "success",
        },
        "vulnerabilities": list({v["id"]: v for v in found}.values()),
        "dependency_files": [
            {"path": k.partition("|")[2], "package_manager": k.partition("|")[0], "dependencies": v}
            for k, v in sorted(files.items())
        ],
    }


def _identifier(name: str) -> dict[str, str]:
    kind = name.partition("-")[0].lower()
    return {"type": kind, "name": name, "value": name}


def atom(rows: Sequence[Row], lang: str, at: datetime, times: Sequence[str]) -> str:
    """An Atom feed, one entry for each finding, with the time at which each was told first."""
    say = words(lang)
    stamp = at.isoformat(timespec="seconds")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">',
        f"<title>{escape(_plain(say('audit.feed-title')))}</title>",
        "<id>urn:sluis:audit</id>",
        f"<updated>{stamp}</updated>",
        "<author><name>Sluis</name></author>",
    ]
    for row, told in zip(rows, times, strict=True):
        lines += [
            "<entry>",
            f"<id>urn:sluis:finding:{fingerprint(row)}</id>",
            f"<title>{escape(_plain(headline(row, lang)))}</title>",
            f"<updated>{told}</updated>",
            f"<summary>{escape(_plain(advice(row, lang)))}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def eml(rows: Sequence[Row], lang: str, at: datetime) -> bytes:
    """An e-mail with what is new, most urgent first; the sender fills in from and to."""
    say = words(lang)
    message = EmailMessage()
    message["Subject"] = say("audit.mail-subject", count=len(rows))
    message["Date"] = format_datetime(at)
    digest = hashlib.sha256("".join(fingerprint(r) for r in rows).encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@sluis.invalid>"
    message["X-Unsent"] = "1"
    told = [f"- {headline(r, lang)}\n  {advice(r, lang)}" for r in rows]
    message.set_content(_plain("\n".join([say("audit.mail-start"), "", *told, ""]), keep="\n"))
    return bytes(message)


def _plain(text: str, keep: str = "") -> str:
    """Without control characters, which XML and mail refuse."""
    return "".join(c if c.isprintable() or c in keep else " " for c in text)
