"""EPSS scores: the CSV of FIRST, with its comment line `#model_version:...,score_date:...`.

Source: first.org/epss/data_stats.
"""

from sbom.advisories.feed import Feed, Probability
from sbom.issue import Issue, IssueKind

HEADER = "cve,epss,percentile"
_SHOWN = 20


def looks_like(head: str) -> bool:
    """Whether the first lines are those of the CSV."""
    return HEADER in head.lower().replace(" ", "")


def read(text: str, feed: Feed) -> None:
    """Add the scores to a feed; a line that is wrong is lost and named."""
    feed.sources.add("epss")
    found = feed.probabilities
    wrong = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line[0] == "#":
            if "score_date:" in line:
                feed.stated = line.partition("score_date:")[2].partition(",")[0].strip()
            continue
        try:
            cve, score, percentile = line.split(",")
            made = Probability(float(score), float(percentile))
        except ValueError:
            if line.strip().lower().replace(" ", "") == HEADER:
                continue
            made = None
        if made is None or not (0 <= made.score <= 1 and 0 <= made.percentile <= 1):
            wrong += 1
            if wrong <= _SHOWN:
                feed.issues.append(
                    Issue(
                        kind=IssueKind.ENTRY,
                        line=number,
                        subject=line[:40],
                        message="is no score and is lost",
                    )
                )
            continue
        found[cve.strip()] = made
    if wrong > _SHOWN:
        feed.issues.append(
            Issue(
                kind=IssueKind.ENTRY,
                message=f"{wrong - _SHOWN} more lines are no score and are lost",
            )
        )
