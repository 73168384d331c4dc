"""*.gemspec."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.gem.gemspec import parse
from sbom.source import SourceFile

TEXT = """\
require_relative "lib/x/version"
Gem::Specification.new do |spec|
  spec.name = "x"
  spec.version = X::VERSION
  spec.licenses = ["MIT", "EUPL-1.2"]
  spec.add_dependency "rack", ">= 2", "< 4"
  spec.add_development_dependency("rspec", "~> 3.0")
  spec.add_dependency dep
end
"""
TEXT1 = """\
# -*- encoding: utf-8 -*-
Gem::Specification.new do |s|
  s.name = "x".freeze
  s.version = "1.2.0"
  s.licenses = ["MIT".freeze]
  s.add_runtime_dependency(%q<rack>.freeze, [">= 0"])
  s.add_runtime_dependency(%q<rake>.freeze, ["~> 13.0", ">= 1"])
end
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="a/x.gemspec", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "3 pkg:gem/x absent - runtime root None",
        "6 pkg:gem/rack range >= 2, < 4 runtime - True",
        "7 pkg:gem/rspec range ~> 3.0 dev - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == [
        ("note", "add_dependency", 8)
    ]


def test_the_project_needs_what_it_asks_for() -> None:
    read = parse(SourceFile(path="a/x.gemspec", content=TEXT.encode()))
    [edges] = read.dependencies
    assert edges.ref == "."
    assert set(edges.targets) == {c.ref for c in read.components} - {"."}


def test_an_installed_one() -> None:
    read = parse(SourceFile(path="gems/specifications/x-1.gemspec", content=TEXT1.encode()))
    assert [told(c) for c in read.components] == [
        "3 pkg:gem/x@1.2.0 exact 1.2.0 runtime - None",
        "6 pkg:gem/rack absent - runtime declared False",
        "7 pkg:gem/rake range ~> 13.0, >= 1 runtime declared False",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="a/x.gemspec", content=b"puts 1\n"))
