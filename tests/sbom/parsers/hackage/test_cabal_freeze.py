"""cabal.project.freeze."""

from sbom.component import Role
from sbom.parsers.hackage.cabal_freeze import parse
from sbom.source import SourceFile

TEXT = b"""\
active-repositories: hackage.example.org:merge
constraints: any.Cabal ==3.2.1.0,
             any.base installed,
             any.ansi-terminal ==0.11.3,
             ansi-terminal -example +fast,
             los >=1 && <2,
             leeg
index-state: 2022-07-07T01:01:53Z
zomaar
"""


def test_constraints() -> None:
    read = parse(SourceFile(path="cabal.project.freeze", content=TEXT))
    assert [(c.name, c.version, c.roles, c.line) for c in read.components] == [
        ("Cabal", "3.2.1.0", (), 2),
        ("base", "", (Role.STDLIB,), 3),
        ("ansi-terminal", "0.11.3", (), 4),
        ("los", "", (), 6),
    ]
    assert dict(read.components[2].properties)["flags"] == "-example +fast"
    assert read.components[3].requirement == ">=1 && <2"
    assert [(i.subject, i.line) for i in read.issues] == [("leeg", 7), ("zomaar", 9)]
