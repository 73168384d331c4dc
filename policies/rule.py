"""The shape of a rule: a module with ID, NEEDS and check()."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Protocol

import msgspec

from policies.facts import Facts
from policies.finding import Finding, Severity, Verdict
from policies.pack import Pack
from policies.waiver import WaiverUse


class Need(StrEnum):
    """What a rule reads; the engine runs rules that need WAIVERS after the others."""

    LICENSES = "licenses"
    SOURCES = "sources"
    VERSIONS = "versions"
    HISTORY = "history"
    """A previous scan of the same source."""
    WAIVERS = "waivers"


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many subjects of one system came out so without a finding; keeps totals honest.

    UNKNOWN is counted by a rule that cannot judge what another rule already reports (a missing
    licence is a finding of `license-unknown`, and counted as unknown by `license-denied`).
    """

    system: str
    verdict: Verdict
    count: int


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule gets besides facts."""

    pack: Pack
    today: date
    severity: Severity
    """The pack's severity for this rule."""
    params: Mapping[str, int | str | tuple[str, ...]] = {}
    """The pack's parameters for this rule; each rule's page names them."""
    applied: WaiverUse | None = None
    """What the waivers did; only for rules that need WAIVERS."""

    def words(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of words; empty when the pack gives none."""
        value = self.params.get(name, ())
        return value if isinstance(value, tuple) else (str(value),)


class Rule(Protocol):
    """A module under `policies/rules/`.

    Its docstring has five headings: What it checks, Why it matters, Example, How to fix, Source;
    and Parameters when it has any.
    """

    @property
    def ID(self) -> str:  # noqa: N802 - a module constant
        """Kebab case, names what is wrong; never reused."""
        ...

    @property
    def NEEDS(self) -> frozenset[Need]:  # noqa: N802 - a module constant
        """What it reads."""
        ...

    def check(self, facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
        """Findings in any order, and counts of what complies. Pure and deterministic."""
        ...
