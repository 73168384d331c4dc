"""E-mail (.eml, RFC 5322 and MIME): the words of the message, and its attachments as files.

The plain part is read where there is one, else the HTML part. Nothing is fetched: an attachment
that is only a reference stays unread, and is said so.
"""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import NamedTuple

from sbom.contracts.blocks import Block
from sbom.contracts.document import PassageKind
from sbom.issue import Issue, IssueKind

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_MAX_PARTS = 500


class Member(NamedTuple):
    """A file inside a file."""

    name: str
    content: bytes


def read_mail(content: bytes) -> tuple[list[Block], list[Issue]]:
    """Blocks of a message: its headers as the first passage, then its words."""
    message = _parsed(content)
    issues: list[Issue] = []
    head = [f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))]
    blocks = [Block("\n".join(head), PassageKind.TITLE)] if head else []
    body = None
    for wanted in ("plain", "html"):
        body = body or next(
            (
                p
                for p in _parts(message)
                if p.get_content_type() == f"text/{wanted}" and not _is_file(p)
            ),
            None,
        )
    if body is not None:
        text = _words(body)
        if body.get_content_type() == "text/html":
            from sbom.contracts.html import read_markup

            more, found = read_markup(text)
            return blocks + more, issues + found
        blocks.extend(plain_blocks(text))
    return blocks, issues


def plain_blocks(text: str) -> list[Block]:
    """Paragraphs of a plain text as blocks."""
    from sbom.contracts.plain import read_plain

    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    marks, _ = read_plain(clean)
    return [Block(clean[m.start : m.end], m.block.kind) for m in marks]


def attachments(content: bytes) -> tuple[list[Member], list[Issue]]:
    """Files attached to a message, messages attached to it among them."""
    members: list[Member] = []
    issues: list[Issue] = []
    for number, part in enumerate(_parts(_parsed(content)), 1):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
                members.append(Member(f"message-{number}.eml", inner[0].as_bytes()))
            continue
        if not _is_file(part):
            continue
        payload = part.get_payload(decode=True)
        name = (part.get_filename() or f"attachment-{number}").replace("/", "_").replace("\0", "")
        if isinstance(payload, bytes) and payload:
            members.append(Member(name, payload))
        else:
            issues.append(
                Issue(kind=IssueKind.ENTRY, subject=name[:200], message="the attachment is empty")
            )
    return members, issues


def _parsed(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy makes nothing else
    return message


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """Leaf parts in order; what is inside an attached message stays there."""
    out: list[EmailMessage] = []
    stack: list[object] = [message]
    while stack and len(out) < _MAX_PARTS:
        part = stack.pop()
        if not isinstance(part, EmailMessage):
            continue
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            stack.extend(reversed(payload))
        else:
            out.append(part)
    return out


def _is_file(part: EmailMessage) -> bool:
    if part.get_content_disposition() == "attachment":
        return True
    return bool(part.get_filename()) or part.get_content_maintype() not in {
        "text",
        "multipart",
        "message",
    }


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, TypeError, AttributeError, IndexError):
        return ""


def _words(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return raw.decode("cp1252", errors="replace")
