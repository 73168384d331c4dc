"""Pinned runtimes."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError, ParseError
from sbom.parsers.runtime.pins import parse
from sbom.source import SourceFile


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".nvmrc", "v20.11.0\n", [("pkg:generic/node@20.11.0", "exact")]),
        (".nvmrc", "lts/iron", [("pkg:generic/node", "unresolved")]),
        (
            ".python-version",
            "3.12.1\n3.11\n",
            [("pkg:generic/python@3.12.1", "exact"), ("pkg:generic/python@3.11", "exact")],
        ),
        (".java-version", "temurin-17.0.1\n", [("pkg:generic/java@17.0.1", "exact")]),
        (
            "gradle/wrapper/gradle-wrapper.properties",
            "a=b\ndistributionUrl=https\\://example.org/d/gradle-8.14.3-bin.zip\n",
            [("pkg:generic/gradle@8.14.3", "exact")],
        ),
        (
            "maven-wrapper.properties",
            "distributionUrl=https://example.org/apache-maven-3.9.6-bin.zip\n",
            [("pkg:generic/maven@3.9.6", "exact")],
        ),
        (".ruby-version", "ruby-3.3.0", [("pkg:generic/ruby@3.3.0", "exact")]),
        (
            ".tool-versions",
            "nodejs 20.1.0 # x\nerlang system\n",
            [("pkg:generic/node@20.1.0", "exact"), ("pkg:generic/erlang", "unresolved")],
        ),
        (
            "mise.toml",
            '[tools]\nnode = "22"\npython = ["3.12"]\ngo = {version = ">=1.22"}\n',
            [
                ("pkg:generic/node@22", "exact"),
                ("pkg:generic/python@3.12", "exact"),
                ("pkg:generic/go", "range"),
            ],
        ),
        (
            "global.json",
            '{"sdk": {"version": "8.0.100"}, "msbuild-sdks": {"A.B": "3.0.1"}}',
            [("pkg:generic/dotnet-sdk@8.0.100", "exact"), ("pkg:nuget/A.B@3.0.1", "exact")],
        ),
        ("runtime.txt", "python-3.11.4\n", [("pkg:generic/python@3.11.4", "exact")]),
        (
            "rust-toolchain.toml",
            '[toolchain]\nchannel = "1.75"',
            [("pkg:generic/rust@1.75", "exact")],
        ),
        (".sdkmanrc", "# x\njava=21.0.2-tem\n", [("pkg:generic/java@21.0.2", "exact")]),
    ],
)
def test_pins(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    made = parse(SourceFile(path=path, content=text.encode()))
    assert [(c.purl, c.version_kind.value) for c in made.components] == expected


def test_prose_named_runtime_is_not_claimed() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="runtime.txt", content=b"The program ran for 3 hours."))


@given(st.binary(max_size=200), st.sampled_from([".nvmrc", "mise.toml", "global.json"]))
def test_any_bytes_give_an_inventory_or_a_parse_error(content: bytes, path: str) -> None:
    with contextlib.suppress(ParseError):
        parse(SourceFile(path=path, content=content))
