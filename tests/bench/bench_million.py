"""One CycloneDX document of a million components through `sluis scan`, whole process, and queries on it.

    python tests/bench/bench_million.py [--components 1000000] [--kinds realistic packages distinct]

Documents are generated, with a fixed seed:

- `realistic`: what two thousand documents of one organisation add up to: 30,000 different purls, the
  common ones thousands of times;
- `packages`: 120,000 different purls, spread likewise;
- `distinct`: no purl twice and no package twice, the hardest case.

Measured: wall and processor time and peak memory of the scan (reading, writing with indexes, judging,
totals), and `find NAME --below 2.17` in a warm process, for 300 packages by chance and for the commonest.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from measure import Series, run_once

from scanner.store.find import find
from scanner.store.store import open_store

SLUIS = str(Path(sys.executable).parent / "sluis")
LICENSES = (
    "MIT", "Apache-2.0", "ISC", "BSD-3-Clause", "EUPL-1.2", "GPL-3.0-only", "MPL-2.0",
    "LGPL-2.1-or-later",
)  # fmt: skip
KINDS = {"realistic": 30_000, "packages": 120_000, "distinct": 0}


def generate(path: Path, count: int, different: int) -> None:
    """Write a document of `count` components, `different` purls among them; 0: all."""
    rng = random.Random(1)  # noqa: S311 - made data, no secret
    with path.open("w", encoding="utf-8") as file:
        file.write('{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[\n')
        for i in range(count):
            entry = component(i, int(different * rng.random() ** 2) if different else 2 * i)
            file.write((",\n" if i else "") + json.dumps(entry, separators=(",", ":")))
        file.write('],"dependencies":[{"ref":"root","dependsOn":["0"]}]}')


def component(place: int, number: int) -> dict[str, object]:
    """An entry as tools write them; two numbers share a package."""
    package = number // 2
    name = f"pakket-{package * 7919 % 1_000_003:06x}"
    version = f"{number % 2 + 1}.{package % 11}.{package % 13}"
    group = f"org.voorbeeld.g{package % 997}" if package % 3 == 1 else ""
    kind = ("npm", "maven", "pypi")[package % 3]
    purl = f"pkg:{kind}/{group}{'/' if group else ''}{name}@{version}"
    licence = LICENSES[int(8 * (package * 2_654_435_761 % 1000 / 1000) ** 3)]
    entry: dict[str, object] = {
        "type": "library",
        "bom-ref": f"{place}-{purl}",
        "name": name,
        "version": version,
        "purl": purl,
        "scope": "required",
        "licenses": [{"license": {"id": licence}}],
        "properties": [{"name": "syft:package:type", "value": kind}],
    }
    return {**entry, "group": group} if group else entry


def scanned(kind: str, folder: Path, count: int, rounds: int) -> Path:
    """Generate a document, scan it in processes of their own, print the figures."""
    document, estate, db = folder / "big.cdx.json", folder / "estate.yaml", folder / "estate.db"
    generate(document, count, KINDS[kind])
    estate.write_text(f"organisation: {{name: Benchmark}}\ntargets:\n  - sbom: {document}\n")
    series = Series(kind)
    for _ in range(rounds):
        for file in folder.glob("estate.db*"):
            file.unlink()
        series.runs.append(run_once([SLUIS, "scan", str(estate), "--db", str(db), "-q"]))
    print(
        f"{kind}: {count:,} components, {document.stat().st_size / 1e6:.0f} MB; "
        f"{series.median:.2f} s (best {min(series.seconds):.2f}; cpu {series.cpu:.2f}), "
        f"peak {series.peak:.0f} MiB, database {db.stat().st_size / 1e6:.0f} MB"
    )
    again = run_once([SLUIS, "scan", str(estate), "--db", str(db), "-q"])
    print(f"  scan again, nothing changed: {again.seconds * 1000:.0f} ms")
    cold = run_once([SLUIS, "find", "log4j-core", "--below", "2.17", "--db", str(db)])
    print(f"  find as a process: {cold.seconds * 1000:.0f} ms")
    return db


def asked(db: Path) -> None:
    """Print how long `find` takes in a warm process."""
    with open_store(db, readonly=True) as store:
        rng = random.Random(3)  # noqa: S311 - made data, no secret
        names = [row[0] for row in store.rows("SELECT full_name FROM purl_base ORDER BY id")]
        common = store.rows(
            "SELECT b.full_name FROM occurrence o JOIN component c ON c.id = o.component_id "
            "JOIN purl_base b ON b.id = c.base_id GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        )[0][0]
        some = clock(lambda name: find(store, name, below="2.17"), rng.choices(names, k=300))
        most = clock(lambda name: find(store, name, below="2.17"), [common] * 100)
    print(f"  find --below: {some}; commonest: {most}")


def clock(ask: Callable[[str], object], names: list[str]) -> str:
    """Median and 95th percentile in milliseconds."""
    took = []
    for name in names:
        start = time.perf_counter()
        ask(name)
        took.append((time.perf_counter() - start) * 1000)
    return f"p50 {median(took):.2f} ms, p95 {quantiles(took, n=20)[18]:.2f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--components", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, cpus {os.cpu_count()}")
    for kind in options.kinds:
        with tempfile.TemporaryDirectory() as folder:
            asked(scanned(kind, Path(folder), options.components, options.rounds))


if __name__ == "__main__":
    main()
