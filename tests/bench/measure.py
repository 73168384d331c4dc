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


@dataclass
class Series:
    """Runs of one command."""

    name: str
    seconds: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Median wall time in seconds."""
        return statistics.median(self.seconds)

    @property
    def peak(self) -> float:
        """Largest peak resident memory in MiB."""
        return max(self.peak_mib)

    def line(self) -> str:
        """One line for people."""
        return (
            f"{self.name:28} median {self.median * 1000:9.1f} ms  "
            f"min {min(self.seconds) * 1000:9.1f}  max {max(self.seconds) * 1000:9.1f}  peak {self.peak:7.1f} MiB"
        )


def run_once(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> tuple[float, float, int]:
    """Wall seconds, peak MiB of the process and its children, exit code."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        before = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=cwd,
            env=dict(os.environ, **(env or {})),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        wall = time.perf_counter() - before
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        os.write(writer, f"{wall} {peak} {done.returncode}".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        wall_text, peak_text, code = answer.read().split()
    os.waitpid(pid, 0)
    return float(wall_text), float(peak_text), int(code)


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
            wall, peak, code = run_once(command, env=env)
            if code not in {0, 1, 3}:
                print(f"{name}: exit code {code}", file=sys.stderr)
            if turn:
                series[name].seconds.append(wall)
                series[name].peak_mib.append(peak)
    return series
