"""mix.exs."""

import pytest

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.parsers.hex.mix_exs import parse
from sbom.source import SourceFile

TEXT = """\
defmodule X.MixProject do
  use Mix.Project
  @version "1.2.3"
  def project do
    [app: :x, version: @version, deps: deps()]
  end
  defp deps do
    [
      {:phoenix, "~> 1.7.0"},
      {:ecto, "== 3.1.0", only: [:dev, :test]},
      {:h, git: "https://git.example.org/h.git", tag: "v1"},
      {:daisyui, github: "saadeghi/daisyui", tag: "v5", sparse: "x", app: false, compile: false, depth: 1},
      {:umb, in_umbrella: true}, {:other, "~> 1.0", hex: :another},
      {:credo, ">= 0.0.0", only: :test, runtime: false},
      {:opt, "~> 1.0", optional: true}
    ]
  end
  defp x, do: {:ok, "value"}
end
"""


def told(found: Component) -> str:
    """What a line of the file came to."""
    stated = found.version or found.requirement or "-"
    roles = "+".join(r.value for r in found.roles) or "-"
    return f"{found.line} {found.purl} {found.version_kind.value} {stated} {found.scope.value} {roles} {found.direct}"


def test_what_is_asked_for() -> None:
    read = parse(SourceFile(path="mix.exs", content=TEXT.encode()))
    assert [told(c) for c in read.components] == [
        "5 pkg:hex/x@1.2.3 exact 1.2.3 runtime root None",
        "9 pkg:hex/phoenix range ~> 1.7.0 runtime - True",
        "10 pkg:hex/ecto@3.1.0 exact 3.1.0 dev - True",
        "11 pkg:hex/h?vcs_url=git%2Bhttps:%2F%2Fgit.example.org%2Fh.git absent - runtime git True",
        "12 pkg:hex/daisyui?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fsaadeghi%2Fdaisyui.git absent - runtime git True",
        "13 pkg:hex/umb absent - runtime local True",
        "13 pkg:hex/another range ~> 1.0 runtime alias True",
        "14 pkg:hex/credo range >= 0.0.0 test - True",
        "15 pkg:hex/opt range ~> 1.0 optional - True",
    ]
    assert [(i.kind.value, i.subject, i.line) for i in read.issues] == []


def test_the_project_needs_what_it_asks_for() -> None:
    read = parse(SourceFile(path="mix.exs", content=TEXT.encode()))
    [edges] = read.dependencies
    assert edges.ref == "."
    assert set(edges.targets) == {c.ref for c in read.components} - {"."}


def test_something_else_is_refused() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="mix.exs", content=b"IO.puts 1\n"))
