"""Properties of MSBuild files."""

from sbom.msbuild.evaluation import Properties
from sbom.msbuild.model import File, Property


def values(*properties: tuple[str, ...]) -> Properties:
    return Properties([File(tuple(Property(*p) for p in properties), (), ())])


def test_the_last_unconditional_value_wins_and_names_ignore_case():
    assert values(("A", "1"), ("a", "2")).get("A") == "2"


def test_a_value_uses_what_stands_before_it():
    assert values(("A", "1"), ("A", "$(A).2"), ("B", "$(A)$(C)")).get("B") == "1.2$(C)"


def test_a_default_is_taken_only_when_nothing_is_set():
    default = ("A", "9", "'$(A)' == ''")
    assert values(default).get("A") == "9"
    assert values(("A", "1"), default).get("A") == "1"


def test_property_functions_stay_as_written():
    assert values().expand("$([System.String]::new('x'))") == "$([System.String]::new('x'))"
