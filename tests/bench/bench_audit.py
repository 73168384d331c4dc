"""How long an audit takes: loading, 100,000 components, an estate of a million entries, a new advisory.

python tests/bench/bench_audit.py [FOLDER OF ADVISORIES] [ENTRIES]

Prints CPU seconds beside wall time, since the machine may be shared, and a loop of known work for scale.
"""

import gc
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from policies.facts import SystemFact, UseMode
from sbom.advisories.feed import Feed
from sbom.advisories.index import MemoryAdvisories
from sbom.advisories.matching import Matcher
from sbom.advisories.reading import read
from sbom.component import Component
from sbom.versions import key as version_key
from scanner.advisory_folder import read_folder
from scanner.audit_estate import audit_estate, hit_by
from scanner.store.advisories import open_advisories
from scanner.store.advisory_graph import (
    lost_with_components,
    lost_with_license,
    lost_with_text,
    numbers_of,
    ways,
)
from scanner.store.advisory_rows import systems_of
from scanner.store.find import find
from scanner.store.store import open_store
from scanner.sync import sync_folder

TODAY = date(2026, 11, 23)
SYSTEMS = 2000


def timed(label: str, work: Callable[[], Any]) -> Any:
    """Run once; print wall and CPU time."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{label:<64}{wall * 1000:10.1f} ms wall {cpu * 1000:10.1f} ms cpu")
    return result


def p95(label: str, work: Callable[[], Any], rounds: int = 40) -> None:
    """Run often; print median and 95th percentile of wall and CPU."""
    taken = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    for name, values in zip(("wall", "cpu"), zip(*taken, strict=True), strict=True):
        ordered = sorted(values)
        middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        print(f"{label:<56}{name:>5} median {middle * 1000:8.2f} ms  p95 {high * 1000:8.2f} ms")


def hundred_thousand(known: MemoryAdvisories) -> list[Component]:
    """Components of which one in five has advisories, as an estate would."""
    rng = random.Random(1)  # noqa: S311 - made data
    kinds = (
        "pkg:pypi",
        "pkg:golang",
        "pkg:cargo",
        "pkg:maven",
        "pkg:npm",
        "pkg:gem",
        "pkg:composer",
    )
    names = [k for k in list(known.keys()) if k.startswith(kinds)] or ["pkg:pypi/voorbeeld"]
    found = []
    for i in range(100_000):
        base = rng.choice(names) if i % 5 == 0 else f"{kinds[i % 5]}/voorbeeld-{i % 30_000}"
        version = f"{rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}"
        found.append(Component(purl=f"{base}@{version}", name=base, version=version))
    return found


def estate(path: Path, entries: int, bases: list[str]) -> None:
    """A database with many entries, written straight into its tables."""
    rng = random.Random(2)  # noqa: S311 - made data
    open_store(path).close()
    with sqlite3.connect(path) as db:
        at = "2026-11-23T00:00:00+00:00"
        columns = [r[1] for r in db.execute("PRAGMA table_info(scan)")]
        values = dict.fromkeys(columns, "") | {
            "id": 1,
            "state": "complete",
            "started_at": at,
            "finished_at": at,
            "summary_id": None,
        }
        db.execute(
            f"INSERT INTO scan ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [values[c] for c in columns],
        )
        db.executemany(
            "INSERT INTO system (row, id, name, domain, owner, sourcing, use_mode, criticality, tags, "
            "supplier, outbound_license, from_scan) "
            "VALUES (?, ?, ?, '', '', 'own', 'hosted', 'medium', '[]', '', '', 1)",
            [(n, f"s{n}", f"S {n}") for n in range(1, SYSTEMS + 1)],
        )
        db.executemany(
            "INSERT INTO source VALUES (?, ?, 'git', ?, 0, NULL)",
            [(n, f"git/{n}", f"s{n}") for n in range(1, SYSTEMS + 1)],
        )
        db.execute("INSERT INTO path VALUES (1, 'package-lock.json')")
        db.execute(
            "INSERT INTO trait VALUES (1, 'library|runtime||exact|0', 'library', 'runtime', '', 'exact', 0, 1)"
        )
        db.execute(
            "INSERT INTO trait VALUES (2, 'library|runtime||exact|1', 'library', 'runtime', '', 'exact', 1, 1)"
        )
        components = []
        for number, base in enumerate(bases, 1):
            kind, _, rest = base[4:].partition("/")
            name = rest.rpartition("/")[2]
            db.execute(
                "INSERT INTO purl_base VALUES (?, ?, ?, ?, ?, ?)",
                (number, base, kind, rest.rpartition("/")[0], name, rest),
            )
            for _ in range(4):
                version = f"{rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}"
                components.append(
                    (f"{base}@{version}", number, version, version_key(kind, version))
                )
        db.executemany(
            "INSERT OR IGNORE INTO component (purl, base_id, version, version_key) VALUES (?, ?, ?, ?)",
            components,
        )
        count = db.execute("SELECT max(id) FROM component").fetchone()[0]
        per = entries // SYSTEMS
        stated = '{"supplier":"Voorbeeld B.V.","download":"https://winkel.example.org/x.tgz"}'
        db.execute("INSERT INTO detail VALUES (1, x'01', ?)", (stated,))
        columns = "(id, source_id, path_id, component_id, trait_id, from_scan, line, detail_id)"
        db.executemany(
            f"INSERT INTO occurrence {columns} VALUES (?, ?, 1, ?, ?, 1, 1, ?)",
            (
                (
                    s << 32 | n,
                    s,
                    1 + int(count * rng.random() ** 2),
                    1 + (n % 10 == 0),
                    1 if n % 100 == 0 else None,
                )
                for s in range(1, SYSTEMS + 1)
                for n in range(per)
            ),
        )


def main(arguments: list[str]) -> None:
    """Run everything, with the collector set as the command line sets it."""
    gc.set_threshold(100_000, 20, 20)
    timed("scale: three million additions", lambda: sum(i for i in range(3_000_000)))
    folder = Path(arguments[0]) if arguments else None
    entries = int(arguments[1]) if len(arguments) > 1 else 1_000_000
    if folder is None:
        raise SystemExit("name a folder of advisories")
    feeds = timed("read all advisories of the folder", lambda: read_folder(folder))
    known = timed("index them", lambda: MemoryAdvisories(feeds))
    components = hundred_thousand(known)
    matcher = Matcher(known)
    timed("100,000 components, first time", lambda: [matcher.ask(c) for c in components])
    fresh = Matcher(known)
    timed("100,000 components, entries read before", lambda: [fresh.ask(c) for c in components])
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        with open_advisories(place / "a.db") as copy:
            timed(
                "sync from the folder into the local copy",
                lambda: list(sync_folder(copy, folder, datetime.now(UTC))),
            )
        vulnerable = sorted(k for k in list(known.keys()) if k.startswith("pkg:"))[:4000]
        bases = vulnerable + [f"pkg:npm/voorbeeld-{n}" for n in range(36_000)]
        random.Random(3).shuffle(bases)  # noqa: S311 - made data
        timed(
            f"make an estate of {entries:,} entries", lambda: estate(place / "e.db", entries, bases)
        )
        systems = {
            f"s{n}": SystemFact(id=f"s{n}", name=f"S {n}", use_mode=UseMode.HOSTED)
            for n in range(1, SYSTEMS + 1)
        }
        common = (
            "pkg:npm/" + bases[0].rpartition("/")[2]
            if bases[0].startswith("pkg:npm/")
            else "pkg:npm/voorbeeld-1"
        )
        record = (
            b'{"id":"NEW-1","modified":"2026-11-23T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"%s"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"5.0.0"}]}]}]}'
            % common.rpartition("/")[2].encode()
        )
        with open_store(place / "e.db", readonly=True) as store:

            def new() -> list[int]:
                feed = Feed(name="new")
                read("new.json", record, feed)
                fresh = MemoryAdvisories([feed])
                return [number for number, _ in hit_by(store, fresh, fresh.keys())]

            print(
                "a new advisory hits",
                len(new()),
                "components in",
                len(systems_of(store, new())),
                "systems",
            )
            p95("a new advisory against the estate", new)
            p95("the same, with systems and counts", lambda: systems_of(store, new()))
            name = common.rpartition("/")[2]
            p95("find", lambda: find(store, name))
            p95("find below a version", lambda: find(store, name, below="5.0.0"))
            p95("why", lambda: ways(store, numbers_of(store, common), system="s1"), 10)
            p95(
                "impact of a component",
                lambda: lost_with_components(store, numbers_of(store, common)),
                10,
            )
            p95(
                "impact of a supplier (one entry in a hundred)",
                lambda: lost_with_text(store, ["voorbeeld"], field="supplier"),
                10,
            )
            p95(
                "impact of a registry that nothing comes from",
                lambda: lost_with_text(store, ["elders.example.org"], field="download"),
                10,
            )
            p95("impact of a licence", lambda: lost_with_license(store, "MIT"), 10)
            with open_advisories(place / "a.db", readonly=True) as copy:
                outcome = timed(
                    "audit of the whole estate", lambda: audit_estate(store, copy, systems, TODAY)
                )
                print(len(outcome.found), "findings")


if __name__ == "__main__":
    main(sys.argv[1:])
