"""The cascade: what is known of a licence beside what the source states, gathered once a scan.

Decisions of people, texts within a component's folder, answers of look-ups, and what the same software
states elsewhere. All is kept in `license_evidence`; the view `license_step` says which counts. Only pieces of
software that the scan touched are looked at, unless what decides changed.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec

from policies.borrowing import loans
from policies.curations import Curation, curate
from policies.decisions import Decisions
from scanner.judgement import Judgement
from scanner.store import license_evidence as table
from scanner.store.context import Context
from scanner.store.dictionaries import ClaimSet
from scanner.store.license_evidence import Evidence, Used
from scanner.store.licenses import members
from scanner.store.summary import effective
from scanner.store.writer import Writer

logger = logging.getLogger(__name__)

_LOOKED_UP = 0.97
_TEXT = 0.97


class Outcome(NamedTuple):
    """What the cascade did."""

    decisions: Decisions | None
    """What became of the curations; None: there are none."""
    changed: int
    """Entries that are judged by another licence than before."""


def settle(
    writer: Writer,
    scan: int,
    judgement: Judgement,
    bases: Collection[int] | None,
    normalise: Callable[[str], str | None],
) -> Outcome:
    """Bring the evidence up to date, and with it the licence by which each entry is judged.

    Args:
        writer: Of this scan; licences as found are settled.
        scan: Its number.
        judgement: With the curations.
        bases: Pieces of software that the scan touched; None: look at all.
        normalise: SPDX expression of a raw licence, or None.
    """

    def work(context: Context) -> Outcome:
        return _Cascade(context, judgement, normalise).settle(bases)

    started = time.perf_counter()
    outcome = writer.write_evidence(scan, work)
    logger.info(
        "evidence of licences: %d entries changed in %.3f s",
        outcome.changed,
        time.perf_counter() - started,
    )
    return outcome


class _Cascade:
    def __init__(
        self, context: Context, judgement: Judgement, normalise: Callable[[str], str | None]
    ) -> None:
        self._context = context
        self._judgement = judgement
        self._normalise = normalise
        self._several = table.sources_in_use(context.connection) > 1

    def readable(self, claims: ClaimSet) -> bool:
        """Whether claims hold an expression."""
        return any(self._normalise(raw) for _, raw, _ in claims)

    def settle(self, touched: Collection[int] | None) -> Outcome:
        """See the module."""
        connection = self._context.connection
        borrowing = self._judgement.borrow and self._several
        idle = not (borrowing or self._judgement.curations or table.any_lookup(connection))
        texts = list(self._texts())
        if idle and not texts and not table.any_open(connection):
            return Outcome(None, 0)
        bases = table.candidates(connection, touched)
        curated = self._curated_bases()
        purls = {purl for _, purl, _, _ in texts}
        named = table.bases_by_purl(connection, purls) if purls else {}
        wanted = bases | set(curated) | set(named.values())
        uses = list(table.used(connection, wanted))
        in_scope = [u for u in uses if u.base in bases]
        evidence = list(self._borrowed(in_scope)) if borrowing else []
        evidence += self._looked_up(bases)
        evidence += self._from_texts(texts, named, uses)
        by_component = _by_component(evidence)
        for row in table.kept(connection, wanted - bases):
            by_component.setdefault(row.component, []).append(row)
        decisions = None
        if self._judgement.curations:
            decided, decisions = self._decided(uses, by_component)
            evidence += decided
            for one in decided:
                by_component.setdefault(one.component, []).append(one)
        scope = None if touched is None else bases
        concerned = table.settle(self._context, scope, evidence)
        mine = [u for u in uses if u.component in concerned]
        missing = concerned - {u.component for u in mine}
        if missing:
            mine += table.used_components(connection, missing)
        changed = table.apply(self._context, mine, by_component, self.readable)
        return Outcome(decisions, changed)

    def _borrowed(self, uses: Iterable[Used]) -> Iterator[Evidence]:
        known = effective(self._context.connection)
        grouped: dict[int, list[Used]] = {}
        for use in uses:
            grouped.setdefault(use.base, []).append(use)
        for mine in grouped.values():
            stated: dict[int, set[str]] = {}
            lacking: set[int] = set()
            for use in mine:
                found = known.get(use.stated)
                if found is None:
                    lacking.add(use.component)
                else:
                    stated.setdefault(use.component, set()).add(found[0])
            if not lacking or not stated:
                continue
            versions = list(dict.fromkeys((u.component, u.version) for u in mine))
            lent = {c: frozenset(e) for c, e in stated.items()}
            given = loans(versions, lent, lacking)
            purls = {u.version: u.purl for u in mine}
            for component in sorted(given):
                loan = given[component]
                yield Evidence(
                    component=component,
                    source=None,
                    step=loan.step,
                    claims=tuple(("inferred", e, loan.step) for e in loan.expressions),
                    confidence=loan.confidence,
                    origin=purls.get(loan.lender, "") if loan.lender else "",
                )

    def _looked_up(self, bases: Collection[int]) -> list[Evidence]:
        found = []
        for component, (service, answer) in table.looked_up(
            self._context.connection, bases
        ).items():
            licenses = msgspec.json.decode(answer, type=tuple[str, ...])
            claims = tuple(sorted({("declared", raw, "look-up") for raw in licenses if raw}))
            if claims:
                found.append(Evidence(component, None, "look-up", claims, _LOOKED_UP, service))
        return found

    def _texts(self) -> Iterator[tuple[int, str, str, ClaimSet]]:
        """(source, purl base, path, claims) of texts in the folder of a component."""
        from sbom.inventory import Descriptor
        from scanner.licensing.vendored import owner

        for source, path, content in table.vendored_texts(self._context.connection):
            purl = owner(path)
            if not purl:
                continue
            licenses = msgspec.json.decode(content, type=Descriptor).licenses
            claims = tuple(sorted({("detected", c.raw, "vendored-text") for c in licenses}))
            if claims:
                yield source, purl, path, claims

    def _from_texts(
        self,
        texts: Iterable[tuple[int, str, str, ClaimSet]],
        named: dict[str, int],
        uses: Iterable[Used],
    ) -> list[Evidence]:
        places: dict[tuple[int, int], list[int]] = {}
        for use in uses:
            places.setdefault((use.base, use.source), []).append(use.component)
        found = []
        for source, purl, path, claims in texts:
            mine = places.get((named.get(purl, 0), source), [])
            if len(mine) == 1:  # of several versions it is not said whose text it is
                found.append(Evidence(mine[0], source, "vendored-text", claims, _TEXT, path))
        return found

    def _curated_bases(self) -> dict[int, str]:
        """Pieces of software that a curation names: number to package URL."""
        exact = {c.purl.lower() for c in self._judgement.curations if not c.purl.endswith("*")}
        starts = tuple(
            c.purl.lower().rstrip("*") for c in self._judgement.curations if c.purl.endswith("*")
        )
        if not exact and not starts:
            return {}
        known = table.bases_by_purl(self._context.connection)
        return {
            number: purl
            for purl, number in known.items()
            if purl.lower() in exact or (starts and purl.lower().startswith(starts))
        }

    def _decided(
        self, uses: Iterable[Used], evidence: dict[int, list[Evidence]]
    ) -> tuple[list[Evidence], Decisions]:
        sets = members(self._context.connection)
        asked: dict[tuple[str, str], list[Used]] = {}
        for use in uses:
            mine = [e for e in evidence.get(use.component, ()) if e.source in {None, use.source}]
            claims = table.counting(sets.get(use.stated or 0, ()), mine, self.readable)
            asked.setdefault((use.purl, self._expression(claims)), []).append(use)
        outcome = curate(asked, self._judgement.curations)
        found = []
        for purl, expression, decision, before in outcome.concluded:
            claims = (("concluded", expression, "curation"),)
            for use in asked[purl, before]:
                found.append(Evidence(use.component, use.source, "curation", claims, 1.0, decision))
        fitted = {decision for _, _, decision, _ in outcome.concluded}
        return found, Decisions(
            unused=outcome.unused,
            refused=_refused(outcome.refused, self._judgement.curations),
            used=len(fitted),
        )

    def _expression(self, claims: ClaimSet) -> str:
        from policies.license_view import effective as view

        pairs = tuple(sorted({(kind, raw) for kind, raw, _ in claims}))
        return view(pairs, self._judgement.pack).expression


def _by_component(evidence: Iterable[Evidence]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = {}
    for one in evidence:
        found.setdefault(one.component, []).append(one)
    return found


def _refused(
    pairs: Iterable[tuple[str, str]], curations: Iterable[Curation]
) -> tuple[tuple[Curation, tuple[str, ...]], ...]:
    known = {c.id: c for c in curations}
    found: dict[str, set[str]] = {}
    for decision, purl in pairs:
        found.setdefault(decision, set()).add(purl)
    return tuple((known[d], tuple(sorted(purls))) for d, purls in sorted(found.items()))
