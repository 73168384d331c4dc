"""A huge delivered document is believed as little as a small one."""

from sbom.component import Role, Scope, VersionKind
from sbom.documents.cyclonedx_rows import Batch, Row
from scanner.bulk_source import believed_batches


def row(name: str, *roles: Role) -> Row:
    purl = f"pkg:npm/{name}"
    return Row(
        purl=f"{purl}@1.0.0",
        purl_base=purl,
        name=name,
        version="1.0.0",
        version_kind=VersionKind.EXACT,
        scope=Scope.RUNTIME,
        roles=roles,
        licenses=(),
        direct=None,
    )


def batch(*rows: Row) -> Batch:
    return Batch(rows=list(rows), counts=[1] * len(rows), edges=0, others=[])


def test_roles_that_take_rows_out_of_judgement_are_dropped() -> None:
    plain = batch(row("los"))
    marked = batch(
        row("balie", Role.ROOT), row("a", Role.CONSTRAINT), row("b", Role.GIT, Role.ROOT)
    )
    first, second, last = believed_batches([plain, marked])
    assert first is plain
    assert [r.roles for r in second.rows] == [(Role.ROOT,), (), (Role.GIT,)]
    (issue,) = last.others
    assert "2 components" in getattr(issue, "message", "")


def test_without_such_claims_nothing_is_said() -> None:
    only = batch(row("balie", Role.ROOT), row("b", Role.GIT))
    assert list(believed_batches([only])) == [only]
