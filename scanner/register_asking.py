"""What is asked of each register, and which answers are put together into one export."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from collectors.license_answers import Door
from sbom.errors import CollectError
from sbom.readers.shape import mapping, text
from sbom.registers import slim
from sbom.registers.foreign import records

BASES = {
    "gleif": "https://api.gleif.org/api/v1",
    "kvk": "https://api.kvk.nl/api/v1",
    "tenderned": "",
    "gemma": "https://api.softwarecatalogus.nl/v1",
    "oss": "https://api.developer.overheid.nl/oss-register/v1",
}
"""Where each register is asked; TenderNed publishes a file a period, whose address has to be given."""
KEY_HEADERS = {"kvk": "apikey", "oss": "X-Api-Key"}
NEEDS_KEY = frozenset({"kvk", "oss"})
_KVK_AUTHORITY = "RA000463"
_PAGE = 100
_MOST_PAGES = 2000
_MOST_STEPS = 8
"""Parents above one organisation."""
_MOST_BULK = 2 << 30
_MOST_UNPACKED = 8 << 30
_MOST_LINE = 64 << 20
_PARENTS = ("direct-parent-relationship", "ultimate-parent-relationship")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """About whom the registers are asked."""

    kvk: tuple[str, ...] = ()
    lei: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Of vendors and buyers; for notices only, where numbers are often empty."""


class Answers(Protocol):
    """Where answers are kept between runs."""

    def get(self, url: str) -> tuple[Any, bool]:
        """The answer that is kept, and whether it need not be asked again."""

    def put(self, url: str, tree: Any, *, etag: str, following: str, absent: bool) -> None:
        """Keep an answer."""

    def again(self, url: str) -> None:
        """The server says that it did not change."""


class Asker:
    """Asks one register, below its base address only."""

    def __init__(self, door: Door, base: str, key: str, store: Answers) -> None:
        """Set up.

        Args:
            door: Paces and repeats.
            base: http or https.
            key: Value of the key, or empty.
            store: Answers of earlier runs.
        """
        self.base = base.rstrip("/")
        self.absent = 0
        self._door = door
        self._key = key
        self._store = store

    def bulk(self, partial: Path, about: str, read: Callable[[bytes], Any]) -> Any | None:
        """What `read` makes of the whole file at the base address; None: nothing changed.

        Args:
            partial: For an unfinished download, which goes on later.
            about: Digest of what is looked for: another question reads the file again.
            read: Only after it succeeded is the ETag kept.

        Raises:
            CollectError: it cannot be had or read.
        """
        from collectors.advisories import fetch

        name = f"{self.base}#{about}"
        kept, _ = self._store.get(name)
        got = fetch(self.base, partial, etag=kept.etag if kept else "", max_bytes=_MOST_BULK)
        if got.unchanged:
            self._store.again(name)
            return None
        made = read(got.content)
        self._store.put(name, None, etag=got.etag, following="", absent=False)
        return made

    def one(
        self, path: str, shrink: Callable[[Any], Any], header: str = ""
    ) -> tuple[Any, str] | None:
        """The answer at a path as `shrink` leaves it, and the address of the next page.

        None: the register does not know it.

        Raises:
            CollectError: it cannot be asked, or answers something else than JSON.
        """
        url = path if "://" in path else f"{self.base}{path}"
        if _origin(url) != _origin(self.base):
            raise CollectError(f"{self.base}: names a next page on another server")
        kept, fresh = self._store.get(url)
        if kept is None or not fresh:
            key = (header, self._key) if header and self._key else None
            got = self._door.get(url, etag=kept.etag if kept else "", key=key)
            if got.state == "unchanged" and kept is not None:
                self._store.again(url)
            elif got.state == "absent":
                self._store.put(url, None, etag="", following="", absent=True)
            else:
                following = urljoin(url, got.next) if got.next else ""
                tree = shrink(_json(url, got.content))
                self._store.put(url, tree, etag=got.etag, following=following, absent=False)
            kept, _ = self._store.get(url)
        if kept is None or kept.absent:
            self.absent += 1
            return None
        return kept.tree, kept.next


def ask(
    name: str, asker: Asker, wanted: Wanted, partial: Path, before: dict[str, Any]
) -> dict[str, Any] | None:
    """The export of one register about these organisations; None: nothing to ask for.

    Args:
        name: A key of `BASES`.
        asker: At its address.
        wanted: About whom.
        partial: For an unfinished download.
        before: The copy that is there.

    Raises:
        CollectError: it cannot be asked.
    """
    if name == "gleif":
        return _gleif(asker, wanted)
    if name == "kvk":
        return _kvk(asker, wanted)
    if name == "tenderned":
        return _tenderned(asker, wanted, partial, before)
    if name == "gemma":
        return _gemma(asker)
    return {"data": list(_pages(asker, f"/repositories?page=1&perPage={_PAGE}", slim.slim_oss))}


def _gleif(asker: Asker, wanted: Wanted) -> dict[str, Any] | None:
    if not wanted.kvk and not wanted.lei:
        return None
    data: dict[str, Any] = {}
    todo = [(lei, 0) for lei in wanted.lei]
    for number in wanted.kvk:
        query = (
            f"?filter%5Bentity.registeredAs%5D={quote(number, safe='')}"
            f"&filter%5Bentity.registeredAt%5D={_KVK_AUTHORITY}"
        )
        found = asker.one(f"/lei-records{query}", _gleif_all)
        for record in found[0] if found else []:
            if text(mapping(_about(record).get("entity")).get("registeredAs")).strip() != number:
                raise CollectError(f"{asker.base}: answers for another number than was asked")
            todo.append((text(_about(record).get("lei")), 0))
    while todo:
        lei, steps = todo.pop(0)
        if not lei or lei in data or not lei.isalnum():
            continue
        found = asker.one(f"/lei-records/{lei}", _gleif_all)
        for record in found[0] if found else []:
            data[lei] = record
        data.setdefault(lei, None)
        for kind in _PARENTS if steps < _MOST_STEPS else ():
            unknown = asker.absent
            found = asker.one(f"/lei-records/{lei}/{kind}", _gleif_all)
            asker.absent = unknown  # an organisation without parent is no gap
            for record in found[0] if found else []:
                data[f"{lei}/{kind}"] = record
                end = mapping(mapping(_about(record).get("relationship")).get("endNode"))
                todo.append((text(end.get("id")), steps + 1))
    return {"data": [data[k] for k in sorted(data) if data[k] is not None]}


def _about(record: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping(record.get("attributes"))


def _gleif_all(tree: Any) -> list[dict[str, Any]]:
    if "data" not in mapping(tree):
        raise CollectError("the answer holds no data")
    return [slim.slim_gleif(r) for r in records(mapping(tree), "data")]


def _kvk(asker: Asker, wanted: Wanted) -> dict[str, Any] | None:
    if not wanted.kvk:
        return None
    found = []
    for number in wanted.kvk:
        path = f"/basisprofielen/{quote(number, safe='')}"
        got = asker.one(path, lambda t: slim.slim_kvk(mapping(t)), KEY_HEADERS["kvk"])
        if got is not None:
            if text(got[0].get("kvkNummer")) != number:
                raise CollectError(f"{asker.base}: answers for another number than was asked")
            found.append(got[0])
    return {"resultaten": found}


def _gemma(asker: Asker) -> dict[str, Any]:
    paths = {
        "leveranciersorganisaties": "/leveranciersorganisaties",
        "voorzieningen": "/voorzieningen",
        "voorzieningaanbiedingen": "/voorzieningaanbiedingen",
    }
    return {k: list(_pages(asker, p, slim.slim_gemma)) for k, p in paths.items()}


def _pages(
    asker: Asker, path: str, shrink: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The records of a list over all of its pages."""
    at = path
    header = KEY_HEADERS["oss"] if "perPage" in path else ""
    seen: set[str] = set()
    for _ in range(_MOST_PAGES):
        seen.add(at)
        got = asker.one(at, lambda t: [shrink(r) for r in _listed(t)], header)
        if got is None:
            raise CollectError(f"{asker.base}{path.partition('?')[0]}: the server does not know it")
        yield from got[0]
        at = got[1]
        if not at or at in seen:
            return
    raise CollectError(f"{asker.base}: has more than {_MOST_PAGES} pages")


def _listed(tree: Any) -> list[Mapping[str, Any]]:
    keys = ("data", "results", "items", "repositories")
    if not isinstance(tree, list) and not any(isinstance(mapping(tree).get(k), list) for k in keys):
        raise CollectError("the answer holds no list")
    return records(tree, *keys)


def _tenderned(
    asker: Asker, wanted: Wanted, partial: Path, before: dict[str, Any]
) -> dict[str, Any] | None:
    if not wanted.names and not wanted.kvk:
        return None
    names = frozenset(n.strip().lower() for n in wanted.names)
    numbers = frozenset(wanted.kvk)

    def read(content: bytes) -> dict[str, Any]:
        kept, seen = [], 0
        for release in _releases(content):
            made = slim.slim_release(release)
            seen += bool(made.get("ocid"))
            if made.get("ocid") and slim.concerns(made, names, numbers):
                kept.append(made)
        if not seen:
            raise CollectError(f"{asker.base}: holds no notices in OCDS")
        kept.sort(key=lambda r: (str(r.get("ocid")), str(r.get("date"))))
        return {"releases": kept}

    about = hashlib.sha256(repr((sorted(names), sorted(numbers))).encode()).hexdigest()[:16]
    made = asker.bulk(partial, about, read)
    return before if made is None else cast("dict[str, Any]", made)


def _releases(content: bytes) -> Iterator[Mapping[str, Any]]:
    """Releases of a package, or of one release a line; gzip is unpacked."""
    for part in _parts(content):
        tree = _json("the file of notices", part)
        for package in tree if isinstance(tree, list) else [tree]:
            yield from records(mapping(package), "releases", "records")


def _parts(content: bytes) -> Iterator[bytes]:
    packed = content[:2] == b"\x1f\x8b"
    head = _unpacked(content, 1 << 16) if packed else content[: 1 << 16]
    lines = [x for x in head.split(b"\n") if x.strip()]
    if len(lines) < 2 or not _whole(lines[0]):
        yield _unpacked(content, _MOST_BULK) if packed else content
        return
    stream: Any = gzip.GzipFile(fileobj=io.BytesIO(content)) if packed else io.BytesIO(content)
    size = 0
    try:
        while line := stream.readline(_MOST_LINE):
            size += len(line)
            if size > _MOST_UNPACKED:
                raise CollectError("the file of notices unpacks to too much")
            if line.strip():
                yield line
    except (OSError, EOFError, zlib.error) as error:
        raise CollectError(f"the file of notices is damaged: {error}") from error


def _unpacked(content: bytes, most: int) -> bytes:
    try:
        made = zlib.decompressobj(31).decompress(content, most + 1)
    except zlib.error as error:
        raise CollectError(f"the file of notices is damaged: {error}") from error
    if len(made) > most >= 1 << 20:
        raise CollectError("the file of notices unpacks to too much")
    return made


def _whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _json(what: str, content: bytes) -> Any:
    try:
        return msgspec.json.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise CollectError(f"{what.partition('?')[0]}: answers no JSON") from error


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
