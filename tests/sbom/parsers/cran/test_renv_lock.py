"""renv.lock."""

from sbom.component import Role
from sbom.parsers.cran.renv_lock import parse
from sbom.source import SourceFile

TEXT = b"""{
  "R": { "Version": "4.3.1", "Repositories": [] },
  "Packages": {
    "markdown": {
      "Package": "markdown",
      "Version": "1.0",
      "Source": "Repository",
      "Repository": "CRAN",
      "Requirements": ["R", "mime"],
      "Hash": "4584a57f565dd7987d59dda3a02cfb41"
    },
    "mime": {
      "Package": "mime",
      "Version": "0.12.1",
      "Source": "GitHub",
      "RemoteType": "github",
      "RemoteUsername": "gemeente",
      "RemoteRepo": "mime",
      "RemoteRef": "main",
      "RemoteSha": "1763e0dcb72fb58d97bab97bb834fc71f1e012bc"
    },
    "limma": {
      "Package": "limma",
      "Version": "3.58.1",
      "Source": "Bioconductor",
      "License": "GPL (>= 2)",
      "Imports": ["markdown (>= 0.9)"]
    },
    "stuk": 3
  }
}
"""


def test_sources_edges_and_licences() -> None:
    read = parse(SourceFile(path="renv.lock", content=TEXT))
    assert [(c.name, c.purl.partition("?")[0], c.roles, c.line) for c in read.components] == [
        ("R", "pkg:generic/R@4.3.1", (Role.STDLIB,), 2),
        ("markdown", "pkg:cran/markdown@1.0", (), 4),
        ("mime", "pkg:cran/mime@0.12.1", (Role.GIT,), 12),
        ("limma", "pkg:bioconductor/limma@3.58.1", (), 22),
    ]
    assert dict(read.components[2].properties)["commit"].startswith("1763e0")
    assert [x.raw for x in read.components[3].licenses] == ["GPL (>= 2)"]
    assert [(d.ref, d.targets) for d in read.dependencies] == [
        ("markdown", ("mime",)),
        ("limma", ("markdown",)),
    ]
    assert [i.subject for i in read.issues] == ["stuk"]
