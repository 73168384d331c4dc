"""What an audit tells people, in Dutch and English: a table of findings and what is behind it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policies.audit import Audit
from scanner.advisory_folder import FeedState
from scanner.words import Words

OLD_DAYS = 7
"""Advisories older than this are called old."""


def summary(found: Audit, states: Iterable[FeedState]) -> dict[str, object]:
    """Counts and the age of what was asked, as plain values."""
    per_level: dict[str, int] = {}
    for entry in found.exposed:
        level = entry.priority.level.value
        per_level[level] = per_level.get(level, 0) + 1
    return {
        "kind": "summary",
        "components": found.components,
        "clean": found.clean,
        "findings": len(found.exposed) + len(found.endings),
        "vulnerable": len({e.index for e in found.exposed}),
        "per_priority": per_level,
        "ends_of_life": len(found.endings),
        "unmatched": found.reasons(),
        **ages(states),
    }


def ages(states: Iterable[FeedState]) -> dict[str, object]:
    """What was asked and how old it is, as plain values."""
    listed = list(states)
    days = [s.age_days for s in listed if s.age_days is not None]
    return {
        "advisories": [
            {
                "name": s.name,
                "forms": list(s.forms),
                "records": s.records,
                "date": s.date,
                "age_days": s.age_days,
                "fetched": s.fetched,
                "failed": s.failed,
                "issues": s.issues,
            }
            for s in listed
        ],
        "newest_age_days": min(days, default=None),
    }


def heads(words: Words) -> list[str]:
    """Column heads of the table."""
    return [
        words(f"audit.column-{c}")
        for c in ("priority", "component", "advisory", "severity", "fixed", "status", "deadline")
    ]


def cells(row: Mapping[str, Any], words: Words) -> list[str]:
    """A finding as a row of the table."""
    name = f"{row['name']} {row['version'] or row.get('requirement', '')}".strip()
    if row.get("system"):
        name = f"{row['system']}: {name}"
    if row["rule"].startswith("end-of-life"):
        return [
            words("audit.end"),
            name,
            f"{row['product']} {row['cycle']}",
            "",
            row["latest"],
            words("audit.ended" if row["ended"] else "audit.ends-soon"),
            row["ends"],
        ]
    made = row["priority"]
    names = [row["advisory"], *(c for c in row["cves"][:1] if c != row["advisory"])]
    score = f" {row['score']}" if row["score"] is not None else ""
    marks = [words("audit.kev")] if row["kev"] else []
    marks += [words("audit.malicious")] if row["malicious"] else []
    marks += [words("audit.vex-" + row["vex"]["status"])] if row.get("vex") else []
    marks += [words("audit.waived")] if row.get("waiver") else []
    marks += [words("audit.new")] if row.get("new") else []
    return [
        f"{made['points']:g} {words('severity.' + made['level'])}",
        name,
        " ".join(names),
        (
            words("severity." + row["severity"])
            if row["severity"] in _RATED
            else words("audit.unrated")
        )
        + score,
        ", ".join(row["fixed"][:2]) or words("audit.no-fix"),
        ", ".join([words("audit." + row["status"]), *marks]),
        made.get("deadline", ""),
    ]


_RATED = frozenset({"low", "medium", "high", "critical"})


def hint_line(row: Mapping[str, Any], words: Words) -> str:
    """A hint as one line."""
    where = f"{row['system']}: " if row.get("system") else ""
    return words(
        "audit.hint-start",
        name=where + str(row["name"]),
        text=words(f"audit.hint-{row['rule']}", about=row["about"]),
        confidence=words(f"confidence.{row['confidence']}"),
    )


def closing(told: Mapping[str, Any], words: Words) -> Sequence[str]:
    """Lines below the table: what was asked, what could not be, how old the advisories are."""
    lines = [
        words(
            "audit.asked",
            components=told["components"],
            vulnerable=told["vulnerable"],
            clean=told["clean"],
        )
    ]
    lines += [
        words("audit.unmatched", count=count, reason=words(f"audit.reason-{reason}"))
        for reason, count in told["unmatched"].items()
    ]
    if told.get("history"):
        from scanner.audit_history import lines_of

        lines += [words(key, **values) for key, values in lines_of(told["history"])]
    for feed in told["advisories"]:
        age = feed["age_days"]
        if age is None:
            lines.append(words("audit.feed-undated", name=feed["name"], records=feed["records"]))
        else:
            key = "audit.feed-old" if age > OLD_DAYS else "audit.feed"
            lines.append(
                words(key, name=feed["name"], records=feed["records"], date=feed["date"], age=age)
            )
        if feed["failed"]:
            lines.append(words("audit.feed-failed", name=feed["name"], reason=feed["failed"]))
    return lines
