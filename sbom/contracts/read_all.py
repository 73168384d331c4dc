"""A file and the files in it: attachments of a message, members of a ZIP, to a depth of three."""

from collections.abc import Iterator

from sbom.contracts.document import Document
from sbom.contracts.form import form_of
from sbom.contracts.mail import Member
from sbom.contracts.options import Options
from sbom.contracts.read import read_document
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

MAX_DEPTH = 3
MAX_FILES = 1000
MAX_BYTES = 512 << 20
"""Bytes of all files together that are looked at, unpacked."""
_SIDE = ("__MACOSX/", ".DS_Store", "Thumbs.db")


class _Budget:
    def __init__(self) -> None:
        self.files = MAX_FILES
        self.bytes = MAX_BYTES


def read_documents(name: str, content: bytes, options: Options | None = None) -> Iterator[Document]:
    """Every document in a file, the file itself first.

    A file that cannot be read is a Document without text, with an issue that says why; what else
    is in the container is still read.

    Args:
        name: Path of the file.
        content: Its bytes.
        options: Bounds and text recognition.
    """
    yield from _each(name, content, options or Options(), 0, _Budget())


def _each(
    name: str, content: bytes, options: Options, depth: int, budget: _Budget
) -> Iterator[Document]:
    budget.files -= 1
    budget.bytes -= len(content)
    if budget.files < 0 or budget.bytes < 0:
        yield failed(name, "the container holds more than is read", kind=IssueKind.LIMIT)
        return
    try:
        form, notes = form_of(name, content)
        members, issues = _members(form, content) if depth < MAX_DEPTH else ([], [])
        if form == "zip":
            if issues or not members:
                message = "" if issues else "holds no files"
                if depth >= MAX_DEPTH:
                    message = f"is nested more than {MAX_DEPTH} deep"
                yield failed(name, message, issues=tuple(issues))
        else:
            made = read_document(name, content, options)
            if issues:
                from msgspec.structs import replace

                made = replace(made, issues=(*made.issues, *issues))
            yield made
    except ParseError as error:
        yield failed(name, str(error))
        return
    del notes
    for member in members:
        yield from _each(f"{name}!{member.name}", member.content, options, depth + 1, budget)


def failed(
    name: str,
    message: str,
    *,
    kind: IssueKind = IssueKind.UNREADABLE,
    issues: tuple[Issue, ...] = (),
) -> Document:
    """A document that could not be read, with the reason."""
    own = (Issue(kind=kind, message=message),) if message else ()
    return Document(name=name, form="", text="", issues=(*own, *issues))


def _members(form: str, content: bytes) -> tuple[list[Member], list[Issue]]:
    if form == "email":
        from sbom.contracts.mail import attachments

        return attachments(content)
    if form == "msg":
        from sbom.contracts.msg import msg_attachments

        return msg_attachments(content)
    if form == "zip":
        return _unzipped(content)
    return [], []


def _unzipped(content: bytes) -> tuple[list[Member], list[Issue]]:
    from sbom.contracts.archive import Archive

    archive = Archive(content)
    members: list[Member] = []
    issues: list[Issue] = []
    for name in archive.names():
        if name.startswith(_SIDE) or name.endswith(_SIDE):
            continue
        try:
            members.append(Member(name, archive.read(name)))
        except ParseError as error:
            issues.append(Issue(kind=IssueKind.UNREADABLE, subject=name[:200], message=str(error)))
    return members, issues
