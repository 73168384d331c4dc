"""Timing of whole processes, paired A B A B, with peak memory; shared by the benchmarks."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One run of a command."""

    seconds: float
    """Wall time."""
    peak_mib: float
    """Of the process and its children, the largest alone."""
    code: int
    cpu: float
    """User and system seconds of the process and its children: less disturbed by a busy machine."""


@dataclass
class Series:
    """Runs of one command."""

    name: str
    runs: list[Run] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """Wall times."""
        return [r.seconds for r in self.runs]

    @property
    def median(self) -> float:
        """Median wall time in seconds."""
        return statistics.median(self.seconds)

    @property
    def cpu(self) -> float:
        """Median user and system seconds."""
        return statistics.median(r.cpu for r in self.runs)

    @property
    def peak(self) -> float:
        """Largest peak resident memory in MiB."""
        return max(r.peak_mib for r in self.runs)

    def line(self) -> str:
        """One line for people."""
        return (
            f"{self.name:28} median {self.median * 1000:9.1f} ms  cpu {self.cpu * 1000:9.1f}  "
            f"min {min(self.seconds) * 1000:9.1f}  max {max(self.seconds) * 1000:9.1f}  "
            f"peak {self.peak:7.1f} MiB"
        )


def run_once(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Run:
    """Run a command in a process of its own, output thrown away."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        before = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment(env),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        wall = time.perf_counter() - before
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        os.write(writer, f"{wall} {used.ru_maxrss / 1024} {done.returncode} {cpu}".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        wall_text, peak_text, code, cpu_text = answer.read().split()
    os.waitpid(pid, 0)
    return Run(float(wall_text), float(peak_text), int(code), float(cpu_text))


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment, with compiled modules as an installed Sluis has them.

    Where Python may not write them, each run compiles all modules anew and takes 1.7 times as long.
    """
    found = dict(os.environ, **(more or {}))
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def paired(
    commands: Mapping[str, Sequence[str]],
    *,
    rounds: int,
    before: Callable[[], None] | None = None,
    env: Mapping[str, str] | None = None,
) -> dict[str, Series]:
    """Run commands alternately, one warming round not counted."""
    series = {name: Series(name) for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            if before:
                before()
            run = run_once(command, env=env)
            if run.code not in {0, 1, 3}:
                print(f"{name}: exit code {run.code}", file=sys.stderr)
            if turn:
                series[name].runs.append(run)
    return series
