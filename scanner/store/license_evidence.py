"""What is known of a licence beside what a source states: tables `license_evidence` and the outcome.

`license_claim` keeps what each source states and is never touched here. `occurrence.license_id`, by which
everything is judged, gets the outcome: what the source states, with the evidence that counts beside it.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from scanner.store.context import Context
from scanner.store.dictionaries import ClaimSet
from scanner.store.intervals import close, match
from scanner.store.licenses import members
from scanner.store.scans import holds

STEPS = ("curation", "vendored-text", "look-up", "same-version", "same-major", "other-version")
"""Steps of the cascade beside `stated`, strongest first; the view `license_step` ranks them alike. A
curation counts always, the others where the source states nothing that can be read."""

_COLUMNS = "component_id, source_id, step, set_id, confidence, origin"
_MIXED = """
SELECT c.base_id FROM {start}component c INDEXED BY component_version{on}
CROSS JOIN occurrence o INDEXED BY occurrence_component
  ON o.component_id = c.id AND o.to_scan IS NULL
GROUP BY c.base_id HAVING min(coalesce(o.license_id, 0)) <> max(coalesce(o.license_id, 0))
"""
_HELD = """
SELECT DISTINCT c.base_id FROM license_evidence e JOIN component c ON c.id = e.component_id
WHERE e.to_scan IS NULL
"""
_ASKED = """
SELECT DISTINCT c.base_id FROM license_lookup l JOIN component c ON c.purl = l.purl
WHERE l.state = 'found'
"""
_USED = """
SELECT c.base_id, c.id, c.purl, c.version, o.source_id, lc.set_id,
  iif(min(coalesce(o.license_id, 0)) = max(coalesce(o.license_id, 0)), max(o.license_id), -1)
FROM json_each(?) g CROSS JOIN component c INDEXED BY component_version ON c.base_id = g.value
CROSS JOIN occurrence o INDEXED BY occurrence_component
  ON o.component_id = c.id AND o.to_scan IS NULL
LEFT JOIN license_claim lc ON lc.source_id = o.source_id AND lc.component_id = c.id
  AND lc.to_scan IS NULL
GROUP BY c.base_id, c.version_key, c.id, o.source_id
"""
_OPEN = f"""
SELECT e.id, e.{_COLUMNS.replace(", ", ", e.")} FROM license_evidence e
JOIN component c ON c.id = e.component_id
WHERE e.to_scan IS NULL AND (:all OR e.step IN ('curation', 'vendored-text')
  OR c.base_id IN (SELECT value FROM json_each(:bases)))
"""
_KEPT = f"""
SELECT e.{_COLUMNS.replace(", ", ", e.")} FROM json_each(?) g
JOIN component c INDEXED BY component_version ON c.base_id = g.value
JOIN license_evidence e ON e.component_id = c.id AND e.to_scan IS NULL
WHERE e.step NOT IN ('curation', 'vendored-text') ORDER BY e.id
"""
_BASES_OF = "SELECT DISTINCT c.base_id FROM json_each(?) n JOIN component c ON c.id = n.value"
_LOOKED_UP = """
SELECT c.id, l.service, l.licenses FROM json_each(?) g
JOIN component c INDEXED BY component_version ON c.base_id = g.value
JOIN license_lookup l ON l.purl = c.purl AND l.state = 'found' ORDER BY c.id, l.service
"""
_TEXTS = """
SELECT d.source_id, p.value, d.content FROM descriptor d JOIN path p ON p.id = d.path_id
WHERE d.to_scan IS NULL AND d.kind = 'license-file' AND (instr(p.value, 'node_modules/')
  OR instr(p.value, 'vendor/') OR instr(p.value, '-info/') OR instr(p.value, 'third_party/'))
"""


class Evidence(NamedTuple):
    """One piece of evidence, ready to write."""

    component: int
    source: int | None
    """None: in every source."""
    step: str
    """One of `STEPS`."""
    claims: ClaimSet
    confidence: float
    origin: str


class Used(NamedTuple):
    """A component in a source that uses it."""

    base: int
    component: int
    purl: str
    version: str
    source: int
    stated: int | None
    """Set of claims that the source states; None: none."""
    judged: int | None
    """Set by which it is judged now; -1: entries differ."""


def mark(connection: sqlite3.Connection) -> str:
    """Changes when the answers of look-ups do; empty when there are none."""
    number, latest = connection.execute(
        "SELECT count(*), max(asked_at) FROM license_lookup"
    ).fetchone()
    return f"{number}|{latest}" if number else ""


def any_open(connection: sqlite3.Connection) -> bool:
    """Whether anything is known beside what sources state."""
    return connection.execute("SELECT 1 FROM license_evidence LIMIT 1").fetchone() is not None


def components(connection: sqlite3.Connection, among: Iterable[int]) -> frozenset[int]:
    """Those of some components with evidence beside what sources state."""
    listed = msgspec.json.encode(sorted(among)).decode()
    rows = connection.execute(
        "SELECT DISTINCT component_id FROM license_evidence "
        "WHERE to_scan IS NULL AND component_id IN (SELECT value FROM json_each(?))",
        (listed,),
    )
    return frozenset(number for (number,) in rows)


def sources_in_use(connection: sqlite3.Connection) -> int:
    """How many sources there are to borrow from."""
    row = connection.execute("SELECT count(*) FROM source WHERE retired_scan IS NULL").fetchone()
    return int(row[0])


def candidates(connection: sqlite3.Connection, within: Collection[int] | None) -> set[int]:
    """Pieces of software of which not all uses state one licence, or of which more is known.

    Args:
        connection: Open.
        within: Look at these only; None: at all.
    """
    more = {n for sql in (_HELD, _ASKED) for (n,) in connection.execute(sql)}
    if within is None:
        return more.union(n for (n,) in connection.execute(_MIXED.format(start="", on="")))
    mixed = _MIXED.format(start="json_each(?) g CROSS JOIN ", on=" ON c.base_id = g.value")
    listed = msgspec.json.encode(sorted(within)).decode()
    return more.intersection(within).union(n for (n,) in connection.execute(mixed, (listed,)))


def used(connection: sqlite3.Connection, bases: Iterable[int]) -> Iterator[Used]:
    """Components of pieces of software by source, versions of one in order."""
    listed = msgspec.json.encode(sorted(bases)).decode()
    return map(Used._make, connection.execute(_USED, (listed,)))


def used_components(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[Used]:
    """The same, of components."""
    wanted = set(numbers)
    listed = msgspec.json.encode(sorted(wanted)).decode()
    bases = [n for (n,) in connection.execute(_BASES_OF, (listed,))]
    return [use for use in used(connection, bases) if use.component in wanted]


def kept(connection: sqlite3.Connection, bases: Iterable[int]) -> list[Evidence]:
    """Open evidence of pieces of software, decisions and texts left out: those are gathered anew."""
    listed = msgspec.json.encode(sorted(bases)).decode()
    sets = members(connection)
    return [
        Evidence(component, source, step, sets.get(number, ()), confidence, origin)
        for component, source, step, number, confidence, origin in connection.execute(
            _KEPT, (listed,)
        )
    ]


def any_lookup(connection: sqlite3.Connection) -> bool:
    """Whether a service was ever asked."""
    return connection.execute("SELECT 1 FROM license_lookup LIMIT 1").fetchone() is not None


def bases_by_purl(
    connection: sqlite3.Connection, purls: Iterable[str] | None = None
) -> dict[str, int]:
    """Software that was ever used: number by package URL without version. None: all."""
    if purls is None:
        return dict(connection.execute("SELECT purl, id FROM purl_base"))
    listed = msgspec.json.encode(sorted(purls)).decode()
    return dict(
        connection.execute(
            "SELECT b.purl, b.id FROM json_each(?) w JOIN purl_base b ON b.purl = w.value",
            (listed,),
        )
    )


def looked_up(connection: sqlite3.Connection, bases: Iterable[int]) -> dict[int, tuple[str, str]]:
    """By component: service and JSON array of licences; of several the user's own index first."""
    listed = msgspec.json.encode(sorted(bases)).decode()
    found: dict[int, tuple[str, str]] = {}
    for component, service, answer in connection.execute(_LOOKED_UP, (listed,)):
        before = found.get(component)
        if before is None or _service_rank(service) < _service_rank(before[0]):
            found[component] = service, answer
    return found


def vendored_texts(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """(source, path, descriptor as JSON) of licence files that lie within a component."""
    return connection.execute(_TEXTS).fetchall()


def _service_rank(service: str) -> int:
    return {"deps.dev": 1, "clearlydefined": 2}.get(service, 0)


def settle(
    context: Context, bases: Collection[int] | None, wanted: Collection[Evidence]
) -> set[int]:
    """Make the open evidence equal to what is wanted; returns the components it concerns.

    Args:
        context: Of the scan.
        bases: Pieces of software of which everything is among the wanted; curations always are. None:
            all.
        wanted: Evidence that holds now.
    """
    connection = context.connection
    numbers = context.dictionaries.learn_sets({e.claims for e in wanted}) if wanted else {}
    ordered = sorted(wanted, key=lambda e: (e.component, e.source or 0, e.step, e.origin))
    rows = [
        (e.component, e.source, e.step, numbers[e.claims], e.confidence, e.origin) for e in ordered
    ]
    values = {"all": bases is None, "bases": msgspec.json.encode(sorted(bases or ())).decode()}
    before = [(r[0], tuple(r[1:])) for r in connection.execute(_OPEN, values)]
    _, add, gone = match(before, rows)
    close(connection, "license_evidence", gone, context.scan)
    connection.executemany(
        f"INSERT INTO license_evidence ({_COLUMNS}, from_scan) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*rows[i], context.scan) for i in add],
    )
    return {int(values[0]) for _, values in before} | {e.component for e in wanted}


def apply(
    context: Context,
    uses: Iterable[Used],
    evidence: Mapping[int, list[Evidence]],
    readable: Callable[[ClaimSet], bool],
) -> int:
    """Give occurrences the claims that count; returns how many changed.

    Args:
        context: Of the scan.
        uses: Components concerned, in every source that uses them.
        evidence: By component.
        readable: Whether claims hold an expression.
    """
    connection = context.connection
    known = members(connection)
    wanted: list[tuple[ClaimSet, Used]] = []
    seen: dict[tuple[int | None, tuple[tuple[str, ClaimSet], ...]], ClaimSet] = {}
    everywhere: dict[int, tuple[tuple[str, ClaimSet], ...] | None] = {
        component: None
        if any(e.source is not None for e in found)
        else tuple((e.step, e.claims) for e in found)
        for component, found in evidence.items()
    }
    for use in uses:
        mine = evidence.get(use.component, [])
        said = everywhere.get(use.component, ())
        if said is None:
            mine = [e for e in mine if e.source in {None, use.source}]
            said = tuple((e.step, e.claims) for e in mine)
        alike = use.stated, said
        if alike not in seen:
            seen[alike] = counting(known.get(use.stated or 0, ()), mine, readable)
        wanted.append((seen[alike], use))
    numbers = context.dictionaries.learn_sets({claims for claims, _ in wanted if claims})
    settled = ((numbers.get(claims), use) for claims, use in wanted)
    rows = [(n, use.component, use.source, n) for n, use in settled if n != use.judged]
    if not rows:
        return 0
    done = connection.executemany(
        "UPDATE occurrence INDEXED BY occurrence_component SET license_id = ? "
        "WHERE component_id = ? AND source_id = ? AND to_scan IS NULL AND license_id IS NOT ?",
        rows,
    )
    return done.rowcount


def outcome_at(
    connection: sqlite3.Connection, scan: int
) -> Callable[[int, int, int | None], int | None]:
    """What counted at a scan, as `apply` settled it then.

    Returns:
        The number of the set of claims for a component, a source, and the set that it stated.
    """
    known = members(connection)
    numbers = {claims: number for number, claims in known.items()}
    with_expression = {n for (n,) in connection.execute("SELECT set_id FROM effective_set")}
    evidence: dict[int, list[Evidence]] = {}
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM license_evidence e WHERE {holds('e')} ORDER BY e.id",
        {"scan": scan},
    )
    for component, source, step, number, confidence, origin in rows:
        found = Evidence(component, source, step, known.get(number, ()), confidence, origin)
        evidence.setdefault(component, []).append(found)

    def outcome(component: int, source: int, stated: int | None) -> int | None:
        mine = [e for e in evidence.get(component, ()) if e.source in {None, source}]
        if not mine:
            return stated
        claims = counting(
            known.get(stated or 0, ()), mine, lambda said: numbers.get(said) in with_expression
        )
        return numbers.get(claims, stated)

    return outcome


def counting(
    stated: ClaimSet, evidence: Iterable[Evidence], readable: Callable[[ClaimSet], bool]
) -> ClaimSet:
    """What a source states with the evidence that counts beside it; the view `license_step` in Python."""
    ordered = sorted(evidence, key=lambda e: STEPS.index(e.step))
    added = {claim for e in ordered if e.step == "curation" for claim in e.claims}
    if not readable(stated):
        rest = [e for e in ordered if e.step != "curation"]
        best = next((e for e in rest if readable(e.claims)), None)
        if best is not None:
            added.update(best.claims)
    return tuple(sorted({*stated, *added}))
