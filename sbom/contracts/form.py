"""Which form a file has, by its bytes; its name decides only between forms that look alike."""

from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_BY_ENDING = {
    "pdf": "pdf", "docx": "docx", "docm": "docx", "dotx": "docx", "dotm": "docx", "odt": "odt",
    "ott": "odt", "fodt": "odt", "rtf": "rtf", "html": "html", "htm": "html", "xhtml": "html",
    "eml": "email", "msg": "msg", "zip": "zip", "png": "image", "jpg": "image", "jpeg": "image",
    "tif": "image", "tiff": "image", "bmp": "image", "gif": "image", "webp": "image",
    "txt": "text", "md": "text", "text": "text", "doc": "doc", "mht": "email", "mhtml": "email",
}  # fmt: skip
_IMAGES = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF",
)  # fmt: skip
_MAIL_HEADERS = frozenset(
    {b"from", b"to", b"subject", b"date", b"received", b"mime-version", b"message-id"}
)
READ = frozenset({"pdf", "docx", "odt", "rtf", "html", "email", "msg", "zip", "image", "text"})


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, without dot."""
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name else ""


def form_of(name: str, content: bytes) -> tuple[str, list[Issue]]:
    """The form of a file, and a note where its name says another.

    Raises:
        ParseError: empty, or a known form that is not read.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise ParseError("is empty")
    said = _BY_ENDING.get(ending_of(name), "")
    found = _by_bytes(content, said)
    if said and found != said and not (said == "text" and found in {"html", "email"}):
        message = f"is {found} by its content, not {said} as its name says"
        return found, [Issue(kind=IssueKind.NOTE, message=message)]
    if said == "text":
        return "text", []
    return found, []


def _by_bytes(content: bytes, said: str) -> str:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(content)
    if head.startswith(b"{\\rt"):
        return "rtf"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_compound(content, said)
    if content.startswith(_IMAGES):
        return "image"
    low = head[:600].lower()
    if low.startswith(b"<?xml") and b"office:document" in content[:4000]:
        return "odt"
    if (
        low.startswith((b"<!doctype html", b"<html", b"<?xml"))
        or b"<html" in low
        or b"<body" in low
    ):
        return "html"
    if said in {"html", "email"}:
        return said
    if _is_mail(head):
        return "email"
    return "text"


def _is_mail(head: bytes) -> bool:
    names = {line.partition(b":")[0].lower() for line in head.split(b"\n")[:25] if b":" in line}
    return len(names & _MAIL_HEADERS) >= 3


def _of_zip(content: bytes) -> str:
    from sbom.contracts.archive import Archive

    names = set(Archive(content).names())
    if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names):
        return "docx"
    if "content.xml" in names and "mimetype" in names:
        return "odt"
    return "zip"


def _of_compound(content: bytes, said: str) -> str:
    """OLE containers: an encrypted Office file, an old Word file or an Outlook message."""
    wide = content[:262144]
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ParseError("is encrypted with a password")
    if "__substg1.0".encode("utf-16-le") in content or said == "msg":
        return "msg"
    if "WordDocument".encode("utf-16-le") in wide or said == "doc":
        raise ParseError(
            "is an old Word document (.doc), which is not read: save it as .docx or PDF"
        )
    raise ParseError("is an OLE container of a form that is not read")
