"""Keys, comparisons and range checks per second, against the libraries that people use.

Usage: `python tests/bench/bench_versions.py [ROUNDS]`. Versions are made up, all different, so no
cache answers; "kept" runs the same versions again. packaging is measured where it is installed.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence

from sbom.versions import key, native_satisfies, satisfies
from sbom.versions.schemes import composer, debian, gem, generic, maven, nuget, pep440, rpm, semver

COUNT = 60_000


def main() -> None:
    """Measure every scheme."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    dice = random.Random(2026)  # noqa: S311 - sample data, no secret
    plain = versions(dice, ("",))
    samples: dict[str, tuple[Callable[[str], bytes], list[str]]] = {
        "npm": (semver.key, versions(dice, ("", "", "", "", "-rc.1", "-beta.12"))),
        "pypi": (pep440.key, versions(dice, ("", "", "", "", "rc1", ".post2", ".dev3"))),
        "maven": (maven.key, versions(dice, ("", "", "", "-SNAPSHOT", ".Final", "-rc-1"))),
        "gem": (gem.key, versions(dice, ("", "", "", ".rc1"))),
        "composer": (composer.key, versions(dice, ("", "", "", "-beta1"))),
        "nuget": (nuget.key, versions(dice, ("", "", "", "-beta.1"))),
        "deb": (debian.key, versions(dice, ("-1", "-2+deb12u1", "~rc1-1"))),
        "rpm": (rpm.key, versions(dice, ("-1.el9", "-2.fc40"))),
        "generic": (generic.key, versions(dice, ("", "-rc1", "b"))),
    }
    for name, (scheme, found) in samples.items():
        print(f"{name:10} {rate(lambda s=scheme, f=found: [s(v) for v in f], rounds, found)}")
    kept = plain[:20_000]
    print(f"npm, kept  {rate(lambda: [key('npm', v) for v in kept], rounds, kept)}")
    checks = samples["npm"][1]
    vers = "vers:npm/>=1.2.3|<40.0.0"
    print(f"satisfies  {rate(lambda: [satisfies(vers, v) for v in checks], rounds, checks)}")
    print(
        f"^1.2.3     {rate(lambda: [native_satisfies('npm', '^1.2.3', v) for v in checks], rounds, checks)}"
    )
    compared(samples["pypi"][1], rounds)


def compared(found: Sequence[str], rounds: int) -> None:
    """The same work with packaging."""
    try:
        from packaging.version import Version
    except ModuleNotFoundError:
        return
    print(f"packaging  {rate(lambda: [Version(v) for v in found], rounds, found)}")


def versions(dice: random.Random, ends: tuple[str, ...]) -> list[str]:
    """Different versions of three numbers."""
    return [
        f"{number // 2500}.{number // 50 % 50}.{number % 50}{dice.choice(ends)}"
        for number in range(COUNT)
    ]


def rate(run: Callable[[], object], rounds: int, found: Sequence[str]) -> str:
    """The best of some rounds."""
    best = min(timed(run) for _ in range(rounds))
    return f"{len(found) / best / 1000:9.0f} k/s"


def timed(run: Callable[[], object]) -> float:
    """Processor seconds of one run, which other work on the machine disturbs least."""
    began = time.process_time()
    run()
    return time.process_time() - began


if __name__ == "__main__":
    main()
