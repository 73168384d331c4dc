"""Foreign values of any type."""

from sbom.readers.shape import items, mapping, pairs, text


def test_wrong_types_read_as_nothing() -> None:
    assert [text(v) for v in (None, True, [], {}, b"x")] == [""] * 5
    assert [mapping(v) for v in (None, 1, "x", [])] == [{}] * 4
    assert [items(v) for v in (None, 1, "x", {})] == [[]] * 4


def test_text_is_stripped_and_numbers_are_text() -> None:
    assert [text(" x "), text(3), text(1.5)] == ["x", "3", "1.5"]


def test_pairs_are_sorted_and_leave_out_the_empty() -> None:
    assert pairs(b_c="1", a="2", d="") == (("a", "2"), ("b-c", "1"))
