"""The truth tests in their order, their data, and the verdict over all of them.

Data (`truth.yaml`) comes in through the import system. A verdict is the sum of the weights of the
tests that found something odd, one a family; a document with too few components, or read in part, is not called
plausible.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol, cast

import msgspec

import policies.sbom_truth
from policies.sbom_profiles.profiles import Words
from policies.sbom_truth import (
    all_direct,
    copy_of_earlier,
    dangling_refs,
    empty_hashes,
    impossible_purls,
    invented_hashes,
    license_contradiction,
    missing_children,
    newer_than_document,
    no_components,
    no_transitives,
    no_versions,
    old_parts,
    one_ecosystem,
    placeholders,
    repeated_hashes,
    same_as_other,
    same_license,
    same_supplier,
    timestamp_future,
    timestamp_missing,
    too_few,
)
from policies.sbom_truth.look import Look, Outcome, State, Values
from sbom.errors import PackError

Check = Callable[[Look, Values], Outcome]

TESTS: tuple[tuple[str, Check], ...] = (
    ("no-components", no_components.check),
    ("too-few", too_few.check),
    ("one-ecosystem", one_ecosystem.check),
    ("missing-children", missing_children.check),
    ("no-transitives", no_transitives.check),
    ("all-direct", all_direct.check),
    ("timestamp-future", timestamp_future.check),
    ("timestamp-missing", timestamp_missing.check),
    ("newer-than-document", newer_than_document.check),
    ("old-parts", old_parts.check),
    ("same-as-other", same_as_other.check),
    ("copy-of-earlier", copy_of_earlier.check),
    ("license-contradiction", license_contradiction.check),
    ("empty-hashes", empty_hashes.check),
    ("repeated-hashes", repeated_hashes.check),
    ("invented-hashes", invented_hashes.check),
    ("impossible-purls", impossible_purls.check),
    ("same-license", same_license.check),
    ("same-supplier", same_supplier.check),
    ("dangling-refs", dangling_refs.check),
    ("no-versions", no_versions.check),
    ("placeholders", placeholders.check),
)


class Verdict(StrEnum):
    """What is to be thought of a document."""

    PLAUSIBLE = "plausible"
    DOUBTFUL = "doubtful"
    IMPLAUSIBLE = "implausible"
    UNJUDGED = "unjudged"


class TestData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One test's entry in `truth.yaml`."""

    __test__ = False
    family: str
    """Of several suspect tests of one family the heaviest counts."""
    weight: float
    values: dict[str, Any]
    reason: str
    """Why these thresholds."""
    title: Words
    question: Words
    """To the supplier; `{count}` and the like are filled in."""
    change: Words
    """What would take the doubt away."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a sum of weights means what."""

    implausible: float
    doubtful: float
    min_components: int


class TruthData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of `truth.yaml`."""

    schema_version: int
    retrieved: str
    verdicts: Limits
    tests: dict[str, TestData]
    lacks: dict[str, Words]
    words: dict[str, Words]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One test on one document."""

    test: str
    outcome: Outcome
    weight: float


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict with what led to it."""

    verdict: Verdict
    points: float
    """Sum over the families of the heaviest weight of what is suspect."""
    results: tuple[Result, ...]
    components: int
    """Third-party components."""
    partial: bool
    """Whether parts of the document could not be read."""

    @property
    def suspects(self) -> tuple[Result, ...]:
        """What was found odd, heaviest first."""
        found = [r for r in self.results if r.outcome.state is State.SUSPECT]
        return tuple(sorted(found, key=lambda r: -r.weight))


class _Loader(Protocol):
    def get_data(self, path: str, /) -> bytes:
        """Bytes of a file beside the package."""
        ...


@lru_cache(maxsize=1)
def load_truth() -> TruthData:
    """The data that ships with the tool.

    Raises:
        PackError: the file is wrong (a test reads it, so a shipped one is not).
    """
    loader = cast("_Loader", policies.sbom_truth.__spec__.loader)
    return truth_of(loader.get_data(f"{policies.sbom_truth.__path__[0]}/truth.yaml"))


def truth_of(content: bytes) -> TruthData:
    """Data out of YAML, checked.

    Raises:
        PackError: it does not fit.
    """
    import yaml

    try:
        tree = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
        if isinstance(tree, dict):
            tree["retrieved"] = str(tree.get("retrieved"))
        data = msgspec.convert(tree, TruthData)
    except (yaml.YAMLError, msgspec.MsgspecError) as error:
        raise PackError(f"truth.yaml: {error}") from error
    if data.tests.keys() != {name for name, _ in TESTS}:
        odd = sorted(data.tests.keys() ^ {name for name, _ in TESTS})
        raise PackError(f"truth.yaml: $.tests: not the tests there are: {', '.join(odd)}")
    return data


def judge(look: Look, data: TruthData) -> Truth:
    """Make every test and weigh what was found."""
    results = tuple(
        Result(
            test=name, outcome=check(look, data.tests[name].values), weight=data.tests[name].weight
        )
        for name, check in TESTS
    )
    heaviest: dict[str, float] = {}
    for result in results:
        if result.outcome.state is State.SUSPECT:
            family = data.tests[result.test].family
            heaviest[family] = max(result.weight, heaviest.get(family, 0.0))
    points = sum(heaviest.values())
    count = len(look.document.third)
    limits = data.verdicts
    if points >= limits.implausible:
        verdict = Verdict.IMPLAUSIBLE
    elif points >= limits.doubtful:
        verdict = Verdict.DOUBTFUL
    elif count < limits.min_components or look.document.partial:
        verdict = Verdict.UNJUDGED
    else:
        verdict = Verdict.PLAUSIBLE
    return Truth(
        verdict=verdict,
        points=points,
        results=results,
        components=count,
        partial=look.document.partial,
    )


def question(result: Result, data: TruthData, language: str) -> str:
    """The question to the supplier in `nl` or `en`, filled in."""
    text = data.tests[result.test].question.of(language)
    for key, value in result.outcome.values:
        text = text.replace("{" + key + "}", value)
    return text
