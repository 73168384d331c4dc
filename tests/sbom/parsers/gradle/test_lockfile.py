"""gradle.lockfile and its older and build-script forms."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Scope
from sbom.errors import ParseError
from sbom.issue import IssueKind
from sbom.match import format_of
from sbom.parsers.gradle.lockfile import parse
from sbom.source import SourceFile


def read(text: str, path: str = "gradle.lockfile"):
    return parse(SourceFile(path=path, content=text.encode()))


@pytest.mark.parametrize(
    ("configurations", "scope"),
    [
        ("compileClasspath,runtimeClasspath,testRuntimeClasspath", Scope.RUNTIME),
        ("testCompileClasspath,testRuntimeClasspath", Scope.TEST),
        ("debugAndroidTestCompileClasspath", Scope.TEST),
        ("annotationProcessor", Scope.BUILD),
        ("detekt,ktlint", Scope.BUILD),
        ("developmentOnly", Scope.DEV),
        ("annotationProcessor,compileClasspath", Scope.RUNTIME),
        ("eigen", Scope.UNKNOWN),
        ("eigen,testRuntimeClasspath", Scope.TEST),
        ("", Scope.UNKNOWN),
    ],
)
def test_scope_is_that_of_the_furthest_reaching_configuration(configurations, scope):
    (found,) = read(f"org.example:kern:1.0={configurations}\n").components
    assert found.scope is scope
    assert found.purl == "pkg:maven/org.example/kern@1.0"


def test_comments_and_empty_configurations_hold_no_components():
    inventory = read("# een opmerking\nempty=annotationProcessor\n")
    assert inventory.components == ()
    assert inventory.issues == ()
    assert not inventory.expects_components


def test_a_bad_line_is_an_issue_with_its_number():
    inventory = read("a:b:1=compileClasspath\n>>>\nc:d:2=compileClasspath\r\n")
    assert [c.name for c in inventory.components] == ["a:b", "c:d"]
    assert [(i.kind, i.line, i.subject) for i in inventory.issues] == [(IssueKind.ENTRY, 2, ">>>")]


def test_a_doubled_line_counts_once():
    assert len(read("a:b:1=x\na:b:1=y\n").components) == 1


def test_the_lock_of_a_build_script_is_build():
    (found,) = read("a:b:1=classpath\n", "buildscript-gradle.lockfile").components
    assert found.scope is Scope.BUILD


def test_an_older_lock_is_named_after_its_configuration():
    path = "app/gradle/dependency-locks/testRuntimeClasspath.lockfile"
    (found,) = read("a:b:1\n", path).components
    assert found.scope is Scope.TEST
    assert format_of(path).name == "gradle/lockfile"


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03binair\x00", b"dit is geen lock\n"])
def test_what_is_no_lock_is_an_error(content):
    with pytest.raises(ParseError):
        parse(SourceFile(path="gradle.lockfile", content=content))


@given(st.binary(max_size=200))
def test_any_bytes_give_an_inventory_or_an_error(content):
    with contextlib.suppress(ParseError):
        parse(SourceFile(path="gradle.lockfile", content=content))
