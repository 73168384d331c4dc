"""The local copy of advisories: one SQLite file of its own, asked by package without loading it.

Each source (an archive, a feed) is replaced as a whole in one transaction, so that a failed refresh
leaves the last good data. Records are MessagePack of `sbom.advisories`; `entry.key` is the canonical
package URL without version under which a package is found. See docs/adr/0012-advisories-in-a-file.md.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from sbom.advisories.advisory import Advisory
from sbom.advisories.ecosystems import DISTRO_TYPES, Place, place
from sbom.advisories.endoflife import by_key
from sbom.advisories.feed import Exploited, Feed, Probability, Product
from sbom.advisories.index import Entry, entry, marks
from sbom.errors import StoreError
from scanner.store.connection import BUSY_S, explained, immediate

APPLICATION_ID = 0x536C7541
"""`PRAGMA application_id`: "SluA"."""
VERSION = 2
"""1: `kind` did not name distributions and their releases."""
_SCHEMA = (
    """CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE, -- Of the feed
  url TEXT NOT NULL, -- Where it came from, or empty for a folder
  etag TEXT NOT NULL, -- As the server gave it, or empty
  modified TEXT NOT NULL, -- Last-Modified as the server gave it, or empty
  sha256 TEXT NOT NULL, -- Of the bytes fetched
  stated TEXT NOT NULL, -- Newest believable day that it states, or empty
  fetched TEXT NOT NULL, -- UTC: when these data came in
  checked TEXT NOT NULL, -- UTC: when it was last known to be current
  failed TEXT NOT NULL, -- Why the last attempt failed, or empty
  failed_at TEXT NOT NULL, -- UTC, or empty
  forms TEXT NOT NULL, -- Forms met, joined with a comma
  records INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  issues TEXT NOT NULL -- JSON array of what could not be read
) STRICT""",
    """CREATE TABLE advisory (
  id TEXT NOT NULL, -- Of the record
  source_id INTEGER NOT NULL REFERENCES source (id),
  content BLOB NOT NULL, -- MessagePack
  PRIMARY KEY (id, source_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE entry (
  key TEXT NOT NULL, -- Package URL without version
  source_id INTEGER NOT NULL REFERENCES source (id),
  advisory TEXT NOT NULL, -- Id of the record
  number INTEGER NOT NULL, -- Which of its entries
  release TEXT NOT NULL, -- Of the distribution, or empty
  PRIMARY KEY (key, source_id, advisory, number)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE name (
  name TEXT NOT NULL, -- Id or alias
  source_id INTEGER NOT NULL REFERENCES source (id),
  advisory TEXT NOT NULL,
  PRIMARY KEY (name, source_id, advisory)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE exploited (
  cve TEXT NOT NULL, source_id INTEGER NOT NULL REFERENCES source (id), content BLOB NOT NULL,
  PRIMARY KEY (cve, source_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE probability (
  cve TEXT NOT NULL, source_id INTEGER NOT NULL REFERENCES source (id),
  score REAL NOT NULL, percentile REAL NOT NULL,
  PRIMARY KEY (cve, source_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE product (
  id TEXT NOT NULL, source_id INTEGER NOT NULL REFERENCES source (id), content BLOB NOT NULL,
  PRIMARY KEY (id, source_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE kind (
  type TEXT NOT NULL, source_id INTEGER NOT NULL REFERENCES source (id),
  PRIMARY KEY (type, source_id)
) STRICT, WITHOUT ROWID""",
)
_PARTS = ("advisory", "entry", "name", "exploited", "probability", "product", "kind")
_ENTRIES = """SELECT e.release, e.number, a.content, s.name FROM entry e
JOIN advisory a ON a.id = e.advisory AND a.source_id = e.source_id
JOIN source s ON s.id = e.source_id WHERE e.key = ? ORDER BY e.advisory, e.source_id, e.number"""


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept about one source."""

    name: str
    url: str = ""
    etag: str = ""
    modified: str = ""
    sha256: str = ""
    stated: str = ""
    fetched: str = ""
    checked: str = ""
    failed: str = ""
    failed_at: str = ""
    forms: str = ""
    records: int = 0
    withdrawn: int = 0
    issues: str = "[]"


class AdvisoryStore:
    """The copy, open. Implements `sbom.advisories.index.Advisories`; made by `open_advisories`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._decoded = lru_cache(maxsize=20_000)(msgspec.msgpack.Decoder(Advisory).decode)
        self._products: dict[str, Product] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def entries(self, key: str, /) -> Sequence[Entry]:
        """Entries about a package; of a record that several sources hold, the newest."""
        with explained(self.path):
            rows = self.connection.execute(_ENTRIES, (key,)).fetchall()
        newest: dict[str, tuple[Advisory, str]] = {}
        found: dict[tuple[str, int], str] = {}
        for release, number, content, source in rows:
            record = self._decoded(content)
            known = newest.get(record.id)
            if known is not None and known[1] != source:
                if (record.modified or "") <= (known[0].modified or ""):
                    continue
                found = {k: v for k, v in found.items() if k[0] != record.id}
            newest[record.id] = record, source
            found[record.id, number] = release
        return tuple(
            entry(key, record, record.affected[number], source, release)
            for (name, number), release in found.items()
            for record, source in (newest[name],)
            if record.affected and number < len(record.affected)
        )

    def types(self) -> frozenset[str]:
        """Types of package URL of which there are advisories at all."""
        with explained(self.path):
            found = {r[0] for r in self.connection.execute("SELECT DISTINCT type FROM kind")}
            if _version(self.connection) < VERSION:  # read-only, so it cannot be brought up to date
                found.update(mark for mark, _ in _older_marks(self.connection))
            return frozenset(found)

    def named(self, name: str, /) -> Sequence[Advisory]:
        """Records that go by a name."""
        with explained(self.path):
            rows = self.connection.execute(
                "SELECT a.content FROM name n JOIN advisory a ON a.id = n.advisory "
                "AND a.source_id = n.source_id WHERE n.name = ?",
                (name,),
            ).fetchall()
        return list({r.id: r for r in (self._decoded(row[0]) for row in rows)}.values())

    def exploited(self, cve: str, /) -> Exploited | None:
        """Of a CVE, when it is known to be exploited."""
        with explained(self.path):
            row = self.connection.execute(
                "SELECT content FROM exploited WHERE cve = ?", (cve,)
            ).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=Exploited)

    def probability(self, cve: str, /) -> Probability | None:
        """EPSS of a CVE."""
        with explained(self.path):
            row = self.connection.execute(
                "SELECT score, percentile FROM probability WHERE cve = ?", (cve,)
            ).fetchone()
        return None if row is None else Probability(*row)

    def products(self) -> Mapping[str, Product]:
        """Products with an end of life, by key."""
        if self._products is None:
            decode = msgspec.msgpack.Decoder(Product).decode
            with explained(self.path):
                rows = self.connection.execute("SELECT content FROM product").fetchall()
            self._products = by_key(decode(r[0]) for r in rows)
        return self._products

    def keys(self) -> list[str]:
        """Keys of all packages that have entries."""
        with explained(self.path):
            return [r[0] for r in self.connection.execute("SELECT DISTINCT key FROM entry")]

    def sources(self) -> list[SourceRow]:
        """What is kept about each source, by name."""
        fields = SourceRow.__struct_fields__
        with explained(self.path):
            rows = self.connection.execute(
                f"SELECT {', '.join(fields)} FROM source ORDER BY name"  # noqa: S608 - own names
            ).fetchall()
        return [SourceRow(**dict(zip(fields, row, strict=True))) for row in rows]

    def replace(self, about: SourceRow, feed: Feed) -> None:
        """Put a source's data in the place of what it had, or nothing at all.

        Raises:
            StoreError: the file cannot be written; the former data stay.
        """
        with explained(self.path), immediate(self.connection):
            number = self._source(about)
            for table in _PARTS:
                self.connection.execute(f"DELETE FROM {table} WHERE source_id = ?", (number,))  # noqa: S608 - own names
            self._fill(number, feed)
        self._products = None

    def note(self, about: SourceRow) -> None:
        """Keep what is known about a source (checked, failed) without touching its data."""
        with explained(self.path), immediate(self.connection):
            self._source(about)

    def _source(self, about: SourceRow) -> int:
        fields = SourceRow.__struct_fields__
        marks = ", ".join("?" * len(fields))
        updates = ", ".join(f"{f} = excluded.{f}" for f in fields[1:])
        self.connection.execute(
            f"INSERT INTO source ({', '.join(fields)}) VALUES ({marks}) "  # noqa: S608 - own names
            f"ON CONFLICT (name) DO UPDATE SET {updates}",
            msgspec.structs.astuple(about),
        )
        row = self.connection.execute("SELECT id FROM source WHERE name = ?", (about.name,))
        return int(row.fetchone()[0])

    def _fill(self, number: int, feed: Feed) -> None:
        newest: dict[str, Advisory] = {}
        for record in feed.advisories:
            known = newest.get(record.id)
            if known is None or (record.modified or "") >= (known.modified or ""):
                newest[record.id] = record
        encode = msgspec.msgpack.Encoder().encode
        entries: list[tuple[str, int, str, int, str]] = []
        kinds: set[tuple[str, int]] = set()
        names: set[tuple[str, int, str]] = set()
        for record in newest.values():
            names.update((n, number, record.id) for n in record.names)
            if record.withdrawn:
                continue
            for index, affected in enumerate(record.affected or ()):
                package = affected.package
                if package is None:
                    continue
                where = place(package.ecosystem or "", package.name or "", package.purl or "")
                if where.key:
                    kinds.update((mark, number) for mark in marks(where))
                    entries.append((where.key, number, record.id, index, where.release))
        many = self.connection.executemany
        many(
            "INSERT INTO advisory VALUES (?, ?, ?)",
            ((r.id, number, encode(_lean(r))) for r in newest.values()),
        )
        many("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", sorted(entries))
        many("INSERT INTO name VALUES (?, ?, ?)", sorted(names))
        many("INSERT INTO kind VALUES (?, ?)", kinds)
        many(
            "INSERT INTO exploited VALUES (?, ?, ?)",
            ((c, number, encode(e)) for c, e in feed.exploited.items()),
        )
        many(
            "INSERT INTO probability VALUES (?, ?, ?, ?)",
            ((c, number, p.score, p.percentile) for c, p in feed.probabilities.items()),
        )
        many(
            "INSERT OR REPLACE INTO product VALUES (?, ?, ?)",
            ((p.id, number, encode(p)) for p in feed.products),
        )


def _lean(record: Advisory) -> Advisory:
    """Without the long text: its title is what is shown."""
    return msgspec.structs.replace(record, summary=record.title, details="")


def open_advisories(path: Path, *, readonly: bool = False) -> AdvisoryStore:
    """Open the local copy; a new one is made unless read-only.

    Raises:
        StoreError: there is none yet (read-only), it is another program's file, or damaged.
    """
    if readonly and not path.exists():
        raise StoreError(
            f"{path}: there are no advisories here yet. Fetch them with `sluis sync advisories`."
        )
    with explained(path):
        if not readonly:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = 1" if readonly else "PRAGMA journal_mode = WAL")
            _settle(path, connection, readonly=readonly)
        except BaseException:
            connection.close()
            raise
    return AdvisoryStore(path, connection)


def _settle(path: Path, connection: sqlite3.Connection, *, readonly: bool) -> None:
    """Check that the file is ours and of a version that we know; fill an empty one."""
    own = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if own != APPLICATION_ID and (own or tables):
        raise StoreError(f"{path}: this file belongs to another program.")
    if not tables and not readonly:
        with immediate(connection):
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
    version = _version(connection)
    if version < VERSION and not readonly:
        with immediate(connection):
            marked = _older_marks(connection)
            connection.executemany("INSERT OR IGNORE INTO kind VALUES (?, ?)", marked)
            connection.execute(f"PRAGMA user_version = {VERSION}")
    if version > VERSION:
        raise StoreError(f"{path}: made by a newer version of Sluis; upgrade it, or sync anew.")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _older_marks(connection: sqlite3.Connection) -> set[tuple[str, int]]:
    """What a file of version 1 covers of distributions: (mark, source)."""
    found: set[tuple[str, int]] = set()
    for kind in sorted(DISTRO_TYPES):
        rows = connection.execute(
            "SELECT DISTINCT key, release, source_id FROM entry WHERE key >= ? AND key < ?",
            (f"pkg:{kind}/", f"pkg:{kind}0"),
        )
        for key, release, source in rows:
            found.update((mark, source) for mark in marks(Place(kind, key, release)))
    return found
