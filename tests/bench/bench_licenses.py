"""Licence identification: start, memory, files per second; beside scancode-toolkit where it is there.

    python tests/bench/bench_licenses.py FOLDER [--scancode PYTHON] [--every N]

FOLDER holds files to identify (the licence set of the fixtures, for one). PYTHON is the interpreter
of an environment with scancode-toolkit 32.5 and pluggy 1.5.0; both sides then run in turn on the
same files, each in a process of its own, and the ratio of their rates is printed.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[2])
files = json.loads(sys.stdin.read())
start = time.perf_counter()
from sbom.licensing.texts.index import index
index()
from sbom.licensing.identify import identify
ready = time.perf_counter()
for name in files:
    with open(name, encoding="utf-8", errors="replace") as stream:
        identify(stream.read())
end = time.perf_counter()
print(json.dumps([ready - start, end - ready, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""
THEIRS = """
import json, resource, sys, time
files = json.loads(sys.stdin.read())
start = time.perf_counter()
from licensedcode.cache import get_index
from scancode.api import get_licenses
get_index()
ready = time.perf_counter()
for name in files:
    get_licenses(name)
end = time.perf_counter()
print(json.dumps([ready - start, end - ready, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scancode", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    files = sorted(str(p) for p in options.folder.rglob("*") if p.is_file())[:: options.every]
    for _ in range(options.rounds):
        ours = _run(Path(sys.executable), OURS, files)
        print(
            f"sluis: start {ours[0]:.3f} s, {len(files) / ours[1]:.0f} files/s, {ours[3] / 1024:.0f} MiB"
        )
        if options.scancode is not None:
            theirs = _run(options.scancode, THEIRS, files)
            print(
                f"scancode: start {theirs[0]:.1f} s, {len(files) / theirs[1]:.2f} files/s, "
                f"{theirs[3] / 1024:.0f} MiB; ratio {theirs[1] / ours[1]:.0f}"
            )


def _run(python: Path, code: str, files: list[str]) -> list[float]:
    done = subprocess.run(
        [str(python), "-c", code, "-", str(ROOT)],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
