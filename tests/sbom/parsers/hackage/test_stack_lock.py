"""stack.yaml.lock."""

from sbom.component import Role
from sbom.parsers.hackage.stack_lock import parse
from sbom.source import SourceFile

TEXT = f"""\
packages:
- completed:
    hackage: HTTP-4000.3.16@sha256:{"ab" * 32},5947
  original:
    hackage: HTTP-4000.3.16
- completed:
    commit: 0123456789abcdef0123456789abcdef01234567
    git: https://git.example.org/loket.git
    name: loket
    version: 0.1.0.0
  original:
    git: https://git.example.org/loket.git
- completed:
    hackage: geenversie
snapshots:
- completed:
    sha256: aa
    url: https://example.org/lts/18/28.yaml
  original: lts-18.28
"""


def test_packages_and_snapshots() -> None:
    read = parse(SourceFile(path="stack.yaml.lock", content=TEXT.encode()))
    assert [(c.name, c.version, c.roles, c.line) for c in read.components] == [
        ("HTTP", "4000.3.16", (), 2),
        ("loket", "0.1.0.0", (Role.GIT,), 6),
    ]
    assert dict(read.components[0].properties)["cabal-file-sha256"] == "ab" * 32
    assert [(d.kind, d.name) for d in read.descriptors] == [("stack-snapshot", "lts-18.28")]
    assert [i.subject for i in read.issues] == ["packages[2]"]
