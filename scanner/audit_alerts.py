"""Telling what is new: nothing twice, nothing lost when the receiver is down.

A state file remembers, for each channel, the fingerprints that were told. They are added only after the
channel took them; what failed is tried again next time. A finding that was fixed, answered or accepted is
forgotten, so that it is told anew when it comes back. One process at a time holds the state.

- Webhook: at most `MOST_IN_MESSAGE` findings in one message; each message counts by itself.
- E-mail: a message that still lies there was not sent; the next is put beside it, never over it.
- Atom: the feed holds what was told before as well, newest first, so that a reader may skip a run.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sbom.errors import CollectError, ConfigError, StoreError
from sbom.issue import Issue, IssueKind, Stage
from scanner.audit_formats import atom, eml, fingerprint, gitlab, headline, sarif
from scanner.audit_outputs import Outputs

Row = Mapping[str, Any]
Issues = list[tuple[str, Issue]]
MOST_IN_FEED = 500
MOST_IN_MESSAGE = 500


def write(
    rows: Sequence[Row],
    outputs: Outputs,
    at: datetime,
    lang: str,
    *,
    unasked: Sequence[Row] = (),
    whole: bool = False,
) -> Issues:
    """Give every output that was asked for.

    Args:
        rows: Findings, most urgent first.
        outputs: What was asked for, and where to.
        at: The present, aware.
        lang: Of texts.
        unasked: Components that could not be checked, for the questions.
        whole: Whether the rows are all that there is, so that what is missing is fixed.

    Returns:
        What could not be sent or written; the state file does not count it as told.

    Raises:
        ConfigError: a state file is needed and not given, cannot be read or written, or another process
            holds it.
    """
    if (outputs.webhook or outputs.eml) and outputs.state is None:
        raise ConfigError("--webhook and --eml need --state FILE, so that nothing is told twice")
    issues: Issues = []
    if outputs.sarif:
        _put_json(outputs.sarif, sarif(rows, lang), issues)
    if outputs.gitlab:
        _put_json(outputs.gitlab, gitlab(rows, lang, at), issues)
    if outputs.csaf:
        from scanner.audit_csaf import write_csaf

        issues += write_csaf(rows, outputs.csaf, at, lang)
    if outputs.questions:
        from scanner.audit_questions import letter

        _put(outputs.questions, letter(rows, unasked, at, lang).encode(), issues)
    if outputs.atom or outputs.eml or outputs.webhook:
        with _held(outputs.state):
            _tell(rows, outputs, at, lang, issues, whole=whole)
    return issues


def _tell(
    rows: Sequence[Row], outputs: Outputs, at: datetime, lang: str, issues: Issues, *, whole: bool
) -> None:
    open_rows = [r for r in rows if r.get("effective", "open") == "open"]
    state = _State(outputs.state)
    state.forget(rows, open_rows, whole=whole)
    if outputs.atom:
        shown = state.feed(open_rows, at)
        content = atom([r for r, _ in shown], lang, at, [t for _, t in shown])
        if _put(outputs.atom, content.encode(), issues):
            state.told("atom", [r for r, _ in shown], at)
    if outputs.eml:
        fresh = state.fresh("eml", open_rows)
        if fresh and _put(_free(outputs.eml, at), eml(fresh, lang, at), issues):
            state.told("eml", fresh, at)
    if outputs.webhook:
        _send(outputs.webhook, open_rows, state, at, lang, issues)
    state.save()


def _send(
    url: str, rows: Sequence[Row], state: "_State", at: datetime, lang: str, issues: Issues
) -> None:
    from collectors.webhook import post

    fresh = state.fresh("webhook", rows)
    secret = os.environ.get("SLUIS_WEBHOOK_SECRET", "")
    for start in range(0, len(fresh), MOST_IN_MESSAGE):
        part = fresh[start : start + MOST_IN_MESSAGE]
        body = {
            "tool": "sluis",
            "at": at.isoformat(timespec="seconds"),
            "findings": [
                {"fingerprint": fingerprint(r), "headline": headline(r, lang), **r} for r in part
            ],
        }
        try:
            post(url, json.dumps(body, ensure_ascii=False).encode(), secret)
        except CollectError as error:
            left = len(fresh) - start
            told = f"{left} findings are not sent and stay to be sent: {error}"
            issues.append(_issue("webhook", told))
            return
        state.told("webhook", part, at)


@contextmanager
def _held(state: Path | None) -> Iterator[None]:
    """Hold the state file against other processes."""
    if state is None:
        yield
        return
    from scanner.store.lock import ScanLock

    lock = ScanLock(state)
    try:
        lock.acquire()
    except StoreError as error:
        raise ConfigError(f"{state}: another audit is telling what is new: {error}") from error
    try:
        yield
    finally:
        lock.release()


class _State:
    """What was told, by channel and fingerprint."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._told: dict[str, dict[str, str]] = {}
        if path is None or not path.exists():
            return
        try:
            read = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path}: cannot be read as state: {error}") from error
        channels = read.get("told") if isinstance(read, dict) else None
        if not isinstance(channels, dict) or not all(
            isinstance(v, dict) and all(isinstance(t, str) for t in v.values())
            for v in channels.values()
        ):
            raise ConfigError(f"{path}: is no state file of sluis audit")
        self._told = channels

    def forget(self, rows: Sequence[Row], open_rows: Sequence[Row], *, whole: bool) -> None:
        """Drop what no longer asks for action; of a part of the estate only what is seen there."""
        standing = {fingerprint(r) for r in open_rows}
        seen = {fingerprint(r) for r in rows}
        for channel, told in self._told.items():
            self._told[channel] = {
                mark: at
                for mark, at in told.items()
                if mark in standing or (mark not in seen and not whole)
            }

    def fresh(self, channel: str, rows: Sequence[Row]) -> list[Row]:
        """What was not told yet, each finding once."""
        known = self._told.get(channel, {})
        found: dict[str, Row] = {}
        for row in rows:
            mark = fingerprint(row)
            if mark not in known:
                found.setdefault(mark, row)
        return list(found.values())

    def feed(self, rows: Sequence[Row], at: datetime) -> list[tuple[Row, str]]:
        """Rows of a feed with the time of each: what is new, then what was told, newest first."""
        stamp = at.isoformat(timespec="seconds")
        if self._path is None:
            return [(r, stamp) for r in _State(None).fresh("atom", rows)[:MOST_IN_FEED]]
        known = self._told.get("atom", {})
        fresh = [(r, stamp) for r in self.fresh("atom", rows)]
        told = {m: (r, known[m]) for r in rows if (m := fingerprint(r)) in known}
        older = sorted(told.values(), key=lambda pair: pair[1], reverse=True)
        return [*fresh, *older][:MOST_IN_FEED]

    def told(self, channel: str, rows: Sequence[Row], at: datetime) -> None:
        """Count rows as told, and keep that at once; the time of the first telling stays."""
        stamp = at.isoformat(timespec="seconds")
        known = self._told.setdefault(channel, {})
        for row in rows:
            known.setdefault(fingerprint(row), stamp)
        self.save()

    def save(self) -> None:
        """Write the file whole, or leave it as it was.

        Raises:
            ConfigError: it cannot be written.
        """
        if self._path is None:
            return
        scratch = self._path.with_name(self._path.name + ".new")
        try:
            scratch.write_text(json.dumps({"told": self._told}, indent=1, sort_keys=True), "utf-8")
            scratch.replace(self._path)
        except OSError as error:
            raise ConfigError(f"{self._path}: cannot be written: {error.strerror}") from error


def _free(path: Path, at: datetime) -> Path:
    """The path, or one beside it when a message that was not sent still lies there."""
    if not path.exists():
        return path
    stamp = at.strftime("%Y%m%dT%H%M%S")
    for number in range(1, 10_000):
        beside = path.with_name(f"{path.stem}-{stamp}-{number}{path.suffix}")
        if not beside.exists():
            return beside
    return path


def _put_json(path: Path, value: object, issues: Issues) -> None:
    _put(path, json.dumps(value, ensure_ascii=False).encode(), issues)


def _put(path: Path, content: bytes, issues: Issues) -> bool:
    scratch = path.with_name(path.name + ".new")
    try:
        scratch.write_bytes(content)
        scratch.replace(path)
    except OSError as error:
        issues.append(_issue(str(path), f"cannot be written: {error.strerror}"))
        return False
    return True


def _issue(where: str, message: str) -> tuple[str, Issue]:
    return where, Issue(kind=IssueKind.UNREADABLE, stage=Stage.STORE, message=message)
