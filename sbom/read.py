"""One file to its facts: choose the parser, run it, turn any failure into an issue. Never raises."""

import importlib
from typing import cast

import msgspec

from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE, Issue, IssueKind, Stage
from sbom.lazy_log import LazyLog
from sbom.parser import Parser
from sbom.readers.doubles import drain
from sbom.registry import Format
from sbom.source import SourceFile

logger = LazyLog(__name__)

MAX_ISSUES = 1000
"""Issues of one file that are listed; a file of nothing but mistakes does not fill the database."""


def parser_for(entry: Format) -> Parser:
    """The module that reads a format; imported at first use."""
    return cast("Parser", importlib.import_module(f"sbom.parsers.{entry.module}"))


def parse_file(source: SourceFile, entry: Format) -> Inventory:
    """Facts of one file.

    Args:
        source: The file as read.
        entry: The format to read it as.

    Returns:
        The inventory, each issue with the path filled in. A file that cannot be read gives an
        inventory with one issue of kind UNREADABLE (or NOTE, when the content is simply not of
        this format; nothing at all when the format's patterns are wide).
    """
    try:
        drain()
        inventory = parser_for(entry).parse(source)
    except NotThisFormatError as error:
        if entry.wide:
            return Inventory(expects_components=False)
        return _failed(
            source, IssueKind.NOTE, f"not read as {entry.title}: {error.reason}", error.line
        )
    except ParseError as error:
        return _failed(source, IssueKind.UNREADABLE, error.reason, error.line)
    except RecursionError:
        return _failed(source, IssueKind.LIMIT, "nested too deeply", None)
    except MemoryError:
        return _failed(source, IssueKind.LIMIT, "needs more memory than there is", None)
    except TimeoutError:
        return _failed(source, IssueKind.LIMIT, "took longer than the time cap for one file", None)
    except Exception as error:
        logger.exception("parser %s failed on %s", entry.name, source.path)
        message = f"parser {entry.name} failed: {type(error).__name__}: {error}"
        return _failed(source, IssueKind.UNREADABLE, message[:400], None)
    if doubles := drain():
        notes = [
            Issue(
                kind=IssueKind.NOTE,
                subject=double.key,
                line=double.line,
                message="is stated again in the same place; the last one counts",
            )
            for double in doubles
        ]
        inventory = msgspec.structs.replace(inventory, issues=(*inventory.issues, *notes))
    if inventory.issues:
        return msgspec.structs.replace(inventory, issues=_placed(inventory.issues, source.path))
    return inventory


def _placed(issues: tuple[Issue, ...], path: str) -> tuple[Issue, ...]:
    """Issues with the path filled in; past the cap, one that counts the rest."""
    placed = tuple(
        i if i.path else msgspec.structs.replace(i, path=path) for i in issues[:MAX_ISSUES]
    )
    rest = issues[MAX_ISSUES:]
    if not rest:
        return placed
    lost = any(i.kind in INCOMPLETE for i in rest)
    message = f"has {len(rest)} more issues, which are not listed"
    kind = IssueKind.LIMIT if lost else IssueKind.NOTE
    return (*placed, Issue(kind=kind, stage=Stage.PARSE, path=path, message=message))


def _failed(source: SourceFile, kind: IssueKind, message: str, line: int | None) -> Inventory:
    issue = Issue(kind=kind, stage=Stage.PARSE, path=source.path, line=line, message=message)
    return Inventory(issues=(issue,))
