"""The rehearsal of an exit: the files of a sample export read, and held against what was promised."""

from collections.abc import Sequence

from policies.vendor.exit_lines import ExportFile, exit_lines
from policies.vendor.line import Line
from sbom.dossier import PaperKind
from sbom.errors import ParseError
from scanner.vendor.papers import Paper

_MEMBERS = 500


def rehearsed(papers: Sequence[Paper]) -> list[Line]:
    """Lines about the exit; what could not be read is a problem of its paper."""
    from sbom.exports.promised import promised_entities, promised_formats

    files: list[ExportFile] = []
    for paper in papers:
        if paper.kind is PaperKind.EXPORT and paper.content:
            files += _files(paper)
    documents = [p.document for p in papers if p.document is not None and p.document.text]
    formats = promised_formats(documents)
    entities = promised_entities(documents)
    return exit_lines(files, formats, entities, len(papers))


def _files(paper: Paper) -> list[ExportFile]:
    from sbom.contracts.archive import Archive
    from sbom.exports.recognise import Form, recognise

    told = recognise(paper.content)
    if told.form is not Form.ZIP:
        return [_file(paper, paper.name, paper.content)]
    found = []
    try:
        archive = Archive(paper.content)
        names = [n for n in archive.names() if not n.startswith("__MACOSX/")]
        for name in names[:_MEMBERS]:
            try:
                content = archive.read(name)
            except ParseError as error:
                paper.problems.append(f"{name}: {error}")
                continue
            found.append(_file(paper, name, content))
        if len(names) > _MEMBERS:
            paper.problems.append(f"holds more than {_MEMBERS} members; the rest is not read")
    except ParseError as error:
        paper.problems.append(str(error))
    return found


def _file(paper: Paper, inner: str, content: bytes) -> ExportFile:
    """One file; a member of an archive is told under the name of the archive."""
    from sbom.exports.recognise import recognise
    from sbom.exports.tables import tables_of

    told = recognise(content)
    try:
        tables = tables_of(inner, content, told.form)
    except ParseError as error:
        paper.problems.append(f"{inner}: {error}" if inner != paper.name else str(error))
        return ExportFile(paper.name, told.form, told.why, problem=str(error))
    placed = tuple(
        t if t.file == paper.name else type(t)(t.name, paper.name, t.columns, t.rows, t.cut)
        for t in tables
    )
    why = told.why if inner == paper.name else f"{inner}: {told.why}"
    return ExportFile(paper.name, told.form, why, placed)
