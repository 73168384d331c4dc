"""A repository has no publiccode.yml.

What it checks:
    Every git repository, and every folder that holds source code: is there a `publiccode.yml`?
    Not for delivered SBOMs, container images and root file systems. A source that could not be
    read in full, or a folder in which nothing was recognised, counts as unknown.

Why it matters:
    `publiccode.yml` says in a form that machines read what the software is, who maintains it and
    under which licence. Catalogues of government software find it by that file.

Example:
    A repository with a licence and a README, that no catalogue can describe.

How to fix:
    Write a `publiccode.yml` at the top of the repository: name, description, maintainer, licence.

Source:
    publiccode.yml 0.7.0; Standard for Public Code 0.8.0, criterion "Make the codebase findable".
"""

from collections.abc import Iterator

from policies.facts import Facts, SourceFact
from policies.finding import Finding, Verdict
from policies.repositories import Missing, is_repository, source_findings
from policies.rule import Context, Counted, Need

ID = "repository-without-publiccode"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of DEVIATES for repositories without publiccode.yml; see the module."""

    def judge_one(source: SourceFact) -> Missing | Verdict:
        repository = is_repository(source)
        if not repository:
            return Verdict.UNKNOWN if repository is None else Verdict.NOT_APPLICABLE
        return Verdict.COMPLIES if source.publiccode else Missing({})

    return source_findings(ID, facts, judge_one, context)
