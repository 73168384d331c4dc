"""Fuzz every parser: mutated samples and random bytes; reports crashes, slow input and false silence.

python tests/hostile/fuzz.py [--seconds 60] [--only NAME] [--seed N] [--save FOLDER]

A crash is any exception but ParseError out of `parse()`; slow is over two seconds of processor time
for under a megabyte. Seconds are of processor time, so that a busy machine takes longer and finds the
same. Exit code 1 when there was one. Whatever it finds becomes a test.
"""

import argparse
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from hostile.contents import CONTENTS  # noqa: E402 - after the path is set

from sbom.errors import ParseError  # noqa: E402
from sbom.match import format_of  # noqa: E402
from sbom.read import parser_for  # noqa: E402
from sbom.registry import FORMATS, Format  # noqa: E402
from sbom.source import SourceFile  # noqa: E402

SLOW_SECONDS = 2.0
HANG_SECONDS = 20
MOST_BYTES = 200_000
WORDS = (
    b"null", b"true", b"-1", b"1e999", b"[]", b"{}", b'""', b"''", b"\x00", b"\xff", b"\xef\xbb\xbf",
    b"\r\n", b"\n", b"\t", b"  ", b":", b"- ", b"@", b"#", b"${x}", b"$(x)", b"<a/>", b"<!--", b"&a ",
    b"*a", b"|", b">", b"\\", b"\\u0000", b"\\ud800", b"%", b"..", b"/", b"//", b"*/", b"=", b"==", b",",
    b"(", b")", b"[", b"]", b"{", b"}", b"pkg:npm/a@1", b"MIT OR", b"\xe2\x80\xae", b"9" * 30, b"v1.2.3-x+y",
)  # fmt: skip


class Crash(NamedTuple):
    """What went wrong, with the input."""

    name: str
    kind: str
    told: str
    content: bytes


class Tally:
    """What became of one parser."""

    def __init__(self, entry: Format) -> None:
        """Nothing yet."""
        self.entry = entry
        self.runs = 0
        self.slowest = 0.0
        self.slowest_bytes = 0
        self.peak = 0.0
        self.crashes: dict[str, Crash] = {}


def samples(entry: Format) -> list[bytes]:
    """Real files of a format: from the examples and every string in its tests that it can read."""
    root = TESTS.parent
    found = [
        p.read_bytes()
        for p in sorted((root / "examples").rglob("*"))
        if p.is_file() and format_of(str(p.relative_to(root))) is entry
    ]
    ecosystem, _, module = entry.module.partition(".")
    for folder in (TESTS / "sbom" / "parsers" / ecosystem, TESTS / "sbom" / "documents"):
        for path in sorted(folder.glob("test_*.py")) if folder.is_dir() else ():
            if folder.name != "documents" or module.split("_")[0] in path.stem:
                found += [t.encode("utf-8", "replace") for t in _texts(path)]
    good = [c for c in found if len(c) <= MOST_BYTES and _reads(entry, c)]
    return good or [b"a", b"{}", b"a: b\n", b"<a><b/></a>", b"[a]\nb = 1\n"]


def _texts(path: Path) -> Iterator[str]:
    """Strings in a module of tests that may be file contents."""
    import ast

    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and ("\n" in node.value or len(node.value) > 20):
                yield node.value
            elif isinstance(node.value, bytes) and len(node.value) > 20:
                yield node.value.decode("utf-8", "replace")


def _reads(entry: Format, content: bytes) -> bool:
    try:
        return bool(parser_for(entry).parse(SourceFile(path=path_of(entry), content=content)))
    except Exception:  # a sample is only a sample; crashes are looked for below
        return False


def path_of(entry: Format) -> str:
    """A path that the format claims."""
    return "map/" + entry.patterns[0].replace("*", "x")


def mutations(seeds: list[bytes], rng: random.Random) -> Iterator[bytes]:
    """Endless input: hostile contents first, then samples with cuts, swaps, doubles and odd words."""
    yield from CONTENTS.values()
    while True:
        content = rng.choice(seeds)
        for _ in range(rng.choice((1, 1, 2, 3, 8))):
            content = rng.choice(CHANGES)(content, rng, seeds)
        yield content[:MOST_BYTES]


def _cut(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    start = rng.randint(0, len(content))
    return content[:start] + content[min(len(content), start + rng.choice((1, 2, 10, 200))) :]


def _stop(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    return content[: rng.randint(0, len(content))]


def _insert(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    place = rng.randint(0, len(content))
    return content[:place] + rng.choice(WORDS) * rng.choice((1, 1, 1, 3, 1000)) + content[place:]


def _stretch(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    """A long run of one sign somewhere: what is tried in many ways shows."""
    place = rng.randint(0, len(content))
    sign = rng.choice((b" ", b" ", b"\t", b"\n", b"a", b"0", b"-", b".", b"(", b",", b"a ", b"0."))
    return content[:place] + sign * rng.choice((2000, 20_000)) + content[place:]


def _replace_word(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    place = rng.randint(0, len(content))
    end = place
    while end < len(content) and chr(content[end]).isalnum():
        end += 1
    return content[:place] + rng.choice(WORDS) + content[end:]


def _flip(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 20))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _repeat(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    lines = content.split(b"\n")
    start = rng.randrange(len(lines))
    some = lines[start : start + rng.choice((1, 2, 5))]
    return b"\n".join([*lines[:start], *(some * rng.choice((2, 5, 300))), *lines[start:]])


def _swap(content: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    lines = content.split(b"\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _splice(content: bytes, rng: random.Random, seeds: list[bytes]) -> bytes:
    other = rng.choice(seeds)
    return content[: rng.randint(0, len(content))] + other[rng.randint(0, len(other)) :]


def _random(_: bytes, rng: random.Random, __: list[bytes]) -> bytes:
    return rng.randbytes(rng.choice((1, 10, 100, 3000)))


CHANGES: tuple[Callable[[bytes, random.Random, list[bytes]], bytes], ...] = (
    _cut, _stop, _insert, _insert, _stretch, _replace_word, _replace_word, _replace_word, _flip, _repeat, _swap, _splice, _random,
)  # fmt: skip


class _TooLongError(BaseException):
    """Not to be caught by a parser."""


def _ring(*_: object) -> None:
    raise _TooLongError


def fuzz(entry: Format, seconds: float, seed: int) -> Tally:
    """Run one parser for some seconds."""
    parser, path, tally = parser_for(entry), path_of(entry), Tally(entry)
    rng = random.Random(f"{seed}:{entry.name}")  # noqa: S311 - repeatable, no secret
    seeds = samples(entry)
    end = time.process_time() + seconds
    for content in mutations(seeds, rng):
        started = time.process_time()
        if started > end:
            break
        signal.setitimer(signal.ITIMER_PROF, HANG_SECONDS)
        try:
            parser.parse(SourceFile(path=path, content=content))
        except ParseError:
            pass
        except _TooLongError:
            _crash(tally, "hangs", f"over {HANG_SECONDS} s", content)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            _crash(
                tally,
                f"{type(error).__name__} {place.filename}:{place.lineno}",
                str(error),
                content,
            )
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - started
        tally.runs += 1
        if took > tally.slowest:
            tally.slowest, tally.slowest_bytes = took, len(content)
            if took > SLOW_SECONDS:
                _crash(tally, "slow", f"{took:.1f} s for {len(content)} bytes", content)
    tally.peak = peak_mib()
    return tally


def peak_mib() -> float:
    """Most memory that this process had so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _crash(tally: Tally, kind: str, told: str, content: bytes) -> None:
    known = tally.crashes.get(kind)
    if known is None or len(content) < len(known.content):
        tally.crashes[kind] = Crash(tally.entry.name, kind, told, content)


def report(tallies: Iterable[Tally], save: Path | None) -> int:
    """Print as it comes; the exit code."""
    code = 0
    for tally in tallies:
        print(  # noqa: T201 - a program for the terminal
            f"{tally.entry.name:28} {tally.runs:7} runs, slowest {tally.slowest:6.3f} s "
            f"({tally.slowest_bytes} bytes), {tally.peak:.0f} MiB",
            flush=True,
        )
        for crash in tally.crashes.values():
            code = 1
            shown = crash.content if len(crash.content) < 300 else crash.content[:300] + b"..."
            print(f"  {crash.kind}: {crash.told}\n    {shown!r}", flush=True)  # noqa: T201
            if save is not None:
                save.mkdir(parents=True, exist_ok=True)
                name = f"{crash.name}-{crash.kind}".replace("/", "_").replace(" ", "_")
                (save / name).write_bytes(crash.content)
    return code


def main() -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="for each parser; default 60")
    parser.add_argument("--only", default="", help="a format's name, or a part of names")
    parser.add_argument("--seed", type=int, default=0, help="other input")
    parser.add_argument("--save", type=Path, help="folder for input that went wrong")
    chosen = parser.parse_args()
    signal.signal(signal.SIGPROF, _ring)
    entries = [f for f in FORMATS if f.name == chosen.only] or [
        f for f in FORMATS if chosen.only in f.name
    ]
    return report((fuzz(e, chosen.seconds, chosen.seed) for e in entries), chosen.save)


if __name__ == "__main__":
    sys.exit(main())
