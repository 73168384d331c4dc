"""setup.py."""

import pytest

from sbom.component import Role, Scope
from sbom.errors import ParseError
from sbom.issue import IssueKind
from sbom.parsers.pypi.setup_py import parse
from sbom.source import SourceFile

TEXT = b"""\
import os
from setuptools import setup

os.system("false")  # wordt nooit uitgevoerd
NAAM = "loket"
BASIS = ["click>=6.7", "vast==1.2"]
EXTRA = dict(license="EUPL-1.2")

setup(
    name=NAAM,
    version=open("VERSION").read(),
    classifiers=["License :: OSI Approved :: MIT License"],
    install_requires=BASIS + ["%s==6.5.1", "los # uitleg", "kern @ https://example.org/kern-1.0.zip"],
    extras_require={"docs": ["sphinx"], ":python_version<'3'": "futures"},
    tests_require=open("t").read().split(),
    **EXTRA,
)
"""


def test_literals_are_read_and_nothing_is_run() -> None:
    read = parse(SourceFile(path="setup.py", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", "", Scope.RUNTIME, (Role.ROOT,), 10),
        ("click", "", Scope.RUNTIME, (), 13),
        ("vast", "1.2", Scope.RUNTIME, (), 13),
        ("los", "", Scope.RUNTIME, (), 13),
        ("kern", "", Scope.RUNTIME, (Role.URL,), 13),
        ("sphinx", "", Scope.DEV, (), 14),
        ("futures", "", Scope.RUNTIME, (), 14),
    ]
    assert [x.raw for x in read.components[0].licenses] == [
        "EUPL-1.2",
        "License :: OSI Approved :: MIT License",
    ]
    assert {i.kind for i in read.issues} == {IssueKind.NOTE}
    assert [i.subject for i in read.issues] == ["install_requires", "tests_require"]


def test_python_2_is_read_by_its_look() -> None:
    content = b"""\
print "hallo"
setup(name='loket', version='1.0',
      license="EUPL-1.2",
      install_requires=['click>=6.7',  # uitleg
          'vast==1.2', naam + 'x'],
      packages=['loket'])
"""
    read = parse(SourceFile(path="setup.py", content=content))
    assert [(c.name, c.version, c.line) for c in read.components] == [
        ("loket", "1.0", 2),
        ("click", "", 4),
        ("vast", "1.2", 5),
    ]
    assert read.components[0].licenses[0].raw == "EUPL-1.2"
    assert read.issues[0].kind is IssueKind.NOTE


@pytest.mark.parametrize("content", [b"print 'x'\n", b"(" * 3000])
def test_what_is_no_python_is_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="setup.py", content=content))


def test_names_that_double_without_end_cost_nothing() -> None:
    lines = "\n".join(f"a{i} = a{i + 1} + a{i + 1}" for i in range(60))
    content = f"{lines}\na60 = ['x']\nsetup(name='a', install_requires=a0)\n".encode()
    assert parse(SourceFile(path="setup.py", content=content)).components[0].name == "a"
