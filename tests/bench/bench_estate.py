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
from measure import Series, paired, run_once


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repos", type=Path)
    parser.add_argument("--syft")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--syft-rounds", type=int, default=1)
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

    full = Series("full")
    for _ in range(options.rounds):
        for file in work.glob("estate.db*"):
            file.unlink()
        full.runs.append(run_once(scan))
    print(f"load {os.getloadavg()[0]:.1f}, cpus {os.cpu_count()}")
    print(
        f"{len(repos)} repositories into SQLite with findings: {full.median:.2f} s "
        f"(cpu {full.cpu:.2f} s), peak {full.peak:.0f} MiB, database {db.stat().st_size / 1e6:.1f} MB"
    )
    if options.syft:
        loop, cpu = syft_loop(repos, options)
        print(
            f"loop of syft over their checkouts: {loop:.2f} s (cpu {cpu:.2f} s); "
            f"ratio {full.median / loop:.4f} (cpu {full.cpu / cpu:.4f})"
        )
    start = [SLUIS, "--version"]
    over(paired({"scan": scan, "start": start}, rounds=max(options.rounds, 9)), "nothing changed")
    changed, starts = Series("scan"), Series("start")
    for turn in range(options.rounds):
        for bare in list(copies.values())[:2]:
            commit(bare, turn)
        changed.runs.append(run_once(scan))
        starts.runs.append(run_once(start))
    over({"scan": changed, "start": starts}, "2 repositories changed")
    print(f"  of {len(repos)} repositories")


def over(pair: dict[str, Series], what: str) -> None:
    """Print a rescan, and what it takes over start-up."""
    scan, start = pair["scan"], pair["start"]
    wall = (scan.median - start.median) * 1000
    cpu = (scan.cpu - start.cpu) * 1000
    print(
        f"rescan, {what}: {scan.median * 1000:.0f} ms; over start-up {wall:.0f} ms (cpu {cpu:.0f} ms)"
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


def syft_loop(repos: dict[str, Path], options: argparse.Namespace) -> tuple[float, float]:
    """Median wall and processor seconds of scanning every checkout with syft, one after another."""
    trees = [check_out(bare, options.work / "trees" / name) for name, bare in repos.items()]
    totals = []
    for _ in range(options.syft_rounds):
        runs = [
            run_once([options.syft, "scan", "-q", f"dir:{t}", "-o", f"cyclonedx-json={os.devnull}"])
            for t in trees
        ]
        totals.append((sum(r.seconds for r in runs), sum(r.cpu for r in runs)))
    return statistics.median(t[0] for t in totals), statistics.median(t[1] for t in totals)


if __name__ == "__main__":
    sys.exit(main())
