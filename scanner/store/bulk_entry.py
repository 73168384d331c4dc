"""The components of a huge document as numbers, sorted, in bounded memory.

Rows wait in a list, or, when there are many different ones, in a temporary table that SQLite sorts. Out
they come by software and version: new texts are numbered in that order, so tables and indexes grow at
their end, equal rows stand together, and nothing has to be remembered of what went before.
"""

# ruff: noqa: S608 - SQL is put together from names in this package; values are bound

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from operator import add
from typing import NamedTuple

import msgspec

from sbom.component import VersionKind
from sbom.documents.cyclonedx_rows import Row
from sbom.purl import quote
from scanner.store import claims, many
from scanner.store.context import Context
from scanner.store.dictionaries import ClaimSet, base_columns, base_of, version_in
from scanner.store.occurrence_rows import Detail
from scanner.store.text import storable

_WAITING = 50_000
"""Rows that wait in memory; more of them wait in the database."""
_AT_ONCE = 2_000
"""Rows that are numbered at once."""
_STAGED = "base, tail, name, trait, stated, version, n"
_WIDTH = 7
_Staged = tuple[str, str, str, int, int, int, int]
"""(purl base, rest of the purl, name, trait, claims, version as written, how often); 0: none."""


class Entries(NamedTuple):
    """Occurrences to be, as columns of numbers; 0 stands for none."""

    components: Sequence[int]
    traits: Sequence[int]
    stated: Sequence[int]
    licenses: Sequence[int]
    """All claims on the component within the document."""
    versions: Sequence[int]
    details: Sequence[int]
    counts: Sequence[int]
    """How many there are of each."""


class Loader:
    """Takes in rows; gives entries sorted by component.

    A name that is spelled otherwise than its purl says is kept once per purl.
    """

    def __init__(self, context: Context) -> None:
        self._connection = context.connection
        self._context = context
        self._dictionaries = context.dictionaries
        self._waiting: list[_Staged] = []
        self._spilled = False
        self._trait_of: dict[tuple[object, ...], int] = {}
        self._set_of: dict[tuple[str, ...], int] = {(): 0}
        self._unions: dict[frozenset[int], int] = {}
        self.count = 0
        """Entries of the document."""
        self.distinct = 0
        """Distinct components; known when all entries were given."""
        self.with_version = 0
        self.with_license = 0

    def add(self, rows: Sequence[Row], counts: Sequence[int]) -> None:
        """Take in rows of a batch, each with how often it stands there."""
        if not rows:
            return
        purls, bases, names, versions, kinds, scopes, roles, licenses, directs = zip(
            *rows, strict=True
        )
        uses = list(zip(scopes, roles, kinds, directs, strict=True))
        for use in set(uses) - self._trait_of.keys():
            self._trait_of[use] = self._trait(*use)
        for stated in set(licenses) - self._set_of.keys():
            self._set_of[stated] = self._set(stated)
        tails = [purl[len(base) :] for purl, base in zip(purls, bases, strict=True)]
        texts: list[Iterable[str]] = [bases, tails, names]
        if not all(purls):
            texts[:2] = zip(*map(_identity, rows), strict=True)
        texts = [tuple(column) for column in texts]
        if not _encodes(chain.from_iterable(texts)):
            texts = [map(storable, column) for column in texts]
        exact = VersionKind.EXACT
        if kinds.count(exact) == len(kinds):
            written: Iterable[int] = repeat(0)
            self.with_version += sum(counts)
        else:
            written = self._terms(versions, kinds)
            self.with_version += sum(
                n for kind, n in zip(kinds, counts, strict=True) if kind is exact
            )
        self.with_license += sum(n for s, n in zip(licenses, counts, strict=True) if s)
        self.count += sum(counts)
        traits = map(self._trait_of.__getitem__, uses)
        sets = map(self._set_of.__getitem__, licenses)
        self._keep(zip(*texts, traits, sets, written, counts, strict=False))

    def entries(self) -> Iterator[Entries]:
        """All entries, by component; new components are numbered on the way. Once only."""
        if self._spilled:
            self._keep((), spill=True)
            sql = f"SELECT {_STAGED} FROM temp.staged ORDER BY base, tail"
            cursor = self._connection.execute(sql)
            batches = iter(lambda: cursor.fetchmany(_AT_ONCE), [])
        else:
            rows = sorted(self._waiting)
            batches = (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))
        self._waiting = []
        rest: list[_Staged] = []
        for batch in batches:
            rest += batch
            cut = (
                len(rest) - 1
            )  # what shares a component with the last row waits for the next batch
            while cut and rest[cut - 1][:2] == rest[-1][:2]:
                cut -= 1
            if cut:
                yield self._numbered(rest[:cut])
                del rest[:cut]
        if rest:
            yield self._numbered(rest)
        if self._spilled:
            self._connection.execute("DROP TABLE temp.staged")

    def _keep(self, rows: Iterable[_Staged], *, spill: bool = False) -> None:
        self._waiting.extend(rows)
        if not spill and len(self._waiting) <= _WAITING:
            return
        if not self._spilled:
            self._spilled = True
            self._connection.execute("DROP TABLE IF EXISTS temp.staged")
            self._connection.execute(f"CREATE TEMP TABLE staged ({_STAGED})")
        many.insert(self._connection, f"temp.staged ({_STAGED})", _WIDTH, self._waiting)
        self._waiting = []

    def _numbered(self, rows: list[_Staged]) -> Entries:
        """Entries of rows that hold whole components."""
        bases, tails, names, traits, stated, versions, counts = zip(*rows, strict=True)
        purls = list(map(add, bases, tails))
        firsts = dict(zip(reversed(purls), range(len(rows) - 1, -1, -1), strict=True))
        licenses: Sequence[int] = stated
        if len(firsts) == len(rows):
            different: Sequence[int] = range(len(rows))
            numbers = self._learn(purls, bases, tails)
            details = self._details(names, bases)
        else:
            different = sorted(firsts.values())
            picked = [[column[i] for i in different] for column in (purls, bases, tails, names)]
            known = dict(zip(picked[0], self._learn(*picked[:3]), strict=True))
            named = dict(zip(picked[0], self._details(picked[3], picked[1]), strict=True))
            numbers, details = [known[p] for p in purls], [named[p] for p in purls]
            licenses = self._united(numbers, stated)
        self.distinct += len(different)
        return Entries(numbers, traits, stated, licenses, versions, details, counts)

    def _learn(
        self, purls: Sequence[str], bases: Sequence[str], tails: Sequence[str]
    ) -> Sequence[int]:
        """Numbers of distinct, sorted components."""
        versions = [tail[1:] for tail in tails]
        together = "".join(tails)
        if any(mark in together for mark in "%?#"):
            versions = [version_in(p, b) for p, b in zip(purls, bases, strict=True)]
        return self._dictionaries.number_components(purls, bases, versions)

    def _details(self, names: Sequence[str], bases: Sequence[str]) -> list[int]:
        """Numbers of details that hold names spelled otherwise; 0 where usual."""
        usual = [base_columns(base)[3] for base in bases]
        found = [0] * len(usual)
        if usual == list(names):
            return found
        odd = {
            i: msgspec.json.encode(Detail(name=name)).decode()
            for i, (name, full) in enumerate(zip(names, usual, strict=True))
            if name != full
        }
        numbers = self._dictionaries.learn_details(dict.fromkeys(odd.values()))
        for i, content in odd.items():
            found[i] = numbers[content]
        return found

    def _united(self, numbers: Sequence[int], stated: Sequence[int]) -> list[int]:
        """For each row the set of all claims on its component."""
        by_component: dict[int, set[int]] = {}
        for number, claimed in zip(numbers, stated, strict=True):
            by_component.setdefault(number, set()).add(claimed)
        united = {number: self._union(sets) for number, sets in by_component.items()}
        return [united[number] for number in numbers]

    def _union(self, sets: set[int]) -> int:
        """The set of all claims of sets."""
        sets.discard(0)
        if len(sets) < 2:
            return next(iter(sets), 0)
        wanted = frozenset(sets)
        if wanted not in self._unions:
            group = tuple(sorted(sets))
            self._unions[wanted] = claims.unions(self._context, {group})[group]
        return self._unions[wanted]

    def _terms(self, versions: Sequence[str], kinds: Sequence[VersionKind]) -> list[int]:
        """Versions that no purl carries, as texts as written."""
        texts = [
            "" if kind is VersionKind.EXACT else storable(version)
            for version, kind in zip(versions, kinds, strict=True)
        ]
        terms = self._dictionaries.term
        terms.learn(sorted(set(texts) - {""}))
        return [terms.ids[text] if text else 0 for text in texts]

    def _trait(self, scope: object, roles: Sequence[str], kind: VersionKind, direct: object) -> int:
        asked = "" if direct is None else "1" if direct else "0"
        value = f"library|{scope}|{','.join(roles)}|{kind}|{asked}"
        self._dictionaries.trait.learn([value])
        return self._dictionaries.trait.ids[value]

    def _set(self, raws: tuple[str, ...]) -> int:
        if not raws:
            return 0
        wanted: ClaimSet = tuple(sorted({("declared", storable(raw), "") for raw in raws}))
        return self._dictionaries.learn_sets([wanted])[wanted]


def _identity(row: Row) -> tuple[str, str]:
    """Base and rest of the purl of a row; see `dictionaries.identity` for one without."""
    purl = row.purl
    if not purl:
        purl = f"-:{quote(storable(row.name))}"
        if row.version and row.version_kind is VersionKind.EXACT:
            purl = f"{purl}@{quote(storable(row.version))}"
    base = base_of(purl)
    return base, purl[len(base) :]


def _encodes(texts: Iterable[str]) -> bool:
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return False
    return True
