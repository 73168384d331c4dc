"""Distinct entries of a huge document as numbers."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple, cast

import msgspec

from scanner.store.dictionaries import ClaimSet, Dictionaries, base_columns, base_of, version_in
from scanner.store.occurrence_rows import Detail
from scanner.store.text import storable

_PORTION = 5_000
_REMEMBERED = 150_000
"""Components known at once; beyond it they are looked up again in the database."""
_Key = tuple[str, str, str, str, str, tuple[str, ...], tuple[str, ...], bool | None]
"""(purl, name, version, version kind, scope, roles, licences, direct)."""


class Entry(NamedTuple):
    """One distinct entry; 0 stands for none."""

    component: int
    trait: int
    stated: int
    license: int
    """Filled in when the whole document is known."""
    version: int
    detail: int


class _Plain(NamedTuple):
    purl: str
    trait: str
    claims: ClaimSet
    version: str
    detail: str


def encode(
    dictionaries: Dictionaries, counts: Mapping[tuple[object, ...], int]
) -> Iterator[tuple[Entry, int]]:
    """Entries with their counts; new texts go into the dictionaries, in portions."""
    stream = iter(counts.items())
    while portion := list(islice(stream, _PORTION)):
        if len(dictionaries.component.ids) > _REMEMBERED:
            dictionaries.component.forget()
            dictionaries.base.forget()
        stated: dict[str, tuple[str, str]] = {}
        plain = [_plain(cast("_Key", key), stated) for key, _ in portion]
        dictionaries.learn_components(dict(sorted(stated.items())))
        dictionaries.trait.learn(sorted({p.trait for p in plain}))
        dictionaries.term.learn(sorted({p.version for p in plain if p.version}))
        sets = dictionaries.learn_sets(sorted({p.claims for p in plain if p.claims}))
        details = dictionaries.learn_details(sorted({p.detail for p in plain if p.detail}))
        component, trait, term = (
            dictionaries.component.ids,
            dictionaries.trait.ids,
            dictionaries.term.ids,
        )
        for item, (_, count) in zip(plain, portion, strict=True):
            entry = Entry(
                component[item.purl],
                trait[item.trait],
                sets.get(item.claims, 0),
                0,
                term.get(item.version, 0),
                details.get(item.detail, 0),
            )
            yield entry, count


def _plain(key: _Key, stated: dict[str, tuple[str, str]]) -> _Plain:
    purl, name, version, kind, scope, roles, licenses, direct = key
    purl = storable(purl)
    known = stated.get(purl)
    if known is None:
        base = base_of(purl)
        known = stated[purl] = (base, version_in(purl, base))
    base, carried = known
    detail = ""
    if name != base_columns(base)[3]:
        detail = msgspec.json.encode(Detail(name=storable(name))).decode()
    claims: ClaimSet = ()
    if licenses:
        claims = tuple(sorted({("declared", storable(raw), "") for raw in licenses}))
    asked = "" if direct is None else "1" if direct else "0"
    trait = f"library|{scope}|{','.join(roles)}|{kind}|{asked}"
    return _Plain(purl, trait, claims, storable(version) if version != carried else "", detail)
