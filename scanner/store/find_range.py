"""`sluis find` with a VERS range and by domain or owner: a filter over what `find` gives."""

from collections.abc import Iterable, Iterator, Mapping

from policies.facts import SystemFact
from sbom.errors import ParseError, StoreError
from sbom.versions.ranges.vers import contains, parse
from scanner.store.find import FoundRow, PlaceRow

Row = FoundRow | PlaceRow


def in_range(rows: Iterable[Row], vers: str) -> Iterator[Row]:
    """Rows within a VERS range; those without an exact version stay, since they may be.

    Args:
        rows: Of `scanner.store.find`.
        vers: `vers:npm/>=1.0.0|<2.0.0`, or its constraints alone (`>=1.0.0|<2.0.0`), which are
            then read for the type of each row.

    Raises:
        StoreError: not a VERS.
    """
    typed = vers.startswith("vers:")
    try:
        parse(vers if typed else f"vers:generic/{vers}")
    except ParseError as error:
        raise StoreError(f"find: --range {vers[:60]!r}: {error.reason}") from error
    for row in rows:
        if not row.version:
            yield row
            continue
        kind = row.purl[4:].partition("/")[0] if row.purl.startswith("pkg:") else "generic"
        if typed and not vers.lower().startswith(f"vers:{kind}/"):
            continue
        if contains(vers if typed else f"vers:{kind}/{vers}", row.version):
            yield row


def of_systems(
    rows: Iterable[Row],
    systems: Mapping[str, SystemFact],
    *,
    domain: str | None,
    owner: str | None,
) -> Iterator[Row]:
    """Rows of the systems of a domain and owner; case does not count."""
    wanted = {
        s.id
        for s in systems.values()
        if (domain is None or s.domain.lower() == domain.lower())
        and (owner is None or s.owner.lower() == owner.lower())
    }
    for row in rows:
        if (domain is None and owner is None) or row.system in wanted:
            yield row
