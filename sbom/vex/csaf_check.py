"""Which mandatory tests of the CSAF standard a document breaks.

One function a test, in `sbom.vex.csaf_tests`. A document that breaks tests is read all the same;
the mistakes say how far its author can be trusted to have meant what it says.

Not carried: 6.1.11 (needs the CWE lists), 6.1.27.13 (corresponding affected products), 6.1.48 (needs the
decision points of SSVC), 6.1.60.2 and 6.1.60.3 (need the schema of the extension). In part: 6.1.8 and
6.1.46 (members that are required), 6.1.12 (two-letter codes), 6.1.50.

Source: CSAF 2.0 section 6.1; CSAF 2.1 section 6.1 (editor's draft of 2026).
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sbom.vex.csaf_tests import (
    dates,
    head,
    history,
    identifiers,
    products,
    profiles,
    scores,
    statuses,
)
from sbom.vex.csaf_view import Mistake, View

Check = Callable[[View], Iterator[Mistake]]
BOTH = frozenset({"2.0", "2.1"})
NEW = frozenset({"2.1"})

TESTS: tuple[tuple[str, Check, frozenset[str]], ...] = (
    ("6.1.1", identifiers.missing_product, BOTH),
    ("6.1.2", identifiers.product_twice, BOTH),
    ("6.1.3", identifiers.circular, BOTH),
    ("6.1.4", identifiers.missing_group, BOTH),
    ("6.1.5", identifiers.group_twice, BOTH),
    ("6.1.6", statuses.contradicting_status, BOTH),
    ("6.1.7", statuses.scores_twice, BOTH),
    ("6.1.8", scores.invalid, BOTH),
    ("6.1.9", scores.computed, BOTH),
    ("6.1.10", scores.consistent, BOTH),
    ("6.1.12", head.language, BOTH),
    ("6.1.13", products.purls, BOTH),
    ("6.1.14", history.sorted_history, BOTH),
    ("6.1.15", head.translator, BOTH),
    ("6.1.16", history.latest_version, BOTH),
    ("6.1.17", history.draft_version, BOTH),
    ("6.1.18", history.released_history, BOTH),
    ("6.1.19", history.prerelease_revision, BOTH),
    ("6.1.20", history.prerelease_document, BOTH),
    ("6.1.21", history.missing_revision, BOTH),
    ("6.1.22", history.revision_twice, BOTH),
    ("6.1.23", identifiers.cve_twice, BOTH),
    ("6.1.24", identifiers.involvement_twice, BOTH),
    ("6.1.25", products.hash_twice, BOTH),
    ("6.1.26", profiles.prohibited_category, BOTH),
    ("6.1.27.1", profiles.document_notes, BOTH),
    ("6.1.27.2", profiles.document_references, BOTH),
    ("6.1.27.3", profiles.no_vulnerabilities, BOTH),
    ("6.1.27.4", profiles.product_tree, BOTH),
    ("6.1.27.5", profiles.vulnerability_notes, BOTH),
    ("6.1.27.6", profiles.product_status, BOTH),
    ("6.1.27.7", profiles.vex_status, BOTH),
    ("6.1.27.8", profiles.vulnerability_id, BOTH),
    ("6.1.27.9", profiles.impact_statement, BOTH),
    ("6.1.27.10", profiles.action_statement, BOTH),
    ("6.1.27.11", profiles.vulnerabilities, BOTH),
    ("6.1.27.12", profiles.affected_products, NEW),
    ("6.1.27.14", profiles.ended_notes, NEW),
    ("6.1.27.15", profiles.ended_tree, NEW),
    ("6.1.27.16", profiles.ended_history, NEW),
    ("6.1.27.17", profiles.withdrawal, NEW),
    ("6.1.27.18", profiles.supersession, NEW),
    ("6.1.27.19", profiles.superseding, NEW),
    ("6.1.28", head.translation, BOTH),
    ("6.1.29", identifiers.remediation_without_product, BOTH),
    ("6.1.30", history.mixed_versions, BOTH),
    ("6.1.31", products.range_in_version, BOTH),
    ("6.1.32", identifiers.flag_without_product, BOTH),
    ("6.1.33", statuses.flags_twice, BOTH),
    ("6.1.34", products.deep_branches, NEW),
    ("6.1.35", statuses.contradicting_remediations, NEW),
    ("6.1.36", statuses.status_against_remediation, NEW),
    ("6.1.37", dates.stamps, NEW),
    ("6.1.38", head.max_uuid, NEW),
    ("6.1.39", head.public_group, NEW),
    ("6.1.40", head.reserved_name, NEW),
    ("6.1.41", head.missing_name, NEW),
    ("6.1.42", products.purl_qualifiers, NEW),
    ("6.1.43", products.model_stars, NEW),
    ("6.1.44", products.serial_stars, NEW),
    ("6.1.45", dates.disclosure, NEW),
    ("6.1.46", head.ssvc_shape, NEW),
    ("6.1.47", head.ssvc_targets, NEW),
    ("6.1.49", dates.ssvc, NEW),
    ("6.1.50", products.range_rules, NEW),
    ("6.1.51", dates.epss, NEW),
    ("6.1.52", dates.exploitation, NEW),
    ("6.1.53", dates.exploitation_known, NEW),
    ("6.1.54", head.license_expression, NEW),
    ("6.1.55", head.license_text, NEW),
    ("6.1.56", statuses.rating_beside_score, NEW),
    ("6.1.57", products.stacked_categories, NEW),
    ("6.1.58", products.version_and_range, NEW),
    ("6.1.59", products.single_version, NEW),
    ("6.1.60.1", head.extension_shape, NEW),
    ("6.1.61", products.sku_stars, NEW),
)


class Broken(NamedTuple):
    """A test that a document breaks at a place."""

    test: str
    """Number in the standard, for example `6.1.27.9`."""
    path: str
    message: str


def broken_tests(root: dict[str, Any]) -> list[Broken]:
    """Every mistake of a CSAF document, in the order of the tests.

    Args:
        root: The members of the document, as `sbom.vex.read.load` gives them.
    """
    view = View(root)
    edition = view.edition if view.edition in BOTH else "2.0"
    return [
        Broken(number, mistake.path, mistake.message)
        for number, check, editions in TESTS
        if edition in editions
        for mistake in check(view)
    ]
