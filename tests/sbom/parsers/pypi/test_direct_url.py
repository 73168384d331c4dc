"""direct_url.json."""

import pytest

from sbom.component import Role
from sbom.errors import NotThisFormatError
from sbom.parsers.pypi.direct_url import parse
from sbom.source import SourceFile

PATH = "lib/loket-1.0.0.dist-info/direct_url.json"


@pytest.mark.parametrize(
    ("content", "role", "download"),
    [
        (
            b'{"url": "https://u:p@git.example.org/loket.git", "vcs_info": {"vcs": "git", "commit_id": "0123"}}',
            Role.GIT,
            "https://git.example.org/loket.git",
        ),
        (
            b'{"url": "https://example.org/loket.whl", "archive_info": {"hash": "sha256=ab12"}}',
            Role.URL,
            "https://example.org/loket.whl",
        ),
        (b'{"url": "file:///srv/loket", "dir_info": {"editable": true}}', Role.LOCAL, ""),
    ],
)
def test_where_it_came_from(content: bytes, role: Role, download: str) -> None:
    (found,) = parse(SourceFile(path=PATH, content=content)).components
    assert (found.name, found.version, found.roles, found.download) == (
        "loket",
        "1.0.0",
        (role,),
        download,
    )
    if role is Role.URL:
        assert found.hashes == (("SHA-256", "ab12"),)


@pytest.mark.parametrize("path", ["direct_url.json", "a/direct_url.json"])
def test_elsewhere_it_is_another_file(path: str) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path=path, content=b'{"url": "https://example.org"}'))
