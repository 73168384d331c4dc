"""Software whose versions state different licences (`policies.drift`), over the database."""

from collections.abc import Iterator
from itertools import groupby

import msgspec

from policies.drift import Versions, VersionUse
from policies.finding import Place
from scanner.store.keeping import Keeping
from scanner.store.licenses import judged_traits, members, pairs
from scanner.store.store import Store

_BASES = """
SELECT c.base_id FROM license_claim lc JOIN component c ON c.id = lc.component_id
WHERE lc.to_scan IS NULL GROUP BY c.base_id HAVING min(lc.set_id) <> max(lc.set_id)
"""
_ROWS = """
SELECT b.purl, b.full_name, c.version, lc.set_id, s.system, s.uri, p.value,
  min(coalesce(o.line, 0))
FROM json_each(:bases) g JOIN purl_base b ON b.id = g.value
CROSS JOIN component c INDEXED BY component_version ON c.base_id = g.value
CROSS JOIN occurrence o INDEXED BY occurrence_component
  ON o.component_id = c.id AND o.to_scan IS NULL
JOIN license_claim lc ON lc.source_id = o.source_id AND lc.component_id = c.id
  AND lc.to_scan IS NULL
JOIN source s ON s.id = o.source_id JOIN path p ON p.id = o.path_id
WHERE o.trait_id IN (SELECT value FROM json_each(:traits))
GROUP BY b.purl, c.version_key, c.version, s.system, s.uri, p.value
ORDER BY b.purl, c.version_key, s.system, s.uri, p.value
"""


class StoreDrifts:
    """Implements `policies.drift.Drifts`."""

    def __init__(self, store: Store, keeping: Keeping | None) -> None:
        self._store = store
        self._keeping = keeping

    def differing(self, *, touched: bool) -> Iterator[Versions]:
        """See the protocol."""
        with self._store.snapshot() as connection:
            bases = {n for (n,) in connection.execute(_BASES)}
            if touched and self._keeping is not None:
                bases &= self._keeping.bases
            if not bases:
                return
            sets = members(connection)
            values = {
                "bases": msgspec.json.encode(sorted(bases)).decode(),
                "traits": msgspec.json.encode(list(judged_traits(connection))).decode(),
            }
            rows = connection.execute(_ROWS, values).fetchall()
        for (purl, name), found in groupby(rows, lambda row: row[:2]):
            yield Versions(
                purl_base=purl,
                name=name,
                uses=tuple(
                    VersionUse(
                        version=version,
                        claims=pairs(sets.get(number, ())),
                        system=system,
                        place=Place(source=uri, path=path, line=line),
                    )
                    for _, _, version, number, system, uri, path, line in found
                ),
            )
