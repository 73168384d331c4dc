"""What plain scalars mean."""

import pytest

from sbom.readers.yaml_scalar import Decimalish, scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("on", "on"),
        ("12", 12),
        ("-3", -3),
        ("0o17", "0o17"),
        ("123456789012345678", "123456789012345678"),
        ("2026-11-23", "2026-11-23"),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
        (".", "."),
    ],
)
def test_value(text: str, value: object) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_a_decimal_keeps_its_spelling() -> None:
    assert isinstance(scalar("1.10"), Decimalish)
    assert str(scalar("1.10")) == "1.10"
