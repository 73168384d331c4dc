"""Numbers of organisations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.registers.identifiers import Identifier, duns, kvk, kvk_of_oin, lei, oin, read, rsin, vat


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("01234567", "01234567"),
        ("1234567", "01234567"),
        ("KvK-nummer: 12 34 56 78", "12345678"),
        ("12345678.0", "12345678"),
        ("12345", ""),
        ("12AB5678", ""),
        ("00000000", ""),
    ],
)
def test_kvk(text: str, wanted: str) -> None:
    assert kvk(text) == wanted


def test_checked_numbers() -> None:
    assert rsin("111222333") == "111222333"
    assert rsin("111222334") == ""
    assert lei("529900T8BM49AURSDO55") == "529900T8BM49AURSDO55"
    assert lei("529900T8BM49AURSDO56") == ""
    assert vat("NL 1112.22.333.B01") == "NL111222333B01"
    assert vat("NL111222333") == ""
    assert vat("DE123456789") == "DE123456789"
    assert oin("00000003012345670000") == "00000003012345670000"
    assert kvk_of_oin("00000003012345670000") == "01234567"
    assert duns("12-345-6789") == "123456789"


def test_schemes_by_the_names_that_registers_use() -> None:
    assert read("NL-KVK", "1234567") == Identifier("kvk", "01234567")
    assert read("BTW", "fout") is None
    assert read("Chamber", " 12  34 ") == Identifier("other", "chamber:12 34")


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_empty(text: str) -> None:
    for reader in (kvk, rsin, oin, lei, vat, duns):
        value = reader(text)
        assert value == "" or (value.isascii() and reader(value) == value)
