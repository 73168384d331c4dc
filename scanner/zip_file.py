"""Zip archives that are the same each time: fixed date, fixed order, fixed rights.

Compressed with the zlib of Python: the same bytes wherever that library is the same.
"""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

DATE = (2020, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def packed(parts: Iterable[tuple[str, str | bytes]]) -> bytes:
    """An archive with the parts in their order; `mimetype` is stored as it is, as OpenDocument asks."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name, content in parts:
            info = ZipInfo(name, DATE)
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return held.getvalue()
