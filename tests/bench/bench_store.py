"""Benchmark of the store: a million components in, look-ups, rescans, an estate of 20 sources.

Run: `python tests/bench/bench_store.py [rows] [distinct]`. Prints figures; checks nothing.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from collectors.collector import State, Target
from policies.facts import SystemFact
from sbom.component import Component, Dependency, Scope, VersionKind
from sbom.documents.cyclonedx_rows import Batch, Row
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.source import OriginKind
from scanner.result import ReadFile, SourceResult
from scanner.store.bulk import BulkFile
from scanner.store.cache import CacheKey, ParseCache
from scanner.store.facts import StoreFacts
from scanner.store.find import find
from scanner.store.scans import latest
from scanner.store.store import open_store
from scanner.store.writer import ScanMeta, Writer

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LICENSES = [(), ("MIT",), ("Apache-2.0",), ("BSD-3-Clause",), ("ISC",), ("MIT OR Apache-2.0",)]


def seeded(seed: int) -> random.Random:
    """Chance that is the same every time."""
    return random.Random(seed)  # noqa: S311 - made data, no secret


def rss() -> int:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def target(name: str, system: str, kind: OriginKind = OriginKind.GIT) -> Target:
    return Target(id=name, kind=kind, location=f"/nowhere/{name}", system=system)


def bulk_rows(count: int, distinct: int) -> Iterator[Batch]:
    """Batches as the streaming reader gives them, with texts made anew, as a reader does."""
    rng = seeded(7)
    rows: list[Row] = []
    for _ in range(count):
        n = int(distinct * rng.random() ** 2)
        name, version = f"component-{n % (distinct // 6 + 1)}", f"{n % 7}.{n % 13}.{n % 31}"
        base = f"pkg:npm/{name}"
        rows.append(
            Row(
                f"{base}@{version}", base, name, version, VersionKind.EXACT, Scope.RUNTIME, (),
                LICENSES[n % len(LICENSES)], None,
            )
        )  # fmt: skip
        if len(rows) == 10_000:
            yield Batch(rows, [1] * len(rows), 0, [])
            rows = []
    yield Batch(rows, [1] * len(rows), 0, [])


def source(number: int, size: int, salt: int = 0) -> SourceResult:
    rng = seeded(number * 1000 + salt)
    components = []
    for i in range(size):
        n = rng.randrange(40_000)
        name, version = f"pakket-{n}", f"{n % 5}.{n % 11}.0"
        components.append(
            Component(
                purl=build("npm", name, version),
                name=name,
                version=version,
                scope=Scope.DEV if n % 3 else Scope.RUNTIME,
                direct=i % 20 == 0,
                ref=f"node_modules/{name}#{i}" if i % 7 == 0 else f"node_modules/{name}",
                licenses=(LicenseClaim(raw=LICENSES[n % 5 + 1][0], source="license", line=i * 9),),
                hashes=(("SHA-512", f"{n:0128x}"),),
                download=f"https://example.org/{name}/-/{name}-{version}.tgz",
                line=i * 8,
            )
        )
    edges = tuple(
        Dependency(
            ref=c.ref,
            targets=tuple(sorted({components[(i * 7 + k) % size].ref for k in (1, 2, 3)})),
        )
        for i, c in enumerate(components)
    )
    inventory = Inventory(components=tuple(components), dependencies=edges)
    file = ReadFile(
        path="package-lock.json",
        format="npm/package-lock",
        blob=f"{number:040x}",
        state="read",
        inventory=inventory,
    )
    return SourceResult(
        target=target(f"bron-{number}", f"systeem-{number % 8}"),
        revision=f"{salt:040x}",
        state=State.COMPLETE,
        files_seen=500,
        files=(file,),
        issues=(),
        collected_at=NOW,
    )


def timed(label: str, start: float) -> None:
    print(f"{label:<58}{(time.perf_counter() - start) * 1000:10.1f} ms")


def bench_million(folder: Path, count: int, distinct: int) -> Path:
    path = folder / "million.db"
    with open_store(path) as store:
        writer = Writer(store)
        scan = writer.begin_scan(ScanMeta(started_at=NOW))
        start = time.process_time()
        for _ in bulk_rows(count, distinct):
            pass
        making = time.process_time() - start
        before, cpu, start = rss(), time.process_time(), time.perf_counter()
        file = BulkFile(
            target=target("leverancier", "systeem-1", OriginKind.SBOM),
            revision="1",
            path="bom.json",
            format="sbom/cyclonedx-json",
            collected_at=NOW,
        )
        written = writer.ingest_stream(scan, file, bulk_rows(count, distinct))
        took, cpu = time.perf_counter() - start, time.process_time() - cpu
        print(f"ingest of {written.opened:,} rows, {distinct:,} distinct at most:")
        print(
            f"  {took:.2f} s wall, {cpu - making:.2f} s cpu (making the rows, {making:.2f} s cpu, left out of the latter)"
        )
        print(f"  peak memory {rss()} MB (before: {before} MB)")
        start = time.perf_counter()
        writer.settle_licenses("1", lambda raw: raw, lambda _: "permissive")
        timed("settle licences", start)
        start = time.perf_counter()
        writer.finish_scan(scan, State.COMPLETE, NOW)
        timed("finish scan (totals, checkpoint)", start)
    print(f"  file {path.stat().st_size >> 20} MB")
    return path


def bench_reads(path: Path) -> None:
    start = time.perf_counter()
    with open_store(path, readonly=True) as store:
        latest(store)
        timed("open read-only + latest in numbers", start)
        rng = seeded(3)
        names = store.rows("SELECT full_name FROM purl_base")
        took = []
        for _ in range(300):
            name = names[rng.randrange(len(names))][0]
            start = time.perf_counter()
            find(store, name, below="3.4")
            took.append((time.perf_counter() - start) * 1000)
        print(
            f"find NAME --below: p50 {median(took):.2f} ms, p95 {quantiles(took, n=20)[18]:.2f} ms"
        )
        common = store.rows(
            "SELECT b.full_name, count(*) FROM occurrence o JOIN component c ON c.id = o.component_id "
            "JOIN purl_base b ON b.id = c.base_id GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
        )[0]
        took = []
        for _ in range(50):
            start = time.perf_counter()
            rows = find(store, common[0], below="7")
            took.append((time.perf_counter() - start) * 1000)
        print(
            f"  commonest ({common[1]:,} places, {len(rows)} rows): p50 {median(took):.2f} ms, p95 {quantiles(took, n=20)[18]:.2f} ms"
        )
        facts = StoreFacts(store)
        start = time.perf_counter()
        keys = list(facts.license_keys())
        timed(f"facts: {len(keys)} distinct licence keys", start)
        start = time.perf_counter()
        next(iter(facts.uses_of(keys[0])))
        timed("facts: first use of a key (index made)", start)


def bench_spread(folder: Path) -> None:
    """A million rows over 1,000 sources, 250 systems: the estate of a large organisation."""
    path = folder / "spread.db"
    rng = seeded(5)
    with open_store(path) as store:
        writer = Writer(store)
        scan = writer.begin_scan(ScanMeta(started_at=NOW))
        connection = store.connection
        connection.execute("PRAGMA foreign_keys = OFF")
        with store.transaction():
            connection.execute(
                "INSERT INTO trait VALUES (1, 'library|runtime||exact|', 'library', 'runtime', '', 'exact', NULL, 1)"
            )
            connection.execute("INSERT INTO path VALUES (1, 'package-lock.json')")
            connection.executemany(
                "INSERT INTO source VALUES (?, ?, 'git', ?, 0, NULL)",
                ((i, f"s{i}", f"sys{i % 250}") for i in range(1, 1001)),
            )
            connection.executemany(
                "INSERT INTO purl_base VALUES (?, ?, 'npm', '', ?, ?)",
                ((i, f"pkg:npm/n{i}", f"n{i}", f"n{i}") for i in range(1, 20_001)),
            )
            connection.executemany(
                "INSERT INTO component VALUES (?, ?, ?, ?, ?)",
                (
                    (
                        i,
                        f"pkg:npm/n{i % 20_000 + 1}@{i // 20_000}.0",
                        i % 20_000 + 1,
                        f"{i // 20_000}.0",
                        bytes([0, 32, 1, i // 20_000]),
                    )
                    for i in range(1, 120_001)
                ),
            )
            connection.executemany(
                "INSERT INTO occurrence (id, source_id, path_id, component_id, trait_id, from_scan) VALUES (?, ?, 1, ?, 1, 1)",
                (
                    (
                        (s << 32) + k,
                        s,
                        20_000 * rng.randrange(6) + 7 if k < 20 else rng.randrange(1, 120_001),
                    )
                    for s in range(1, 1001)
                    for k in range(1000)
                ),
            )
        connection.execute("PRAGMA foreign_keys = ON")
        writer.finish_scan(scan, State.COMPLETE, NOW)
    with open_store(path, readonly=True) as store:
        took = []
        for _ in range(50):
            start = time.perf_counter()
            rows = find(store, "n8", below="4")
            took.append((time.perf_counter() - start) * 1000)
        total = sum(r.occurrences for r in rows)
        print(
            f"1,000 sources: find commonest ({total:,} places, {len(rows)} rows): p50 {median(took):.2f} ms, p95 {quantiles(took, n=20)[18]:.2f} ms"
        )
        took = []
        for _ in range(300):
            start = time.perf_counter()
            find(store, f"n{rng.randrange(1, 20_000)}", below="4")
            took.append((time.perf_counter() - start) * 1000)
        print(f"  any: p50 {median(took):.2f} ms, p95 {quantiles(took, n=20)[18]:.2f} ms")


def bench_estate(folder: Path) -> None:
    path = folder / "estate.db"
    results = [source(i, 1500) for i in range(20)]
    systems = [SystemFact(id=f"systeem-{i}", name=f"Systeem {i}") for i in range(8)]
    start = time.perf_counter()
    store = open_store(path)
    timed("new database", start)
    with store:
        writer = Writer(store)
        start = time.perf_counter()
        scan = writer.begin_scan(ScanMeta(started_at=NOW))
        writer.write_systems(scan, systems)
        for result in results:
            writer.write_source(scan, result, "reader")
        timed("first scan: 20 sources x 1,500 components, 4,500 edges", start)
        start = time.perf_counter()
        cache = ParseCache(store)
        keys = [
            CacheKey(f"{i:040x}", "npm/package-lock", 1, "package-lock.json") for i in range(20)
        ]
        cache.put_many({k: r.files[0].inventory for k, r in zip(keys, results, strict=True)}, scan)
        timed("parse cache: put 20 files", start)
        start = time.perf_counter()
        assert len(cache.get_many(keys)) == 20
        timed("parse cache: get 20 files", start)
        start = time.perf_counter()
        writer.finish_scan(scan, State.COMPLETE, NOW)
        timed("finish scan", start)
        changed = [source(i, 1500, salt=0 if i else 1) for i in range(20)]
        scan = writer.begin_scan(ScanMeta(started_at=NOW))
        start = time.perf_counter()
        for result in changed:
            writer.write_source(scan, result, "reader")
        timed("rescan, all heads moved, one file of 20 different", start)
        writer.finish_scan(scan, State.COMPLETE, NOW)
    print(f"  file {path.stat().st_size >> 20} MB")
    fifty = folder / "fifty.db"
    with open_store(fifty) as store:
        writer = Writer(store)
        scan = writer.begin_scan(ScanMeta(started_at=NOW))
        results = [source(i, 200) for i in range(50)]
        for result in results:
            writer.write_source(scan, result, "reader")
        writer.finish_scan(scan, State.COMPLETE, NOW)
    took = []
    for _ in range(15):
        start = time.perf_counter()
        with open_store(fifty) as store:
            writer = Writer(store)
            scan = writer.begin_scan(ScanMeta(started_at=NOW))
            writer.known_revisions()
            writer.unchanged(scan, [r.target for r in results])
            writer.finish_scan(scan, State.COMPLETE, NOW)
        took.append((time.perf_counter() - start) * 1000)
    print(
        f"rescan of 50 unchanged sources, open to close: {median(took):.1f} ms (min {min(took):.1f})"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    distinct = int(sys.argv[2]) if len(sys.argv) > 2 else 120_000
    print(f"load {os.getloadavg()[0]:.1f}, cpus {os.cpu_count()}")
    if os.environ.get("BENCH_PART") == "million":
        bench_reads(bench_million(Path(os.environ["BENCH_FOLDER"]), count, distinct))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "BENCH_PART": "million", "BENCH_FOLDER": name}
        subprocess.run(
            [sys.executable, __file__, str(count), str(distinct)], env=environment, check=True
        )
        bench_estate(folder)
        bench_spread(folder)


if __name__ == "__main__":
    main()
