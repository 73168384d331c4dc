"""Sets of licence claims as they are read back, and which entries are judged by them."""

import sqlite3

from policies.facts import NOT_JUDGED_ROLES
from sbom.license import LicenseClaim, LicenseKind

Members = tuple[tuple[str, str, str], ...]
"""(kind, raw, field), sorted."""


def members(connection: sqlite3.Connection) -> dict[int, Members]:
    """All sets of claims by number; a few hundred in a large estate."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for number, kind, raw, field in connection.execute(
        "SELECT m.set_id, m.kind, t.raw, m.field FROM license_set_member m "
        "JOIN license_text t ON t.id = m.text_id"
    ):
        found.setdefault(number, []).append((kind, raw, field))
    return {number: tuple(sorted(rows)) for number, rows in found.items()}


def pairs(claims: Members) -> tuple[tuple[str, str], ...]:
    """(kind, raw) of claims, sorted, distinct: what judgement depends on."""
    return tuple(sorted({(kind, raw) for kind, raw, _ in claims}))


def claims_of(claims: Members, line: int | None) -> tuple[LicenseClaim, ...]:
    """Claims as facts; all carry the line of the first, which is what the database keeps."""
    return tuple(
        LicenseClaim(raw=raw, kind=LicenseKind(kind), source=field, line=line)
        for kind, raw, field in claims
    )


def judged_traits(connection: sqlite3.Connection) -> dict[int, str]:
    """Scope by number, of the ways of use that are judged (see `NOT_JUDGED_ROLES`)."""
    return {
        number: scope
        for number, scope, roles in connection.execute("SELECT id, scope, roles FROM trait")
        if NOT_JUDGED_ROLES.isdisjoint(roles.split(","))
    }
