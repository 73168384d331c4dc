"""One source into the database, in one transaction: what is new opens, what is gone closes.

What may close: only what a file that was read no longer states, and what a file stated that is gone
from a listing that was whole. So a failed source closes nothing; a file that failed, or was skipped
over a cap, keeps what it stated before; a file below a folder that could not be listed does too, and
all files do when the listing itself was cut short. A partly read file (entries lost) keeps what a lost
entry may have stated: see `lost`.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from collectors.collector import State
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE
from scanner.result import ReadFile, SourceResult
from scanner.store import claims, edges, lost, source_rows
from scanner.store.context import Context
from scanner.store.intervals import close, match
from scanner.store.occurrence_rows import IDENTITY, Kept, Placed, encode, insert, load_open
from scanner.store.source_rows import CoveredFile, upsert_source
from scanner.store.text import storable, storable_inventory


class Written(NamedTuple):
    """What the writing of a source changed."""

    opened: int
    """Occurrences that are new."""
    closed: int
    """Occurrences that are gone."""
    files: int
    """Files whose facts were compared; the others were the same as before."""
    changed: bool = True
    """Whether anything changed on which a verdict may depend, coverage included."""
    moved: bool = True
    """Whether the source itself changed: its system, kind or supplier; also when it is new."""
    new: bool = False
    """Whether it stated nothing before."""


def write(context: Context, result: SourceResult, reader_digest: str) -> Written:
    """Write one source; the caller holds the transaction."""
    connection = context.connection
    before = source_rows.standing(context, result.target.id)
    context = context._replace(source=upsert_source(connection, result.target))
    total = connection.total_changes
    files: dict[int, CoveredFile] = {}
    written = Written(0, 0, 0)
    unseen = _Unseen(result)
    if result.state is not State.FAILED:
        files = _prepare(context, result)
        written = _write_facts(context, files, unseen)
    source_rows.write_issues(context, result, files.values(), whole=not unseen.all)
    changed = connection.total_changes > total
    source_rows.write_coverage(context, result, reader_digest)
    after = source_rows.standing(context, result.target.id)
    moved = before is None or after is None or before[:-1] != after[:-1]
    return written._replace(changed=changed or before != after, moved=moved, new=before is None)


class _Unseen:
    """Which paths may exist although they were not read: nothing about them may close."""

    def __init__(self, result: SourceResult) -> None:
        paths = [storable(i.path) for i in result.issues if i.kind in INCOMPLETE]
        self.all = "" in paths or result.state is State.FAILED
        self._paths = frozenset(paths)
        self._folders = tuple(f"{path.rstrip('/')}/" for path in paths)

    def __call__(self, path: str) -> bool:
        return self.all or path in self._paths or path.startswith(self._folders)


def _prepare(context: Context, result: SourceResult) -> dict[int, CoveredFile]:
    paths = context.dictionaries.path
    paths.learn(storable(f.path) for f in result.files)
    prepared: dict[int, CoveredFile] = {}
    for file in map(sealed, result.files):
        path = paths.ids[storable(file.path)]
        prepared[path] = CoveredFile(path, file, file.inventory, file.digest)
    return prepared


def sealed(file: ReadFile) -> ReadFile:
    """The file with storable facts and their digest."""
    if file.digest:
        return file
    inventory = file.inventory
    try:
        content = _content(file, inventory)
    except UnicodeEncodeError:
        inventory = storable_inventory(inventory)
        content = _content(file, inventory)
    digest = blake2b(content, digest_size=16).digest()
    return msgspec.structs.replace(file, inventory=inventory, digest=digest)


def _content(file: ReadFile, inventory: Inventory) -> bytes:
    """Everything of a file that reaches the database."""
    return msgspec.msgpack.encode(
        (
            storable(file.format),
            file.blob,
            file.state,
            inventory.components,
            inventory.dependencies,
            inventory.descriptors,
            inventory.issues,
            inventory.expects_components,
        )
    )


def _write_facts(context: Context, files: dict[int, CoveredFile], unseen: _Unseen) -> Written:
    connection = context.connection
    before = source_rows.open_files(context)
    changed = {p: f for p, f in files.items() if p not in before or before[p][1] != f.digest}
    gone = {p for p, (path, _) in before.items() if p not in files and not unseen(path)}
    if not changed and not gone:
        return Written(0, 0, 0)
    read = {p: f for p, f in changed.items() if _settles(f, unseen)}
    settled = gone | set(read)
    kept = load_open(connection, context.source) if before else []
    new = encode(context.dictionaries, ((p, f.inventory.components) for p, f in read.items()))
    stay, add, missing = match(
        ((k.id, k.key) for k in kept if k.key[0] in settled), (r[:IDENTITY] for r in new)
    )
    spared = lost.spared(connection, missing, {p: f.inventory for p, f in read.items()})
    ended = {number for number in missing if number not in spared}
    close(connection, "occurrence", ended, context.scan)
    _move_lines(context, kept, new, stay)
    added = [new[i] for i in add]
    if added or ended:
        licenses = claims.write(context, [k for k in kept if k.id not in ended], added)
        insert(context, added, licenses)
    edges.write(
        context,
        [(p, f.inventory.dependencies) for p, f in read.items()],
        settled,
        kept={(k.key[0], k.key[7]) for k in kept if k.id in spared},
    )
    source_rows.write_files(context, gone | set(changed), changed.values())
    source_rows.write_descriptors(context, settled, read.values())
    return Written(len(added), len(ended), len(changed))


def _settles(item: CoveredFile, unseen: _Unseen) -> bool:
    """Whether the file says what holds now; else what it stated before stays."""
    state = item.file.state
    if state == "skipped":
        issues = item.inventory.issues
        return not unseen(storable(item.file.path)) and all(
            i.kind not in INCOMPLETE for i in issues
        )
    return state in {"read", "partial"}


def _move_lines(
    context: Context, kept: list[Kept], new: list[Placed], stay: Iterable[tuple[int, int]]
) -> None:
    lines = {k.id: (k.line, k.claim_line) for k in kept}
    moved = [
        (new[index].line, new[index].claim_line, number)
        for index, number in stay
        if lines[number] != (new[index].line, new[index].claim_line)
    ]
    context.connection.executemany(
        "UPDATE occurrence SET line = ?, claim_line = ? WHERE id = ?", moved
    )
