"""Counts that go on from the scan before are those of counting everything, whatever changed.

A walk by a fixed seed over an estate: packages come, go, move to another version or licence, sources are
added, dropped and given to another system, days pass. After every step the database must say what a
fresh one says.
"""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from command_line import rows, sound

from scanner.judgement import Judgement
from scanner.packs import load_policy
from scanner.pipeline import Outcome, scan
from scanner.progress import Progress
from scanner.settings import load_settings
from scanner.store import tally
from scanner.store.facts import StoreFacts
from scanner.store.store import open_store
from scanner.store.summary import Totals
from scanner.store.uses import Rollup, Uses

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
LICENSES = ("MIT", "GPL-3.0-only", "BUSL-1.1", "AGPL-3.0-only", "Eigen", "", "MIT OR GPL-2.0-only")
OF_HISTORY = "('license-changed', 'license-relicensed')"
FINDINGS = (
    "SELECT fingerprint, rule, subject, system, verdict, severity, confidence, content "
    f"FROM finding WHERE status <> 'resolved' AND rule NOT IN {OF_HISTORY} ORDER BY 1"
)
COUNTS = (
    "SELECT rule, system, complies, deviates, unknown, not_applicable, waived FROM verdict_count "
    f"WHERE to_scan IS NULL AND rule NOT IN {OF_HISTORY} ORDER BY 1, 2"
)
SUMMARY = (
    "SELECT content FROM summary JOIN scan ON summary_id = summary.id ORDER BY scan.id DESC LIMIT 1"
)

Package = tuple[str, str, str, bool]


class Estate:
    """Folders with a lock file each, and an estate file over them."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.folder, self.rng = folder, rng
        self.locks: dict[str, list[Package]] = {}
        self.systems: dict[str, int] = {}
        self.made = 0

    def package(self) -> Package:
        rng = self.rng
        name, version = f"pakket-{rng.randrange(9)}", f"{rng.randrange(1, 3)}.0.0"
        return name, version, rng.choice(LICENSES), rng.random() < 0.2

    def add(self) -> None:
        name = f"bron-{self.made}"
        self.made += 1
        self.locks[name] = [self.package() for _ in range(self.rng.randrange(1, 7))]
        self.systems[name] = self.rng.randrange(3)

    def step(self) -> None:
        rng = self.rng
        what = rng.randrange(10)
        name = rng.choice(sorted(self.locks))
        if what == 0 or len(self.locks) < 3:
            self.add()
        elif what == 1:
            del self.locks[name]
        elif what == 2:
            self.systems[name] = rng.randrange(3)
        else:
            for _ in range(rng.randrange(1, 4)):
                lock = self.locks[name]
                if lock and rng.random() < 0.5:
                    lock.pop(rng.randrange(len(lock)))
                if rng.random() < 0.7:
                    lock.append(self.package())

    def write(self) -> Path:
        for name, packages in self.locks.items():
            entries = {
                f"node_modules/{p}": {"version": v, "dev": dev, **({"license": lic} if lic else {})}
                for p, v, lic, dev in packages
            }
            whole = {"name": "a", "lockfileVersion": 3, "packages": {"": {"name": "a"}, **entries}}
            (self.folder / name).mkdir(exist_ok=True)
            (self.folder / name / "package-lock.json").write_bytes(msgspec.json.encode(whole))
        modes = ("internal", "distributed", "hosted")
        estate = {
            "organisation": {"name": "Gemeente Voorbeeld"},
            "systems": [
                {
                    "id": f"s{number}",
                    "name": f"S{number}",
                    "use_mode": mode,
                    "targets": [
                        {"folder": str(self.folder / name)}
                        for name in sorted(self.locks)
                        if self.systems[name] == number
                    ],
                }
                for number, mode in enumerate(modes)
            ],
        }
        path = self.folder / "estate.yaml"
        path.write_bytes(msgspec.json.encode(estate))
        return path


def run(estate: Path, database: Path, now: datetime) -> Outcome:
    judgement = Judgement(pack=load_policy(), waivers=(), now=now)
    with open_store(database) as store:
        progress = Progress(0, enabled=False)
        settings = load_settings(estate, {})
        return scan(settings, store, judgement, progress=progress, jobs=1, clock=lambda: now)


def counted(database: Path) -> tuple[list[object], object]:
    """The tally as it is kept, in an order of its own."""
    with open_store(database, readonly=True) as store:
        uses = tally.load(store.connection, Uses)
        totals = tally.load(store.connection, Totals)
    assert uses is not None
    assert totals is not None
    totals.licenses.sort(key=lambda row: row[:2])
    return sorted((repr(k), sorted(c.items())) for k, c in uses.counts), msgspec.to_builtins(totals)


@pytest.mark.parametrize("seed", [1, 2])
def test_going_on_counts_as_counting_anew(tmp_path: Path, seed: int) -> None:
    estate = Estate(tmp_path, random.Random(seed))  # noqa: S311 - a walk that is the same each time
    for _ in range(4):
        estate.add()
    database, now = tmp_path / "estate.db", START
    run(estate.write(), database, now)
    for number in range(14):
        estate.step()
        now += timedelta(hours=estate.rng.choice((1, 30)))
        path = estate.write()
        run(path, database, now)
        fresh = tmp_path / f"fresh-{number}.db"
        run(path, fresh, now)
        for query in (FINDINGS, COUNTS, SUMMARY):
            assert rows(database, query) == rows(fresh, query), (number, query)
        assert counted(database) == counted(fresh), number
        with open_store(database, readonly=True) as store:
            whole = Rollup(store.connection, StoreFacts(store).systems()).tally()
        assert sorted((repr(k), sorted(c.items())) for k, c in whole.counts) == counted(database)[0]
    assert sound(database)


def test_the_next_day_judges_again_but_counts_on(tmp_path: Path) -> None:
    estate = Estate(tmp_path, random.Random(3))  # noqa: S311 - as above
    for _ in range(3):
        estate.add()
    path, database = estate.write(), tmp_path / "estate.db"
    assert run(path, database, START).evaluated
    assert not run(path, database, START + timedelta(hours=1)).evaluated
    before = rows(database, FINDINGS), rows(database, COUNTS)
    assert run(path, database, START + timedelta(days=1)).evaluated, "a waiver may have ended"
    assert (rows(database, FINDINGS), rows(database, COUNTS)) == before


def test_without_its_counts_a_scan_counts_everything(tmp_path: Path) -> None:
    estate = Estate(tmp_path, random.Random(4))  # noqa: S311 - as above
    for _ in range(3):
        estate.add()
    database, fresh = tmp_path / "estate.db", tmp_path / "fresh.db"
    run(estate.write(), database, START)
    with open_store(database) as store, store.transaction() as connection:
        connection.execute("UPDATE tally SET content = x'00'")
    estate.locks["bron-0"].append(("nieuw", "1.0.0", "MIT", False))
    path = estate.write()
    run(path, database, START)
    run(path, fresh, START)
    assert counted(database) == counted(fresh)
    assert rows(database, SUMMARY) == rows(fresh, SUMMARY)
