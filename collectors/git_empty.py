"""An empty repository of ours, put around the objects of another so that only its objects count.

Source: gitrepository-layout(5); git(1), environment variable GIT_OBJECT_DIRECTORY.
"""

from functools import cache
from pathlib import Path

from collectors.cache import private_dir
from sbom.errors import CollectError

_CONFIG = {
    "sha1": "[core]\n\trepositoryformatversion = 0\n\tbare = true\n",
    "sha256": "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
    "[extensions]\n\tobjectformat = sha256\n",
}


def empty_repository(object_format: str) -> str:
    """Path of a bare repository without objects, refs or settings; made when absent.

    It stands in the cache; where that cannot be written, in a folder that ends with the process.

    Args:
        object_format: `sha1` or `sha256`.

    Raises:
        CollectError: neither place can be written.
    """
    try:
        top = private_dir("git", "empty", object_format)
        _fill(top, object_format)
    except (CollectError, OSError):
        return _elsewhere(object_format)
    return str(top)


@cache
def _elsewhere(object_format: str) -> str:
    import atexit
    import shutil
    import tempfile

    try:
        top = Path(tempfile.mkdtemp(prefix="sluis-git-"))
        atexit.register(shutil.rmtree, top, ignore_errors=True)
        _fill(top, object_format)
    except OSError as error:
        raise CollectError(f"no folder can be written for git: {error.strerror}") from error
    return str(top)


def _fill(top: Path, object_format: str) -> None:
    if (top / "HEAD").is_file():
        return
    for folder in ("objects", "refs"):
        (top / folder).mkdir(exist_ok=True)
    (top / "config").write_text(_CONFIG[object_format], "utf-8")
    (top / "HEAD").write_text("ref: refs/heads/none\n", "utf-8")
