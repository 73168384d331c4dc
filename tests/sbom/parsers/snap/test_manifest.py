"""snap/manifest.yaml."""

from sbom.component import Role, Scope
from sbom.parsers.snap.manifest import parse
from sbom.source import SourceFile

TEXT = b"""\
snapcraft-version: 8.2.1
snapcraft-os-release-id: ubuntu
name: loket
version: 24-0.1
architectures:
- amd64
primed-stage-packages:
- shim-signed=1.56+15.7-0ubuntu1
- libc6:i386=2.39
parts:
  kern:
    stage-packages:
    - shim-signed=1.56+15.7-0ubuntu1
    build-packages:
    - gcc
"""


def test_the_snap_and_what_is_in_it() -> None:
    read = parse(SourceFile(path="snap/manifest.yaml", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", "24-0.1", Scope.RUNTIME, (Role.ROOT,), 3),
        ("shim-signed", "1.56+15.7-0ubuntu1", Scope.RUNTIME, (Role.BUNDLED,), 8),
        ("libc6", "2.39", Scope.RUNTIME, (Role.BUNDLED,), 9),
        ("gcc", "", Scope.BUILD, (), 15),
    ]
    assert read.components[1].purl == ("pkg:deb/ubuntu/shim-signed@1.56%2B15.7-0ubuntu1?arch=amd64")
    assert read.components[2].purl == "pkg:deb/ubuntu/libc6@2.39?arch=i386"
