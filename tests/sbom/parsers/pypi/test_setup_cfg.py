"""setup.cfg."""

from sbom.component import Role, Scope
from sbom.issue import IssueKind
from sbom.parsers.pypi.setup_cfg import parse
from sbom.source import SourceFile

TEXT = b"""\
[metadata]
name = loket
version = attr: loket.VERSION
license = EUPL-1.2
classifiers =
    Programming Language :: Python
    License :: OSI Approved :: MIT License

[options]
python_requires = >=3.9
install_requires =
    # uitleg
    click>=6.7
    vast==1.2 ; python_version < "3.12"
    kern @ git+https://git.example.org/kern.git@main
    @@
setup_requires = setuptools_scm
tests_require = file: tests.txt

[options.extras_require]
docs = sphinx
snel =
    uvloop

[flake8]
max-line-length = 100
"""


def test_project_and_requirements() -> None:
    read = parse(SourceFile(path="setup.cfg", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", "", Scope.RUNTIME, (Role.ROOT,), 2),
        ("click", "", Scope.RUNTIME, (), 13),
        ("vast", "1.2", Scope.RUNTIME, (), 14),
        ("kern", "main", Scope.RUNTIME, (Role.GIT,), 15),
        ("setuptools_scm", "", Scope.BUILD, (), 17),
        ("sphinx", "", Scope.DEV, (), 21),
        ("uvloop", "", Scope.OPTIONAL, (), 23),
    ]
    assert [(x.source, x.line) for x in read.components[0].licenses] == [
        ("license", 4),
        ("classifier", 7),
    ]
    assert dict(read.components[0].properties)["dynamic"] == "version"
    assert [(i.kind, i.line) for i in read.issues] == [
        (IssueKind.ENTRY, 16),
        (IssueKind.NOTE, 18),
    ]


def test_mere_settings_of_tools_hold_nothing() -> None:
    read = parse(SourceFile(path="setup.cfg", content=b"[flake8]\nignore = E1\n"))
    assert read.components == ()
    assert not read.expects_components
