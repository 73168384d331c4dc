"""Which commit a repository on disk stands at.

Read from its files; git is asked only when they do not say. So a rescan of many unchanged
repositories starts no process.
Source: gitrepository-layout(5), gitglossary(7), git-pack-refs(1) of git 2.39.
"""

import re
from pathlib import Path

import msgspec

from collectors.git import GitError, Objects, run
from collectors.git_url import check_revision
from sbom.errors import CollectError

_ID = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_REF = re.compile(r"refs/[^\s\x00-\x1f\x7f~^:?*\[\\]+\Z")
_SYMREFS = 5
_FILE_BYTES = 256 * 1024 * 1024


class Repository(msgspec.Struct, frozen=True):
    """A git repository on this disk."""

    git_dir: str
    """Absolute path of the folder with HEAD; of a worktree, its own folder."""
    common_dir: str
    """Absolute path of the folder with objects and refs; mostly equal to `git_dir`."""


def objects_of(repository: Repository, commit: str) -> Objects:
    """Where the objects of a repository are; the format follows from a full id of its."""
    folder = f"{repository.common_dir}/objects"
    return Objects(folder, "sha256" if len(commit) == 64 else "sha1")


def open_repository(location: str) -> Repository:
    """The repository at a path: a bare one, a working tree, a worktree, a submodule or a `.git`.

    Raises:
        CollectError: there is none, it is damaged or it may not be read. Parent folders are not
            searched: a path means itself.
    """
    top = Path(location)
    try:
        git_dir = _git_dir(top)
        common = git_dir
        pointer = git_dir / "commondir"
        if pointer.is_file():
            common = (git_dir / _small(pointer).strip()).resolve()
        whole = (git_dir / "HEAD").is_symlink() or (git_dir / "HEAD").is_file()
        if not whole or not (common / "objects").is_dir():
            raise CollectError(f"{location}: is not a git repository, or a damaged one")
    except OSError as error:
        raise CollectError(f"{location}: cannot be read: {error.strerror}") from error
    return Repository(str(git_dir), str(common))


def _git_dir(top: Path) -> Path:
    if not top.is_dir():
        reason = "is a file, not a repository" if top.exists() else "is not there"
        raise CollectError(f"{top}: {reason}")
    inner = top / ".git"
    if inner.is_dir():
        return inner.resolve()
    if inner.is_file():
        text = _small(inner)
        if not text.startswith("gitdir:"):
            raise CollectError(f"{inner}: does not say where the repository is")
        target = (top / text.removeprefix("gitdir:").strip()).resolve()
        if not target.is_dir():
            raise CollectError(f"{top}: its repository {target} is not there")
        return target
    if (top / "objects").is_dir() and (top / "HEAD").exists():
        return top.resolve()
    raise CollectError(
        f"{top}: is not a git repository; name its top folder, or use `folder:` for plain files"
    )


def find_commit(repository: Repository, revision: str, *, seconds: float) -> str:
    """Commit id of a revision; empty when the repository has no commit yet.

    Args:
        repository: Where to look.
        revision: Branch, tag or commit; empty: HEAD.
        seconds: Time cap for git, where it has to be asked.

    Raises:
        CollectError: the revision is not there, or HEAD names a branch that is not there while
            others are.
    """
    if revision:
        check_revision(revision)
    try:
        if quick := _from_files(repository, revision):
            return quick
    except (OSError, ValueError) as error:
        raise CollectError(f"{repository.git_dir}: cannot be read: {error}") from error
    name = f"{revision or 'HEAD'}^{{commit}}"
    try:
        arguments = ["rev-parse", "--verify", "--quiet", name]
        found = run(arguments, git_dir=repository.git_dir, seconds=seconds)
        return found.decode("ascii", "replace").strip()
    except GitError as error:
        if revision:
            said = f" ({error.detail})" if error.detail.startswith("fatal:") else ""
            raise CollectError(
                f"{repository.git_dir}: has no branch, tag or commit {revision!r}{said}"
            ) from error
        return _unborn(repository, error, seconds=seconds)


def _from_files(repository: Repository, revision: str) -> str:
    """The commit as the files state it, or empty when git has to be asked."""
    if revision:
        if _ID.match(revision):
            return ""
        tag = _ref(repository, f"refs/tags/{revision}")
        return "" if tag else _ref(repository, f"refs/heads/{revision}")
    head = Path(repository.git_dir, "HEAD")
    if head.is_symlink():
        return ""
    return _follow(repository, _small(head).strip())


def _follow(repository: Repository, value: str) -> str:
    for _ in range(_SYMREFS):
        if _ID.match(value):
            return value
        name = value.removeprefix("ref:").strip()
        if not value.startswith("ref:"):
            return ""
        value = _ref(repository, name)
    return ""


def _ref(repository: Repository, name: str) -> str:
    """What a ref holds: a commit id, `ref: …`, or empty when it is not in the files."""
    if not _REF.match(name) or ".." in name or "//" in name:
        return ""
    for folder in dict.fromkeys((repository.git_dir, repository.common_dir)):
        loose = Path(folder, name)
        if loose.is_file():
            value = _small(loose).strip()
            return value if _ID.match(value) or value.startswith("ref:") else ""
    packed = Path(repository.common_dir, "packed-refs")
    if not packed.is_file() or packed.stat().st_size > _FILE_BYTES:
        return ""
    content = packed.read_bytes()
    at = content.find(b" " + name.encode("utf-8", "surrogateescape") + b"\n")
    if at < 0:
        return ""
    value = content[content.rfind(b"\n", 0, at) + 1 : at].decode("ascii", "replace")
    return value if _ID.match(value) else ""


def _unborn(repository: Repository, error: GitError, *, seconds: float) -> str:
    """Empty for a repository without a commit; anything else is trouble to report."""
    arguments = ["for-each-ref", "--count=6", "--format=%(refname:short)", "refs/heads"]
    try:
        listed = run(arguments, git_dir=repository.git_dir, seconds=seconds)
    except GitError as worse:
        raise CollectError(f"{repository.git_dir}: {worse.detail or worse}") from error
    names = listed.decode("utf-8", "replace").split()
    if names:
        raise CollectError(
            f"{repository.git_dir}: HEAD names no commit; name a branch in `revision`, "
            f"for example {', '.join(names)}"
        )
    head = Path(repository.git_dir, "HEAD")
    try:
        text = _small(head).strip()
    except OSError as gone:
        raise CollectError(f"{repository.git_dir}: cannot be read: {gone.strerror}") from error
    if not text.startswith("ref:"):
        raise CollectError(f"{repository.git_dir}: HEAD names no commit of this repository")
    return ""


def _small(path: Path) -> str:
    """Text of a file that holds one line."""
    with path.open("rb") as file:
        return file.read(8192).decode("utf-8", "surrogateescape")
