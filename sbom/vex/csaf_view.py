"""A CSAF document as its tests look at it: parts by name, made once."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sbom.lazy_pattern import lazy
from sbom.vex import csaf_products
from sbom.vex.wire import numbered, table, tables, text, texts

GROUPS = {
    "affected": ("first_affected", "known_affected", "last_affected"),
    "not affected": ("known_not_affected",),
    "fixed": ("first_fixed", "fixed"),
    "under investigation": ("under_investigation",),
    "unknown": ("unknown",),
}
"""Status groups that exclude each other (3.2.3.9 in 2.0, 3.2.4.9 in 2.1)."""
STAMP = lazy(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?"
    r"(?:Z|[+-]([0-9]{2}):([0-9]{2}))\Z"
)
_SEMANTIC = re.compile(
    r"((?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*))"
    r"(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?\Z"
)


class Mistake(NamedTuple):
    """A place where a document breaks a test."""

    path: str
    """As in the standard's results: `/vulnerabilities[0]/cve`."""
    message: str


class Version(NamedTuple):
    """A version of the document, comparable."""

    core: tuple[int, int, int]
    final: bool
    """False for a pre-release; sorts before the release."""
    parts: tuple[tuple[int, int, str], ...]
    integer: bool


def version(stated: str) -> Version | None:
    """An integer or semantic version, or None when it is neither."""
    if stated.isascii() and stated.isdigit() and len(stated) < 19:
        return Version((int(stated), 0, 0), True, (), True)
    match = _SEMANTIC.match(stated) if len(stated) < 200 else None
    if match is None:
        return None
    major, minor, patch = (int(n) for n in match[1].split("."))
    parts = tuple(
        (0, int(p), "") if p.isdigit() else (1, 0, p) for p in (match[2] or "").split(".") if p
    )
    return Version((major, minor, patch), not parts, parts, False)


def moment(stated: str) -> datetime | None:
    """The instant, or None when it is no RFC 3339 time."""
    try:
        made = datetime.fromisoformat(stated)
    except ValueError:
        return None
    try:
        return made.astimezone(UTC) if made.tzinfo else None
    except OverflowError:
        return None


class View:
    """The parts of one document; each is computed at first use."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self.head = table(root.get("document"))
        self.tracking = table(self.head.get("tracking"))
        self.tree = table(root.get("product_tree"))
        self.category = text(self.head.get("category"))
        self.edition = text(self.head.get("csaf_version"))
        """`2.0` or `2.1`."""

    @cached_property
    def vulnerabilities(self) -> list[tuple[str, dict[str, Any]]]:
        """(path, object)."""
        return [
            (f"/vulnerabilities[{n}]", v) for n, v in numbered(self.root.get("vulnerabilities"))
        ]

    @cached_property
    def full_names(self) -> list[tuple[str, dict[str, Any], tuple[tuple[str, str], ...]]]:
        """(path, full product name, branches above it)."""
        return list(csaf_products.full_names(self.tree))

    @cached_property
    def helpers(self) -> list[tuple[str, dict[str, Any]]]:
        """(path, product identification helper)."""
        return [
            (f"{path}/product_identification_helper", helper)
            for path, product, _ in self.full_names
            if isinstance(helper := product.get("product_identification_helper"), dict)
        ]

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Product ids by group id."""
        return csaf_products.groups(self.tree)

    @cached_property
    def branches(self) -> list[tuple[str, str, str]]:
        """(path, category, name) of every branch."""
        found = []
        stack: list[tuple[str, dict[str, Any], int]] = [("/product_tree", self.tree, 0)]
        while stack:
            path, holder, depth = stack.pop()
            for number, branch in numbered(holder.get("branches")):
                here = f"{path}/branches[{number}]"
                found.append((here, text(branch.get("category")), text(branch.get("name"))))
                if depth < 500:
                    stack.append((here, branch, depth + 1))
        return found

    def parts(self, *names: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(path, object) of the lists `names` of every vulnerability."""
        for path, vulnerability in self.vulnerabilities:
            for name in names:
                for number, item in numbered(vulnerability.get(name)):
                    yield f"{path}/{name}[{number}]", item

    def contents(self) -> Iterator[tuple[str, dict[str, Any], list[str], str]]:
        """(path, scores by method, product ids, source) of scores (2.0) and metrics (2.1)."""
        for path, score in self.parts("scores"):
            yield path, score, texts(score.get("products")), ""
        for path, metric in self.parts("metrics"):
            content = table(metric.get("content"))
            yield (
                f"{path}/content",
                content,
                texts(metric.get("products")),
                text(metric.get("source")),
            )

    def extensions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(path, extension) wherever 2.1 allows one."""
        holders = [("", self.root), ("/document", self.head), *self.vulnerabilities]
        holders += [(path, product) for path, product, _ in self.full_names]
        holders += [(path, content) for path, content, _, _ in self.contents()]
        for path, holder in holders:
            for number, extension in numbered(holder.get("x_extensions")):
                yield f"{path}/x_extensions[{number}]", extension

    def statuses(self, vulnerability: dict[str, Any]) -> dict[str, set[str]]:
        """Product ids by status group of `GROUPS`."""
        stated = table(vulnerability.get("product_status"))
        return {g: {p for n in names for p in texts(stated.get(n))} for g, names in GROUPS.items()}

    def members(self, item: dict[str, Any]) -> list[str]:
        """Products of an item, those of its groups included."""
        found = texts(item.get("product_ids"))
        for group in texts(item.get("group_ids")):
            found.extend(self.groups.get(group, ()))
        return list(dict.fromkeys(found))

    @cached_property
    def history(self) -> list[tuple[str, dict[str, Any]]]:
        """(path, revision) in the order of the document."""
        place = "/document/tracking/revision_history"
        return [(f"{place}[{n}]", r) for n, r in numbered(self.tracking.get("revision_history"))]

    @cached_property
    def by_date(self) -> list[tuple[str, str, Version]]:
        """(path, number, version) sorted by date and then by number; unreadable ones left out.

        2.0 does not say what to do with equal dates; its own test documents take the number too.
        """
        rows = [
            (when, found, path, number)
            for path, revision in self.history
            if (number := text(revision.get("number")))
            and (found := version(number)) is not None
            and (when := moment(text(revision.get("date")))) is not None
        ]
        rows.sort(key=lambda r: (r[0], r[1][:3]))
        return [(path, number, found) for _, found, path, number in rows]

    @cached_property
    def newest(self) -> datetime | None:
        """Date of the newest revision."""
        dates = [moment(text(r.get("date"))) for _, r in self.history]
        return max((d for d in dates if d is not None), default=None)

    @property
    def released(self) -> bool:
        """Whether the status is `final` or `interim`."""
        return text(self.tracking.get("status")) in {"final", "interim"}

    @property
    def english(self) -> bool:
        """Whether the language is English or not stated."""
        lang = text(self.head.get("lang")).lower()
        return not lang or lang == "en" or lang.startswith("en-")

    def notes(self, title: str) -> list[dict[str, Any]]:
        """Notes of the document with that title."""
        return [n for n in tables(self.head.get("notes")) if text(n.get("title")) == title]

    def dates(self) -> Iterator[tuple[str, str]]:
        """(path, text) of every date and time."""
        place = "/document/tracking"
        for key in ("current_release_date", "initial_release_date"):
            if key in self.tracking:
                yield f"{place}/{key}", text(self.tracking.get(key))
        generator = table(self.tracking.get("generator"))
        if "date" in generator:
            yield f"{place}/generator/date", text(generator.get("date"))
        for path, revision in self.history:
            yield f"{path}/date", text(revision.get("date"))
        for path, vulnerability in self.vulnerabilities:
            for key in ("disclosure_date", "discovery_date", "release_date"):
                if key in vulnerability:
                    yield f"{path}/{key}", text(vulnerability.get(key))
        lists = (
            "first_known_exploitation_dates",
            "flags",
            "involvements",
            "remediations",
            "threats",
        )
        for path, item in self.parts(*lists):
            for key in ("date", "exploitation_date"):
                if key in item:
                    yield f"{path}/{key}", text(item.get(key))
        for path, content, _, _ in self.contents():
            for key in ("epss", "ssvc_v2"):
                if "timestamp" in table(content.get(key)):
                    yield f"{path}/{key}/timestamp", text(table(content.get(key)).get("timestamp"))
