"""Zip containers (Word, OpenDocument, plain ZIP) with bounds on count, size and ratio."""

import io
import zipfile
import zlib

from sbom.errors import ParseError

MAX_MEMBERS = 10_000
MAX_MEMBER = 64 << 20
"""Bytes of one member, unpacked."""
MAX_TOTAL = 256 << 20
"""Bytes of all members that are read, unpacked."""

_BAD = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class Archive:
    """Members of a zip by name; reading stops at the caps, whatever the directory claims."""

    def __init__(self, content: bytes) -> None:
        """Open the zip in `content`.

        Raises:
            ParseError: not a zip, cut off, or with too many members.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except _BAD as error:
            raise ParseError(f"is not a whole ZIP archive: {error}") from error
        if len(infos) > MAX_MEMBERS:
            raise ParseError(f"holds more than {MAX_MEMBERS:,} members")
        self._infos = {i.filename: i for i in infos if not i.is_dir()}
        self._left = MAX_TOTAL

    def names(self) -> list[str]:
        """Names of the members, in order of the directory."""
        return list(self._infos)

    def has(self, name: str) -> bool:
        """Whether there is a member of that name."""
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Bytes of a member.

        Raises:
            ParseError: missing, encrypted, damaged, or larger than the caps.
        """
        info = self._infos.get(name)
        if info is None:
            raise ParseError(f"holds no member {name}")
        if info.flag_bits & 1:
            raise ParseError(f"member {name} is encrypted with a password")
        cap = min(MAX_MEMBER, self._left)
        try:
            with self._zip.open(info) as member:
                data = member.read(cap + 1)
        except _BAD as error:
            raise ParseError(f"member {name} cannot be unpacked: {error}") from error
        if len(data) > cap:
            raise ParseError(f"member {name} unpacks to more than {cap:,} bytes")
        self._left -= len(data)
        return data
