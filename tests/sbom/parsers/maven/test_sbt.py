"""build.sbt."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.maven.sbt import parse
from sbom.source import SourceFile

TEXT = """\
scalaVersion := "2.13.8"
val circeVersion = "0.14.1"
lazy val root = (project in file(".")).settings(
  libraryDependencies ++= Seq(
    "org.typelevel" %% "cats-core" % "2.9.0",
    "io.circe" %% "circe-core" % circeVersion,
    "ch.qos.logback" % "logback-classic" % V.logback,
    "org.scalatest" %% "scalatest" % "3.2" % Test, // c
    "a" % "b" % "1" % "test->compile"
  ))
addSbtPlugin("com.x" % "plug" % "1.2")
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="build.sbt", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "5 pkg:maven/org.typelevel/cats-core_2.13@2.9.0 exact 2.9.0 runtime - True",
        "6 pkg:maven/io.circe/circe-core_2.13@0.14.1 exact 0.14.1 runtime - True",
        "7 pkg:maven/ch.qos.logback/logback-classic unresolved V runtime - True",
        "8 pkg:maven/org.scalatest/scalatest_2.13@3.2 exact 3.2 test - True",
        "9 pkg:maven/a/b@1 exact 1 test - True",
        "11 pkg:maven/com.x/plug@1.2 exact 1.2 build - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="other.scala", content=b"object X\n"))
