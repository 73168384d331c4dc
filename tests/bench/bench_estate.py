"""A real estate into SQLite with findings, against a loop of syft; then rescans.

    python tests/bench/bench_estate.py REPOS [--syft FILE] [--rounds 3]

REPOS is a folder of bare git repositories. Peers scan checkouts made beforehand, not timed. Rescans are
paired with `sluis --version`, so that start-up can be subtracted.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_peers import QUIET, SLUIS, check_out, repositories
from measure import paired, run_once


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repos", type=Path)
    parser.add_argument("--syft")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "sluis-bench")
    options = parser.parse_args()
    os.environ.update(QUIET)
    repos = repositories(options.repos)
    work = options.work / "estate"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    copies = changeable(repos, work)
    estate = work / "estate.yaml"
    lines = ["organisation: {name: Benchmark}", "targets:"]
    estate.write_text("\n".join([*lines, *(f"  - git: {p}" for p in copies.values())]) + "\n")
    db = work / "estate.db"
    scan = [SLUIS, "scan", str(estate), "--db", str(db), "-q"]

    full, peaks = [], []
    for _ in range(options.rounds):
        for file in work.glob("estate.db*"):
            file.unlink()
        wall, peak, _ = run_once(scan)
        full.append(wall)
        peaks.append(peak)
    print(
        f"{len(repos)} repositories into SQLite with findings: median {statistics.median(full):.2f} s, peak {max(peaks):.0f} MiB, database {db.stat().st_size / 1e6:.1f} MB"
    )
    if options.syft:
        loop = syft_loop(repos, options)
        print(
            f"loop of syft over their checkouts: {loop:.2f} s; ratio {statistics.median(full) / loop:.4f}"
        )
    pair = paired({"rescan": scan, "start": [SLUIS, "--version"]}, rounds=max(options.rounds, 7))
    over = pair["rescan"].median - pair["start"].median
    print(
        f"rescan, nothing changed: {pair['rescan'].median * 1000:.0f} ms; over start-up {over * 1000:.0f} ms; per 50 repositories {over * 1000 * 50 / len(repos):.0f} ms"
    )
    changed = []
    for turn in range(options.rounds):
        for bare in list(copies.values())[:2]:
            commit(bare, turn)
        changed.append(run_once(scan)[0])
    print(
        f"rescan, 2 repositories changed: {statistics.median(changed) * 1000:.0f} ms; over start-up {(statistics.median(changed) - pair['start'].median) * 1000:.0f} ms"
    )


def changeable(repos: dict[str, Path], work: Path) -> dict[str, Path]:
    """The repositories; the first two as light copies that may get commits."""
    found = dict(repos)
    for name in list(repos)[:2]:
        copy = work / f"{name}.git"
        subprocess.run(
            ["git", "clone", "-q", "--bare", "--shared", str(repos[name]), str(copy)], check=True
        )
        found[name] = copy
    return found


def commit(bare: Path, turn: int) -> None:
    """Add one commit that adds a small requirements file."""
    git = ["git", f"--git-dir={bare}"]
    blob = subprocess.run(
        [*git, "hash-object", "-w", "--stdin"],
        input=f"voorbeeld=={turn}.0\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    env = dict(os.environ, GIT_INDEX_FILE=str(bare / "bench-index"))
    subprocess.run([*git, "read-tree", "HEAD"], env=env, check=True)
    subprocess.run(
        [*git, "update-index", "--add", "--cacheinfo", f"100644,{blob},requirements-bench.txt"],
        env=env,
        check=True,
    )
    tree = subprocess.run(
        [*git, "write-tree"], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()
    made = subprocess.run(
        [
            *git,
            "-c",
            "user.name=bench",
            "-c",
            "user.email=bench@example.org",
            "commit-tree",
            tree,
            "-p",
            "HEAD",
            "-m",
            f"bench {turn}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    subprocess.run([*git, "update-ref", "HEAD", made], check=True)


def syft_loop(repos: dict[str, Path], options: argparse.Namespace) -> float:
    """Median seconds of scanning every checkout with syft, one after another."""
    trees = [check_out(bare, options.work / "trees" / name) for name, bare in repos.items()]
    totals = []
    for _ in range(options.rounds):
        total = 0.0
        for tree in trees:
            total += run_once(
                [options.syft, "scan", "-q", f"dir:{tree}", "-o", f"cyclonedx-json={os.devnull}"]
            )[0]
        totals.append(total)
    return statistics.median(totals)


if __name__ == "__main__":
    sys.exit(main())
