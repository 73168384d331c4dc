"""A repository has no licence file at its top.

What it checks:
    Every git repository, and every folder that holds source code: is there a licence file
    (LICENSE, COPYING, LICENSES/) at the top? A licence that is only named in a manifest or
    publiccode.yml is shown, but does not replace the text. Not for delivered SBOMs, container
    images and root file systems. A source that could not be read in full, or a folder in which
    nothing was recognised, counts as unknown.

Why it matters:
    Without a licence nobody may reuse the code, also not another municipality, and a contractor
    cannot know what may be done with it.

Example:
    A repository with `package.json` and `README.md`, and no LICENSE.

How to fix:
    Choose a licence, by default EUPL-1.2, and put its text in a file named LICENSE at the top.

Source:
    Standard for Public Code 0.8.0, criterion "Publish with an open licence"; national policy "Open,
    tenzij" (2020); GIBIT 2025, open-source chapter.
"""

from collections.abc import Iterator

from policies.facts import Facts, SourceFact
from policies.finding import Finding, Verdict
from policies.repositories import Missing, is_repository, source_findings
from policies.rule import Context, Counted, Need

ID = "repository-without-license"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for repositories without a licence file; see the module."""

    def judge_one(source: SourceFact) -> Missing | Verdict:
        repository = is_repository(source)
        if not repository:
            return Verdict.UNKNOWN if repository is None else Verdict.NOT_APPLICABLE
        if source.license_files:
            return Verdict.COMPLIES
        declared = ", ".join(sorted({" ".join(d.split()) for d in source.declared_licenses}))
        return Missing({"declared": declared[:300] or "-"})

    return source_findings(ID, facts, judge_one, context)
