"""The one git door: starts git without a shell, with a cleaned environment, caps and a clock.

Three ways in, from narrow to wide. With `objects=` git gets an object folder and an empty
repository of ours around it, so that the configuration of the repository that is read is not even
opened; this is how every tree and file is read. With `git_dir=` git reads refs: that configuration
is opened, but no user or system configuration, no protocol, no lazy fetch, and nothing that it
names is run (hooks, fsmonitor, ssh command, pager, credential helper, filters). With `local=False`
git talks to a server from a cache repository of ours: the user's own configuration applies, so that
credential helpers, proxies and certificates work, but git never asks a question at the terminal.

Source: git(1), git-config(1), gitprotocol-capabilities(5) of git 2.39; oldest git served: 2.25
(2.31 where `token_env` is used).
"""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from collectors.git_empty import empty_repository
from collectors.git_environment import environment, overrides
from collectors.git_url import redact
from sbom.errors import CollectError
from sbom.lazy_log import LazyLog

logger = LazyLog(__name__)

OUTPUT_BYTES = 64 * 1024 * 1024
"""Cap on what `run` keeps; listings and blobs are streamed instead."""
STDERR_BYTES = 16 * 1024
_CHUNK = 1 << 20
_F_SETPIPE_SZ = 1031  # fcntl(2), Linux: a wide pipe lets git run ahead on its own core


class Objects(NamedTuple):
    """Where the objects of a repository are."""

    folder: str
    """Absolute path of the folder `objects`."""
    format: str
    """`sha1` or `sha256`."""


class GitError(CollectError):
    """Git refused or failed; `detail` is its own message, credentials removed."""

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class GitTimeoutError(GitError):
    """A git command passed its time cap and was killed with everything it started."""


class GitProcess:
    """A running git; use as a context manager, so that it and its children end with the block.

    Args:
        arguments: Sub-command and its arguments. Foreign text stands after `--` or
            `--end-of-options`, or was checked not to open with a dash.
        git_dir: Absolute path of the repository, or empty for a command that needs none.
        objects: In place of `git_dir`: what to read objects from.
        stdin: Bytes for git's standard input.
        seconds: How long this process may keep us waiting, in total. Time that the caller spends
            between reads does not count.
        local: See the module.
        secrets: Extra environment, for credentials: never on the command line.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        git_dir: str = "",
        objects: "Objects | None" = None,
        stdin: bytes = b"",
        seconds: float,
        local: bool = True,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        command = ["git", "--no-pager", "--literal-pathspecs", *overrides(local=local)]
        env = environment(local=local) | dict(secrets or {})
        if objects is not None:
            git_dir = empty_repository(objects.format)
            env["GIT_OBJECT_DIRECTORY"] = objects.folder
        if git_dir:
            command.append(f"--git-dir={git_dir}")
        command += arguments
        self.name = f"git {arguments[0]}"
        self._seconds = self._left = seconds
        self._secrets = tuple((secrets or {}).values())
        self._stderr = b""
        logger.debug("%s in %s", self.name, objects.folder if objects else git_dir)
        self._process = _start(command, env)
        out, err, into = self._process.stdout, self._process.stderr, self._process.stdin
        if out is None or err is None or into is None:  # pragma: no cover - all three are pipes
            raise GitError(f"{self.name}: has no pipes")
        self._out, self._err, self._in = out.fileno(), err.fileno(), into.fileno()
        self._pending = memoryview(stdin)
        self._open = {self._out, self._err}
        self._poll = select.poll()
        _widen(self._out)
        for fd in (self._out, self._err):
            self._poll.register(fd, select.POLLIN)
        if stdin:
            os.set_blocking(self._in, False)
            self._poll.register(self._in, select.POLLOUT)
            self._feed()  # so that git can work before the first answer is asked for
        else:
            into.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        """The next bytes of git's output, as they come; empty at its end.

        Raises:
            GitTimeoutError: the time cap was passed.
        """
        while self._out in self._open:
            if chunk := self._pump(self._left):
                return chunk
        return b""

    def finish(self) -> int:
        """Wait for the end; the exit code. Output still unread is thrown away.

        Raises:
            GitTimeoutError: the time cap was passed.
        """
        while self._process.poll() is None and self._open:
            self._pump(0.05, patient=True)
        try:
            self._process.wait(timeout=max(self._left, 0.01))
        except subprocess.TimeoutExpired:
            raise self._late() from None
        while self._open and self._pump(0, patient=True):
            pass
        return self._process.returncode

    def explain(self) -> str:
        """Git's own words on what went wrong: one line, credentials removed."""
        text = redact(self._stderr.decode("utf-8", "replace"), self._secrets)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        telling = [
            f"{line} {after}" if line.endswith(":") else line
            for line, after in zip(lines, [*lines[1:], ""], strict=False)
            if line.startswith(("fatal:", "error:", "ERROR:"))
        ]
        said = " | ".join(dict.fromkeys(telling or lines[-3:]))
        code = self._process.poll()
        return said[:600] if said else f"{self.name} ended with code {code} and said nothing"

    def close(self) -> None:
        """End the process and everything it started. May be called twice."""
        process = self._process
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._open.clear()

    def _pump(self, wait: float, *, patient: bool = False) -> bytes:
        """One round of input and output; bytes of standard output, if any came."""
        began = time.monotonic()
        ready = self._poll.poll(max(wait, 0) * 1000)
        self._left -= time.monotonic() - began
        if self._left <= 0 or not (ready or patient):
            raise self._late()
        came = b""
        for fd, _ in ready:
            if fd == self._in:
                self._feed()
                continue
            chunk = os.read(fd, _CHUNK)
            if not chunk:
                self._poll.unregister(fd)
                self._open.discard(fd)
            elif fd == self._out:
                came = chunk
            elif len(self._stderr) < STDERR_BYTES:
                self._stderr += chunk[:STDERR_BYTES]
        return came

    def _feed(self) -> None:
        """Give git as much of its input as the pipe takes."""
        try:
            self._pending = self._pending[os.write(self._in, self._pending[:_CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:  # git has ended; its output and exit code tell the story
            self._pending = self._pending[:0]
        if not self._pending and self._process.stdin is not None:
            self._poll.unregister(self._in)
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _late(self) -> GitTimeoutError:
        self.close()
        return GitTimeoutError(f"{self.name} took longer than {self._seconds:g} seconds")


def run(
    arguments: Sequence[str],
    *,
    git_dir: str = "",
    objects: "Objects | None" = None,
    stdin: bytes = b"",
    seconds: float,
    local: bool = True,
    secrets: Mapping[str, str] | None = None,
) -> bytes:
    """Output of one git command; arguments as of `GitProcess`.

    Raises:
        GitError: git is absent, exits with another code than 0, or says more than `OUTPUT_BYTES`.
        GitTimeoutError: the time cap was passed.
    """
    with GitProcess(
        arguments,
        git_dir=git_dir,
        objects=objects,
        stdin=stdin,
        seconds=seconds,
        local=local,
        secrets=secrets,
    ) as process:
        parts, size = [], 0
        while chunk := process.read():
            size += len(chunk)
            if size > OUTPUT_BYTES:
                raise GitError(f"{process.name} gave more than {OUTPUT_BYTES} bytes")
            parts.append(chunk)
        if process.finish():
            said = process.explain()
            raise GitError(said, detail=said)
        return b"".join(parts)


def _start(command: list[str], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start git in a session of its own: no terminal to ask at, and one group to end."""
    try:
        return subprocess.Popen(  # noqa: S603 - an argument list, no shell; see the module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=env,
            cwd="/",
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed, or not on the PATH") from error
    except (OSError, ValueError) as error:
        raise GitError(f"git cannot be started: {error}") from error


def _widen(fd: int) -> None:
    import fcntl

    with contextlib.suppress(OSError):
        fcntl.fcntl(fd, _F_SETPIPE_SZ, _CHUNK)
