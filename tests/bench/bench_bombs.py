"""What bombs cost: `python tests/bench/bench_bombs.py`.

Each is read in a process of its own; prints what was said, processor seconds, and how much memory the
reading took beyond what the process had before. The machine and the day belong beside a figure that is
quoted.
"""

import argparse
import bz2
import gzip
import io
import lzma
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sbom.documents.reading import read_any
from sbom.errors import ParseError
from sbom.packed import unpacked

GIB = 1 << 30
ENTITIES = b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"lol") for n in range(10)
)
ALIASES = b"spdxVersion: SPDX-2.3\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 10)
)


def zeros(compress: Callable[[bytes], bytes], size: int) -> bytes:
    """Nothing but zeros, packed in pieces so that making it costs little."""
    piece = compress(bytes(64 << 20))
    return piece * (size // (64 << 20))


def zipped(size: int, name: str = "bom.json") -> bytes:
    """One entry of zeros."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as f:
        for _ in range(size // (1 << 20)):
            f.write(bytes(1 << 20))
    return held.getvalue()


def sheet() -> bytes:
    """A workbook whose sheet unpacks to a gibibyte."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", "<workbook><sheets><sheet name='a'/></sheets></workbook>"
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as f:
            for _ in range(1024):
                f.write(b" " * (1 << 20))
    return held.getvalue()


def document(content: bytes) -> None:
    """Read as an SBOM document."""
    read_any(content, expected="CycloneDX")


BOMBS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], object]]] = {
    "gzip, 1 GiB": (lambda: zeros(gzip.compress, GIB), lambda c: unpacked(c, "x")),
    "bzip2, 1 GiB": (lambda: zeros(bz2.compress, GIB), lambda c: unpacked(c, "x")),
    "xz, 1 GiB": (lambda: zeros(lambda b: lzma.compress(b, preset=0), GIB), lambda c: unpacked(c, "x")),
    "zip, 1 GiB": (lambda: zipped(GIB), lambda c: unpacked(c, "x")),
    "spreadsheet, 1 GiB": (sheet, document),
    "XML entities, 10^10": (
        lambda: b"<!DOCTYPE bom [" + ENTITIES + b']><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&a9;</bom>',
        document,
    ),
    "XML, 200,000 deep": (
        lambda: b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">' + b"<a>" * 200_000,
        document,
    ),
    "YAML aliases, 10^10": (lambda: ALIASES, document),
    "YAML, 50,000 deep": (lambda: b"spdxVersion: SPDX-2.3\na: " + b"[" * 50_000, document),
    "JSON, 200,000 deep": (
        lambda: b'{"bomFormat":"CycloneDX","a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        document,
    ),
    "JSON, components 400 deep": (
        lambda: b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":'
        + b'[{"type":"library","name":"a","components":' * 400 + b"[]" + b"}]" * 400 + b"}",
        document,
    ),
}  # fmt: skip


def peak() -> float:
    """Most resident memory so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Every bomb in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="one of them, in this process, from standard input")
    chosen = parser.parse_args()
    if chosen.only is None:
        for name, (make, _) in BOMBS.items():
            content = make()
            command = [sys.executable, __file__, "--only", name]
            subprocess.run(command, input=content, check=True)
        return
    content = sys.stdin.buffer.read()
    before, start = peak(), time.process_time()
    try:
        BOMBS[chosen.only][1](content)
        said = "read"
    except ParseError as error:
        said = str(error)
    took, more = time.process_time() - start, peak() - before
    size = f"{len(content) / 1024:.0f} KiB"
    print(f"{chosen.only:28} {size:>9}: {took:5.2f} s, {more:4.0f} MiB; {said[:70]}")


if __name__ == "__main__":
    main()
