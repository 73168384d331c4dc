"""The release file of a Java installation."""

import pytest

from sbom.errors import NotThisFormatError
from sbom.parsers.runtime.jdk_release import parse
from sbom.source import SourceFile


@pytest.mark.parametrize(
    ("text", "purl"),
    [
        (
            'IMPLEMENTOR="Voorbeeld"\nJAVA_RUNTIME_VERSION="21.0.4+7-LTS"\nJAVA_VERSION="21.0.4"\n',
            "openjdk@21.0.4%2B7",
        ),
        ('JAVA_VERSION="1.8.0_412"\n', "openjdk@8.0.412"),
        ('JAVA_VERSION="17.0.1"\nGRAALVM_VERSION="22.3.1"\n', "graalvm@22.3.1"),
        ('JAVA_RUNTIME_VERSION="onbekend"\nJAVA_VERSION="11"\n', "openjdk@11"),
    ],
)
def test_which_java(text: str, purl: str) -> None:
    made = parse(SourceFile(path="opt/java/release", content=text.encode()))
    assert [c.purl for c in made.components] == [f"pkg:generic/{purl}"]


@pytest.mark.parametrize("text", ["", "NAME=x\n", 'JAVA_VERSION="nieuw"\n'])
def test_another_file_of_that_name(text: str) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="release", content=text.encode()))
