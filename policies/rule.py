"""The shape of a rule: a module with ID, NEEDS and check()."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

import msgspec

from policies.facts import Facts
from policies.finding import Finding, Severity, Verdict
from policies.pack import Pack


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many subjects of one system a rule found to comply or not applicable; keeps totals honest."""

    system: str
    verdict: Verdict
    count: int


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule gets besides facts."""

    pack: Pack
    today: date
    severity: Severity
    """The pack's severity for this rule."""


class Rule(Protocol):
    """A module under `policies/rules/`. Its docstring has five headings: What it checks,
    Why it matters, Example, How to fix, Source."""

    @property
    def ID(self) -> str:  # noqa: N802 - a module constant
        """Kebab case, names what is wrong; never reused."""
        ...

    def check(self, facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
        """Findings in any order, and counts of what complies. Pure and deterministic."""
        ...
