"""A repository on a server: a shallow copy without files in the cache, then one fetch of files.

What travels is the newest commit, its trees and the files that are wanted: about a hundredth of a
shallow clone. Where a server refuses to filter, the plain shallow copy is fetched instead.
Source: git-fetch(1), gitprotocol-v2(5), partial-clone.txt of git 2.39.
"""

import base64
import contextlib
import fcntl
import hashlib
import logging
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from collectors.cache import private_dir
from collectors.collector import Entry, Limits, Target
from collectors.git import GitError, GitTimeoutError, Objects, run
from collectors.git_head import Repository, find_commit
from collectors.git_url import check_remote, check_revision, hide_credentials
from sbom.errors import CollectError

logger = logging.getLogger(__name__)

PACKS = 40
"""Packs after which the cached copy is thrown away and fetched anew: it never grows without end."""
FRESH_SECONDS = 60.0
"""A copy that this run fetched less than this ago counts as the present state."""
_PAUSES = (1.0, 4.0)
"""Seconds before the second and the third attempt."""
_FINAL = (
    "authentication failed",
    "could not read username",
    "could not read password",
    "permission denied",
    "not found",
    "does not exist",
    "access denied",
    "repository access",
    "error: 401",
    "error: 403",
    "couldn't find remote ref",
    "host key verification failed",
    "not allowed",
    "not our ref",
    "invalid filter-spec",
)
"""Words of servers after which asking again changes nothing."""
_FETCH = ("--quiet", "--no-tags", "--recurse-submodules=no", "--no-write-fetch-head")


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """The cached copy of a repository on a server."""

    git_dir: str
    commit: str
    """Commit id the wanted revision stands at."""


def fetch_head(target: Target, limits: Limits) -> Copy:
    """Bring the cached copy up to date with the server: newest commit and trees, no files.

    Raises:
        CollectError: the address is refused, the server cannot be reached after three attempts,
            or it refuses us. The message never holds credentials.
    """
    check_remote(target.location)
    if target.revision:
        check_revision(target.revision)
    name = hashlib.sha256(target.location.encode()).hexdigest()[:32]
    home = private_dir("git", "remotes")
    git_dir = home / f"{name}.git"
    ref = "refs/sluis/" + hashlib.sha256(target.revision.encode()).hexdigest()[:16]
    with _lock(home / f"{name}.lock", target, limits):
        stamp = git_dir / f"sluis-{ref[11:]}"
        if not _fresh(stamp):
            if len(list(git_dir.glob("objects/pack/*.pack"))) >= PACKS:
                shutil.rmtree(git_dir, ignore_errors=True)
            _update(git_dir, target, ref, limits)
            stamp.write_text(str(os.getpid()), "utf-8")
        repository = Repository(str(git_dir), str(git_dir))
        commit = find_commit(repository, ref, seconds=limits.git_seconds)
    return Copy(git_dir=str(git_dir), commit=commit)


def fetch_blobs(target: Target, objects: Objects, entries: Sequence[Entry], limits: Limits) -> None:
    """Bring the files of entries that are not yet in the cached copy, all in one request.

    Raises:
        CollectError: as `fetch_head`.
    """
    wanted = sorted({entry.blob for entry in entries})
    asked = "\n".join([*wanted, ""]).encode("ascii")
    answer = run(
        ["cat-file", "--batch-check=%(objectname)", "--buffer"],
        objects=objects,
        stdin=asked,
        seconds=limits.git_seconds,
    )
    missing = [line[:-8] for line in answer.splitlines() if line.endswith(b" missing")]
    if not missing:
        return
    logger.info("%s: fetching %d files", target.id, len(missing))
    git_dir = Path(objects.folder).parent
    with _lock(git_dir.with_suffix(".lock"), target, limits):
        arguments = ["fetch", *_FETCH, "--filter=blob:none", "--stdin", "origin"]
        _patiently(target, arguments, str(git_dir), limits, stdin=b"\n".join([*missing, b""]))


def _update(git_dir: Path, target: Target, ref: str, limits: Limits) -> None:
    """Fetch commit and trees; without a filter where the server refuses one."""
    plain = git_dir / "sluis-plain"
    spec = f"+{target.revision or 'HEAD'}:{ref}"
    if not plain.exists():
        try:
            _create(git_dir, target, limits)
            arguments = ["fetch", *_FETCH, "--depth=1", "--filter=blob:none", "origin", spec]
            _patiently(target, arguments, str(git_dir), limits)
        except GitError as error:
            if "filter" not in error.detail.lower():
                raise
            logger.info("%s: the server refuses filters; fetching all files", target.id)
            shutil.rmtree(git_dir, ignore_errors=True)
        else:
            return
    _create(git_dir, target, limits)
    plain.touch()
    arguments = ["fetch", *_FETCH, "--depth=1", "origin", spec]
    _patiently(target, arguments, str(git_dir), limits)


def _create(git_dir: Path, target: Target, limits: Limits) -> None:
    """An empty bare repository that knows its server."""
    if (git_dir / "objects").is_dir():
        return
    made = git_dir.with_suffix(f".{os.getpid()}")
    shutil.rmtree(made, ignore_errors=True)
    seconds = limits.git_seconds
    try:
        run(["init", "--quiet", "--bare", "--template=", "--", str(made)], seconds=seconds)
        setting = ["config", "remote.origin.url", target.location]
        run(setting, git_dir=str(made), seconds=seconds)
        made.rename(git_dir)
    except OSError as error:
        raise CollectError(f"{target.id}: the cache cannot be used: {error.strerror}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _patiently(
    target: Target, arguments: list[str], git_dir: str, limits: Limits, *, stdin: bytes = b""
) -> None:
    """Run a fetch; try again where trying again can help. The time cap holds for all attempts."""
    secrets = credentials(target)
    deadline = time.monotonic() + limits.git_seconds
    for attempt in range(len(_PAUSES) + 1):
        left = max(deadline - time.monotonic(), 1.0)
        try:
            run(arguments, git_dir=git_dir, stdin=stdin, seconds=left, local=False, secrets=secrets)
        except GitTimeoutError as error:
            raise GitTimeoutError(f"{target.id}: {error}") from error
        except GitError as error:
            said = error.detail.lower()
            pause = _PAUSES[attempt] if attempt < len(_PAUSES) else None
            final = "filter" in said or any(words in said for words in _FINAL)
            if pause is None or final or time.monotonic() + pause > deadline:
                raise GitError(f"{target.id}: {error}", detail=error.detail) from error
            logger.info("%s: attempt %d failed: %s", target.id, attempt + 1, error.detail)
            time.sleep(pause)
        else:
            return


def credentials(target: Target) -> dict[str, str]:
    """Environment that hands git the target's token; empty when it names none.

    The variable holds a token, or `user:token` for a server that wants a name. It goes to the
    target's own host only, in a header, through the environment.

    Raises:
        CollectError: the variable is not set, or the address is not https.
    """
    if not target.token_env:
        return {}
    token = os.environ.get(target.token_env, "").strip()
    if not token:
        raise CollectError(f"{target.id}: environment variable {target.token_env} is not set")
    scheme, _, rest = target.location.partition("://")
    host = rest.split("/", 1)[0].rpartition("@")[2]
    bare = host.rsplit(":", 1)[0]
    if scheme.lower() != "https" and not (scheme == "http" and bare in {"127.0.0.1", "localhost"}):
        raise CollectError(f"{target.id}: a token is only sent over https")
    if not token.isascii() or not token.isprintable():
        raise CollectError(f"{target.id}: {target.token_env} does not hold a token")
    pair = token if ":" in token else f"x-access-token:{token}"
    secret = base64.b64encode(pair.encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{scheme}://{host}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {secret}",
    }


def _fresh(stamp: Path) -> bool:
    """Whether this run fetched just now: change check and scan share one fetch.

    The check may have been made by the parent of a worker process.
    """
    ours = {str(os.getpid()), str(os.getppid())}
    try:
        age = time.time() - stamp.stat().st_mtime
        return 0 <= age < FRESH_SECONDS and stamp.read_text("utf-8") in ours
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def _lock(path: Path, target: Target, limits: Limits) -> Iterator[None]:
    """Keep two scans from writing one cached copy."""
    deadline = time.monotonic() + limits.git_seconds
    try:
        file = path.open("a")
    except OSError as error:
        raise CollectError(f"{path}: the cache cannot be used: {error.strerror}") from error
    with file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > deadline:
                    shown = hide_credentials(target.id)
                    raise CollectError(f"{shown}: another scan holds its cached copy") from None
                time.sleep(0.05)
        yield
