"""Podfile."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.cocoapods.podfile import parse
from sbom.source import SourceFile

TEXT = """\
platform :ios, '9.0'
use_frameworks!
target 'MyApp' do
  pod 'AFNetworking', '~> 2.6'
  pod 'ORStackView', '3.0'
  pod 'A/B', :git => 'https://git.example.org/a.git', :tag => '1.2'
  pod 'Firebase', subspecs: ['A', 'B']
  pod "Local", :path => '../x'
  target 'MyAppTests' do
    inherit! :search_paths
    pod 'OCMock', '~> 2.0.1'
  end
end
post_install do |installer|
  installer.pods_project.targets.each do |t|
    puts t
  end
end
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="Podfile", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "4 pkg:cocoapods/AFNetworking range ~> 2.6 runtime - True",
        "5 pkg:cocoapods/ORStackView@3.0 exact 3.0 runtime - True",
        "6 pkg:cocoapods/A?vcs_url=git%2Bhttps:%2F%2Fgit.example.org%2Fa.git#B absent - runtime git True",
        "7 pkg:cocoapods/Firebase absent - runtime - True",
        "8 pkg:cocoapods/Local absent - runtime local True",
        "11 pkg:cocoapods/OCMock range ~> 2.0.1 test - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="Podfile", content=b"puts 1\n"))
