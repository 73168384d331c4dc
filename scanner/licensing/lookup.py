"""Asking services for licences that no source states; what was asked is kept, so it goes on where it stopped."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from collectors.license_answers import Door, Got
from sbom.errors import CollectError, ParseError
from sbom.licensing.registry_answers import path_of, read_answer
from scanner.store import license_lookups as table
from scanner.store.store import Store

DEPS_DEV = "https://api.deps.dev"
CLEARLY_DEFINED = "https://api.clearlydefined.io"
MAX_AGE = timedelta(days=30)
BATCH = 50
"""Answers written at once; what is lost when the process dies."""
_GIVE_UP = 20
"""Failures in a row after which a service is left alone."""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One place to ask."""

    name: str
    """`deps.dev`, `clearlydefined`, or `npm` and `pypi` with the host of the own index."""
    kind: str
    """`deps.dev`, `clearlydefined`, `npm` or `pypi`."""
    base: str
    token_env: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one service."""

    name: str
    asked: int = 0
    found: int = 0
    none: int = 0
    """Known there, without a licence."""
    absent: int = 0
    unchanged: int = 0
    failed: int = 0
    left: int = 0
    """Not asked: the limit was reached, or the service fails."""
    reason: str = ""


def own_services(
    stated: Sequence[tuple[str, str, str]], environ: Mapping[str, str], home: Path
) -> list[Service]:
    """Package indexes of the user: of the estate file, else of pip and npm here.

    Args:
        stated: (type, url, variable with the token) of `indexes` in the estate file.
        environ: For `PIP_INDEX_URL` and `NPM_CONFIG_REGISTRY`.
        home: Folder with `.npmrc` and `.config/pip/pip.conf`. Only addresses are read there, never a
            key or password.
    """
    listed = list(stated)
    kinds = {kind for kind, _, _ in listed}
    if "pypi" not in kinds:
        listed += [("pypi", u, "") for u in _pip(environ, home)]
    if "npm" not in kinds:
        listed += [("npm", u, "") for u in _npm(environ, home)]
    found: dict[str, Service] = {}
    for kind, url, token in listed:
        base = _bare(url)
        if kind == "pypi":
            base = base.removesuffix("/simple")
        if base.startswith(("https://", "http://")):
            host = base.split("//", 1)[1].split("/", 1)[0]
            name = f"{kind}:{host}"
            found.setdefault(name, Service(name=name, kind=kind, base=base, token_env=token))
    return list(found.values())


def look_up(
    store: Store,
    services: Sequence[Service],
    door: Door,
    now: datetime,
    *,
    limit: int = 0,
    everything: bool = False,
    environ: Mapping[str, str] = os.environ,
    progress: Callable[[str, int, int], None] = lambda _name, _done, _all: None,
) -> Iterator[Told]:
    """Ask each service in turn about what is still not known; answers are written in batches.

    Args:
        store: Open for writing.
        services: In the order in which they are believed.
        door: To the network.
        now: Aware, UTC.
        limit: Most questions; 0: no limit.
        everything: Also ask about components of which the licence is stated.
        environ: Where tokens are looked up.
        progress: Told the service, and how many of how many were asked.
    """
    wanted = table.lacking(store, everything=everything)
    asked = 0
    for service in services:
        run = _Run(store, service, door, now, environ.get(service.token_env, ""))
        mine = [p for p in wanted if path_of(service.kind, p)]
        todo = [p for p in mine if run.due(p)]
        room = max(limit - asked, 0) if limit else len(todo)
        for number, purl in enumerate(todo[:room], start=1):
            run.ask(purl)
            progress(service.name, number, len(todo))
            if run.in_a_row >= _GIVE_UP:
                break
        run.flush()
        asked += run.asked
        wanted = [p for p in wanted if p not in run.found]
        yield run.told(left=len(todo) - run.asked)


class _Run:
    """Questions to one service."""

    def __init__(
        self, store: Store, service: Service, door: Door, now: datetime, token: str
    ) -> None:
        self._store = store
        self._service = service
        self._door = door
        self._now = now
        self._token = token
        self._before = table.known(store, service.name)
        self._rows: list[table.Row] = []
        self._same: list[str] = []
        self._reason = ""
        self._counts: dict[str, int] = {}
        self.found = {p for p, (state, _, _) in self._before.items() if state == "found"}
        self.in_a_row = 0
        self.asked = 0

    def due(self, purl: str) -> bool:
        """Whether to ask: never answered, failed, or answered long ago."""
        known = self._before.get(purl)
        if known is None or known[0] == "failed":
            return True
        return datetime.fromisoformat(known[2]) < self._now - MAX_AGE

    def ask(self, purl: str) -> None:
        """Ask about one component."""
        self.asked += 1
        state, etag, _ = self._before.get(purl, ("", "", ""))
        url = self._service.base.rstrip("/") + path_of(self._service.kind, purl)
        try:
            got = self._door.get(url, etag=etag if state != "failed" else "", token=self._token)
            row = self._row(purl, got)
        except (CollectError, ParseError) as error:
            self._reason = str(error)
            self.in_a_row += 1
            row = self._made(purl, "failed", reason=str(error)[:300])
        else:
            self.in_a_row = 0
        if row is None:
            self._count("unchanged")
            self._same.append(purl)
        else:
            self._count(row.state)
            self._rows.append(row)
            if row.state == "found":
                self.found.add(purl)
        if len(self._rows) + len(self._same) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was answered."""
        if self._rows:
            table.keep(self._store, self._rows)
        if self._same:
            table.checked(self._store, self._service.name, self._same, self._at())
        self._rows, self._same = [], []

    def told(self, *, left: int) -> Told:
        """What became of it."""
        return Told(
            name=self._service.name,
            asked=self.asked,
            left=left,
            reason=self._reason,
            **self._counts,
        )

    def _row(self, purl: str, got: Got) -> table.Row | None:
        if got.state == "unchanged":
            return None
        if got.state == "absent":
            return self._made(purl, "absent")
        answer = read_answer(self._service.kind, got.content)
        return msgspec.structs.replace(
            self._made(purl, "found" if answer.licenses else "none"),
            licenses=answer.licenses,
            copyrights=answer.copyrights,
            etag=got.etag,
        )

    def _made(self, purl: str, state: str, *, reason: str = "") -> table.Row:
        name = self._service.name
        return table.Row(service=name, purl=purl, state=state, reason=reason, asked_at=self._at())

    def _count(self, state: str) -> None:
        self._counts[state] = self._counts.get(state, 0) + 1

    def _at(self) -> str:
        return self._now.isoformat(timespec="seconds")


def _pip(environ: Mapping[str, str], home: Path) -> list[str]:
    if url := environ.get("PIP_INDEX_URL"):
        return [url]
    for file in (home / ".config/pip/pip.conf", home / ".pip/pip.conf"):
        found = _setting(file, ("index-url", "index_url"))
        if found:
            return [found]
    return []


def _npm(environ: Mapping[str, str], home: Path) -> list[str]:
    if url := environ.get("NPM_CONFIG_REGISTRY"):
        return [url]
    found = _setting(home / ".npmrc", ("registry",))
    return [found] if found else []


def _setting(file: Path, names: tuple[str, ...]) -> str:
    try:
        text = file.read_text("utf-8", errors="replace")[:100_000]
    except OSError:
        return ""
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip() in names:
            return value.strip().strip("\"'")
    return ""


def _bare(url: str) -> str:
    """An address without user, password, query and the slash at its end."""
    scheme, sign, rest = url.strip().partition("://")
    host, slash, path = rest.partition("/")
    place = host.rpartition("@")[2] + slash + path.partition("?")[0].partition("#")[0]
    return f"{scheme}{sign}{place}".rstrip("/")
