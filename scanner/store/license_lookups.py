"""Answers of services about licences: table `license_lookup`."""

from collections.abc import Iterable

import msgspec

from scanner.store.store import Store

_LACKING = """
SELECT DISTINCT c.purl FROM occurrence o JOIN component c ON c.id = o.component_id
JOIN trait t ON t.id = o.trait_id JOIN source s ON s.id = o.source_id
LEFT JOIN effective_set e ON e.set_id = (SELECT lc.set_id FROM license_claim lc
  WHERE lc.source_id = o.source_id AND lc.component_id = c.id AND lc.to_scan IS NULL)
WHERE o.to_scan IS NULL AND s.retired_scan IS NULL AND t.third_party = 1 AND c.version <> ''
  AND c.purl LIKE 'pkg:%' AND (:all OR e.expression IS NULL) ORDER BY c.purl
"""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One answer."""

    service: str
    purl: str
    state: str
    """`found`, `none`, `absent` or `failed`."""
    licenses: tuple[str, ...] = ()
    copyrights: tuple[str, ...] = ()
    reason: str = ""
    etag: str = ""
    asked_at: str


def lacking(store: Store, *, everything: bool) -> list[str]:
    """Components in use, with version, of which a source states no licence that can be read.

    Args:
        store: May be read-only.
        everything: Also those of which all sources state one.
    """
    return [purl for (purl,) in store.rows(_LACKING, {"all": everything})]


def known(store: Store, service: str) -> dict[str, tuple[str, str, str]]:
    """By purl: state, ETag and time of the answer."""
    rows = store.rows(
        "SELECT purl, state, etag, asked_at FROM license_lookup WHERE service = ?", (service,)
    )
    return {purl: (state, etag, asked) for purl, state, etag, asked in rows}


def keep(store: Store, rows: Iterable[Row]) -> None:
    """Write answers, in one transaction. A failure leaves the answer before it in place."""
    listed = list(rows)
    answered = [
        (
            r.service,
            r.purl,
            r.state,
            msgspec.json.encode(r.licenses).decode(),
            msgspec.json.encode({"copyrights": r.copyrights, "reason": r.reason}).decode(),
            r.etag,
            r.asked_at,
        )
        for r in listed
    ]
    with store.transaction() as connection:
        connection.executemany(
            "INSERT INTO license_lookup VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "state = excluded.state, licenses = excluded.licenses, detail = excluded.detail, "
            "etag = excluded.etag, asked_at = excluded.asked_at "
            "WHERE excluded.state <> 'failed' OR license_lookup.state = 'failed'",
            answered,
        )


def checked(store: Store, service: str, purls: Iterable[str], asked_at: str) -> None:
    """Note that answers are as they were."""
    with store.transaction() as connection:
        connection.executemany(
            "UPDATE license_lookup SET asked_at = ? WHERE service = ? AND purl = ?",
            [(asked_at, service, purl) for purl in purls],
        )


def copyrights(store: Store) -> dict[str, tuple[str, ...]]:
    """Copyright lines by purl, as services answered them."""
    found = {}
    for purl, detail in store.rows("SELECT purl, detail FROM license_lookup WHERE state = 'found'"):
        lines = msgspec.json.decode(detail).get("copyrights") or ()
        if lines:
            found[purl] = tuple(lines)
    return found
