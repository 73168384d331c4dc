"""The components of a huge document as numbers, in bounded memory."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from operator import itemgetter

import msgspec

from sbom.component import VersionKind
from sbom.documents.cyclonedx_stream import Row
from sbom.purl import quote
from scanner.store.dictionaries import ClaimSet, Dictionaries, base_columns, split
from scanner.store.occurrence_rows import Detail
from scanner.store.text import storable

_CHUNK = 2_000
_COUNTED = 200_000
"""Distinct components up to which equal entries are counted together."""
_REMEMBERED = 200_000
"""Components known at once; beyond it they are looked up again in the database."""
_PURL, _KIND = itemgetter(0), itemgetter(4)

Entry = tuple[int, int, int, int]
"""(component, trait, claims, version as written); 0 stands for none."""


class Loader:
    """Takes in rows; about 12 bytes each until they are counted.

    Equal texts become equal numbers by dictionaries that work on whole columns. A name that is
    spelled otherwise than its purl says is kept once per purl, as first seen.
    """

    def __init__(self, dictionaries: Dictionaries) -> None:
        self._dictionaries = dictionaries
        self._components = array("I")
        self._traits = array("I")
        self._sets = array("I")
        self._inexact: Counter[Entry] = Counter()
        self._counted: list[tuple[Entry, int]] = []
        self._trait_of: dict[tuple[object, ...], int] = {}
        self._set_of: dict[tuple[str, ...], int] = {(): 0}
        self.count = 0
        """Number of rows, after `settle`."""
        self.distinct = 0
        """Number of distinct components, after `settle`."""
        self.details: dict[int, int] = {}
        """By component: detail with its name, where that is spelled otherwise."""

    def add(self, rows: Sequence[Row]) -> None:
        """Take in rows of a batch."""
        if not all(map(_PURL, rows)):
            rows = [r if r.purl else r._replace(purl=_made(r)) for r in rows]
        if set(map(_KIND, rows)) - {VersionKind.EXACT}:
            for row in rows:
                if row.version_kind is not VersionKind.EXACT:
                    self._inexact[self._one(row)] += 1
            rows = [r for r in rows if r.version_kind is VersionKind.EXACT]
        for at in range(0, len(rows), _CHUNK):
            self._chunk(rows[at : at + _CHUNK])

    def settle(self) -> None:
        """All rows are in: count equal ones, sorted by component, unless too many are distinct."""
        self.count = len(self._components) + self._inexact.total()
        self.distinct = len(set(self._components).union(e[0] for e in self._inexact))
        if self.distinct <= _COUNTED:
            columns = (self._components, self._traits, self._sets, repeat(0))
            self._counted = sorted(Counter(zip(*columns, strict=False)).items())
            for column in (self._components, self._traits, self._sets):
                del column[:]

    def entries(self) -> Iterator[tuple[Entry, int]]:
        """Entries with how many there are of each, after `settle`; as often as wanted."""
        columns = (self._components, self._traits, self._sets, repeat(0))
        singly = zip(zip(*columns, strict=False), repeat(1), strict=False)
        return chain(self._counted, singly, sorted(self._inexact.items()))

    def _chunk(self, rows: Sequence[Row]) -> None:
        purls, _, names, _, _, scopes, roles, licenses, _, directs = zip(*rows, strict=True)
        self._components.extend(self._numbers(purls, names))
        uses = list(zip(scopes, roles, directs, strict=True))
        for use in set(uses) - self._trait_of.keys():
            self._trait_of[use] = self._trait(*use, VersionKind.EXACT)
        self._traits.extend(map(self._trait_of.__getitem__, uses))
        for stated in set(licenses) - self._set_of.keys():
            self._set_of[stated] = self._set(stated)
        self._sets.extend(map(self._set_of.__getitem__, licenses))

    def _numbers(self, purls: Sequence[str], names: Sequence[str]) -> list[int]:
        known = self._dictionaries.component.ids
        found = list(map(known.get, purls, repeat(0)))
        if 0 in found:
            missing = [i for i, number in enumerate(found) if not number]
            if len(known) + len(missing) > _REMEMBERED:
                self._dictionaries.component.forget()
                self._dictionaries.base.forget()
            new = {storable(purls[i]): names[i] for i in missing}
            self._learn(new)
            for i in missing:
                found[i] = known[storable(purls[i])]
        return found

    def _learn(self, new: dict[str, str]) -> None:
        """Make purls known, each with a name."""
        stated: dict[str, tuple[str, str]] = {}
        odd: dict[str, str] = {}
        for purl, name in sorted(new.items()):
            base, _ = stated[purl] = split(purl)
            if name != base_columns(base)[3]:
                odd[purl] = msgspec.json.encode(Detail(name=storable(name))).decode()
        self._dictionaries.learn_components(stated)
        if odd:
            numbers = self._dictionaries.learn_details(dict.fromkeys(odd.values()))
            for purl, content in odd.items():
                number = self._dictionaries.component.ids[purl]
                self.details.setdefault(number, numbers[content])

    def _one(self, row: Row) -> Entry:
        """An entry without an exact version; its version, if any, is a text as written."""
        (component,) = self._numbers((row.purl,), (row.name,))
        version = storable(row.version)
        terms = self._dictionaries.term
        if version:
            terms.learn([version])
        trait = self._trait(row.scope, row.roles, row.direct, row.version_kind)
        return component, trait, self._set(row.licenses), terms.ids.get(version, 0)

    def _trait(self, scope: object, roles: Sequence[str], direct: object, kind: VersionKind) -> int:
        asked = "" if direct is None else "1" if direct else "0"
        value = f"library|{scope}|{','.join(roles)}|{kind}|{asked}"
        self._dictionaries.trait.learn([value])
        return self._dictionaries.trait.ids[value]

    def _set(self, raws: tuple[str, ...]) -> int:
        if not raws:
            return 0
        wanted: ClaimSet = tuple(sorted({("declared", storable(raw), "") for raw in raws}))
        return self._dictionaries.learn_sets([wanted])[wanted]


def _made(row: Row) -> str:
    """What a component without purl is known by; see `dictionaries.identity`."""
    name = f"-:{quote(storable(row.name))}"
    exact = row.version and row.version_kind is VersionKind.EXACT
    return f"{name}@{quote(storable(row.version))}" if exact else name
