"""CSAF 6.1.14, 6.1.16-6.1.22, 6.1.30: document version, status and revision history."""

import itertools
from collections.abc import Iterator

from sbom.vex.csaf_view import Mistake, View, version
from sbom.vex.wire import text

_HISTORY = "/document/tracking/revision_history"
_VERSION = "/document/tracking/version"


def sorted_history(view: View) -> Iterator[Mistake]:
    """6.1.14: revisions in the order of their dates have rising numbers."""
    rows = view.by_date
    for (_, _, before), (path, number, found) in itertools.pairwise(rows):
        if found[:3] < before[:3]:
            yield Mistake(f"{path}/number", f"{number} follows a higher number by date")


def latest_version(view: View) -> Iterator[Mistake]:
    """6.1.16: the document has the number of its newest revision."""
    stated = version(text(view.tracking.get("version")))
    if stated is None or not view.by_date:
        return
    last = view.by_date[-1][2]
    draft = text(view.tracking.get("status")) == "draft"
    same = stated.core == last.core and (draft or stated.parts == last.parts)
    if not same:
        yield Mistake(_VERSION, "is not the number of the newest revision")


def draft_version(view: View) -> Iterator[Mistake]:
    """6.1.17: a version 0 or a pre-release belongs to a draft."""
    found = version(text(view.tracking.get("version")))
    if (
        found
        and (found.core[0] == 0 or found.parts)
        and text(view.tracking.get("status")) != "draft"
    ):
        yield Mistake("/document/tracking/status", "is not draft, but the version is")


def released_history(view: View) -> Iterator[Mistake]:
    """6.1.18: a released document has no revision 0."""
    if not view.released:
        return
    for path, revision in view.history:
        found = version(text(revision.get("number")))
        if found and found.core[0] == 0:
            yield Mistake(f"{path}/number", "is a draft in the history of a released document")


def prerelease_revision(view: View) -> Iterator[Mistake]:
    """6.1.19: no revision is a pre-release."""
    for path, revision in view.history:
        found = version(text(revision.get("number")))
        if found and found.parts:
            yield Mistake(f"{path}/number", "is a pre-release")


def prerelease_document(view: View) -> Iterator[Mistake]:
    """6.1.20: a released document has no pre-release version."""
    found = version(text(view.tracking.get("version")))
    if view.released and found and found.parts:
        yield Mistake(_VERSION, "is a pre-release")


def missing_revision(view: View) -> Iterator[Mistake]:
    """6.1.21: the history starts at 0 or 1 and leaves no number out."""
    majors = [found.core[0] for _, _, found in view.by_date]
    if not majors:
        return
    if majors[0] > 1:
        yield Mistake(f"{view.by_date[0][0]}/number", "is the first revision, but not 0 or 1")
    for place, (before, after) in enumerate(itertools.pairwise(majors)):
        if after > before + 1:
            path = view.by_date[place + 1][0]
            kind = "missing" if any(before < m < after for m in majors) else "not present"
            yield Mistake(f"{path}/number", f"revision {before + 1} is {kind} before it")


def revision_twice(view: View) -> Iterator[Mistake]:
    """6.1.22: no number stands twice in the history."""
    seen: set[str] = set()
    for path, revision in view.history:
        number = text(revision.get("number"))
        if number in seen:
            yield Mistake(f"{path}/number", f"{number} stands twice")
        seen.add(number)


def mixed_versions(view: View) -> Iterator[Mistake]:
    """6.1.30: all versions are integers, or all are semantic."""
    stated = [(_VERSION, text(view.tracking.get("version")))]
    stated += [(f"{path}/number", text(r.get("number"))) for path, r in view.history]
    kinds = [(path, found.integer) for path, s in stated if (found := version(s))]
    if len({kind for _, kind in kinds}) > 1:
        odd = next(path for path, kind in kinds if kind != kinds[0][1])
        yield Mistake(odd, "mixes integer and semantic versions")
