"""Gemfile."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.gem.gemfile import parse
from sbom.source import SourceFile

TEXT = """\
source "https://example.org"
ruby "3.2.1"
git_source(:github) { |repo| "https://github.com/#{repo}.git" }
gem "rails", "~> 7.0", ">= 7.0.1" # comment
gem 'pg', '1.2.3', group: :production
gem 'x', :git => 'https://u:p@git.example.org/x.git', :tag => 'v1', :require => false
gem "y", github: "rails/y", branch: "main"
group :development, :test do
  gem "rspec", ">= 0"
  gem 'debug', platforms: %i[ mri windows ],
      require: "debug/prelude"
end
group :test do gem "capybara" end
if ENV["A"]
  gem "z", path: "../z"
end
gem name, "1"
gem "w", "#{v}"
%w[a b].each { |n| gem n }
gemspec
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="Gemfile", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "2 pkg:generic/ruby@3.2.1 exact 3.2.1 runtime stdlib True",
        "4 pkg:gem/rails range ~> 7.0, >= 7.0.1 runtime - True",
        "5 pkg:gem/pg@1.2.3 exact 1.2.3 runtime - True",
        "6 pkg:gem/x?vcs_url=git%2Bhttps:%2F%2Fgit.example.org%2Fx.git absent - runtime git True",
        "7 pkg:gem/y?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Frails%2Fy.git absent - runtime git True",
        "9 pkg:gem/rspec absent - dev - True",
        "10 pkg:gem/debug absent - dev - True",
        "13 pkg:gem/capybara absent - test - True",
        "15 pkg:gem/z absent - runtime local True",
        "18 pkg:gem/w absent - runtime - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == [
        ("note", "name", 17),
        ("note", "gem", 19),
        ("note", "gemspec", 20),
    ]


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="Gemfile", content=b"puts 1\n"))


def test_a_name_that_turns_out_to_be_a_key() -> None:
    read = parse(SourceFile(path="Gemfile", content=b'gem "rack" => "1.0"\n'))
    assert read.components == ()
    assert [i.message for i in read.issues] == ["is put together when the file runs"]
