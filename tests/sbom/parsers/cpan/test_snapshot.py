"""cpanfile.snapshot."""

import pytest

from sbom.errors import NotThisFormatError
from sbom.parsers.cpan.snapshot import parse
from sbom.source import SourceFile

TEXT = b"""\
# carton snapshot format: version 1.0
DISTRIBUTIONS
  Loket-0.34
    pathname: G/GE/GEMEENTE/Loket-0.34.tar.gz
    provides:
      Loket 0.34
      Loket::Fast undef
    requirements:
      Kern::Deel 0.001
      perl 5.006
  Kern-v1.2.3
    pathname: G/GE/GEMEENTE/Kern-v1.2.3.tar.gz
    provides:
      Kern::Deel v1.2.3
    requirements:
      ExtUtils::MakeMaker 0
  zomaar
    pathname: x
"""


def test_distributions_and_edges() -> None:
    read = parse(SourceFile(path="cpanfile.snapshot", content=TEXT))
    assert [(c.purl, c.direct, c.line) for c in read.components] == [
        ("pkg:cpan/Loket@0.34", True, 3),
        ("pkg:cpan/Kern@v1.2.3", None, 11),
    ]
    assert [(d.ref, d.targets) for d in read.dependencies] == [("Loket-0.34", ("Kern-v1.2.3",))]
    assert dict(read.components[0].properties)["author-id"] == "GEMEENTE"
    assert [i.subject for i in read.issues] == ["zomaar"]


def test_what_is_no_snapshot_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="cpanfile.snapshot", content=b"requires 'Loket';\n"))
