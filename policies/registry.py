"""Every rule, one line each, sorted; modules are named, not imported, so that `--help` stays quick.

A test imports them all and checks that nothing is missing, doubled or misshapen.
"""

import importlib
from typing import NamedTuple, cast

from policies.rule import Rule


class RuleEntry(NamedTuple):
    """One rule."""

    id: str
    module: str
    """Below `policies.rules`."""


RULES: tuple[RuleEntry, ...] = (
    RuleEntry("contract-clause-against", "contract_clause_against"),
    RuleEntry("contract-clause-missing", "contract_clause_missing"),
    RuleEntry("contract-limit-exceeded", "contract_limit_exceeded"),
    RuleEntry("curation-unused", "curation_unused"),
    RuleEntry("end-of-life", "end_of_life"),
    RuleEntry("known-exploited", "known_exploited"),
    RuleEntry("license-changed", "license_changed"),
    RuleEntry("license-conflict", "license_conflict"),
    RuleEntry("license-denied", "license_denied"),
    RuleEntry("license-incompatible", "license_incompatible"),
    RuleEntry("license-relicensed", "license_relicensed"),
    RuleEntry("license-unclassified", "license_unclassified"),
    RuleEntry("license-undecided", "license_undecided"),
    RuleEntry("license-unknown", "license_unknown"),
    RuleEntry("license-unparsable", "license_unparsable"),
    RuleEntry("lock-out-of-step", "lock_out_of_step"),
    RuleEntry("malicious-package", "malicious_package"),
    RuleEntry("manifest-empty", "manifest_empty"),
    RuleEntry("repository-unlinked", "repository_unlinked"),
    RuleEntry("repository-without-license", "repository_without_license"),
    RuleEntry("repository-without-publiccode", "repository_without_publiccode"),
    RuleEntry("source-available-component", "source_available_component"),
    RuleEntry("standard-broken", "standard_broken"),
    RuleEntry("standard-unproven", "standard_unproven"),
    RuleEntry("version-unresolved", "version_unresolved"),
    RuleEntry("vulnerable-component", "vulnerable_component"),
    RuleEntry("waiver-expired", "waiver_expired"),
    RuleEntry("waiver-unused", "waiver_unused"),
)


def load_rules(ids: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """The modules of the named rules, all when none is named, in the order of the registry.

    Raises:
        KeyError: an id is not in the registry.
    """
    known = {entry.id: entry.module for entry in RULES}
    wanted = {known[i] for i in ids} or set(known.values())
    return tuple(
        cast("Rule", importlib.import_module(f"policies.rules.{entry.module}"))
        for entry in RULES
        if entry.module in wanted
    )


def rule_ids() -> tuple[str, ...]:
    """Ids of all rules, sorted."""
    return tuple(entry.id for entry in RULES)
