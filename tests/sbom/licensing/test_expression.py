"""Parsing SPDX expressions: grammar, case, deprecated ids, bounds."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.licensing.expression import ExpressionError, leaf_of, parse, replaced_ids
from sbom.licensing.tree import Branch, Leaf, leaves, render, sorted_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mit", "MIT"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("mit or apache-2.0 AND isc", "MIT OR (Apache-2.0 AND ISC)"),
        ("(MIT OR ISC) and Zlib", "(MIT OR ISC) AND Zlib"),
        ("((MIT))", "MIT"),
        ("MIT OR MIT", "MIT"),
        ("MIT OR (ISC OR Zlib)", "MIT OR ISC OR Zlib"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("AGPL-3.0+", "AGPL-3.0-or-later"),
        ("GPL-2.0-or-later+", "GPL-2.0-or-later"),
        ("Apache-2.0+", "Apache-2.0+"),
        ("gpl-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("GPL-3.0 with gcc-exception-3.1", "GPL-3.0-only WITH GCC-exception-3.1"),
        ("GPL-2.0-with-GCC-exception+", "GPL-2.0-or-later WITH GCC-exception-2.0"),
        ("licenseref-voorbeeld", "LicenseRef-voorbeeld"),
        ("LicenseRef-een_twee", "LicenseRef-een-twee"),
        ("documentref-bom:licenseref-1 OR MIT", "DocumentRef-bom:LicenseRef-1 OR MIT"),
        ("MIT WITH AdditionRef-extra", "MIT WITH AdditionRef-extra"),
        ("wxWindows", "GPL-2.0-or-later WITH WxWindows-exception-3.1"),
        ("Net-SNMP", "Net-SNMP"),
    ],
)
def test_expressions_are_written_in_one_way(text: str, expected: str) -> None:
    rendered = render(parse(text))
    assert rendered.replace("(", "").replace(")", "") == expected.replace("(", "").replace(")", "")
    assert parse(rendered) == parse(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        "MIT OR",
        "OR MIT",
        "MIT MIT",
        "MIT (ISC)",
        "(MIT) ISC",
        "(MIT",
        "MIT)",
        "GPL-2.0-only+",
        "MIT WITH",
        "MIT WITH geen-uitzondering",
        "GPL-2.0-with-classpath-exception WITH LLVM-exception",
        "Voorbeeld-1.0",
        "LicenseRef-",
        "MIT, ISC",
        "NOT MIT",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_and_binds_tighter_than_or() -> None:
    node = parse("MIT OR ISC AND Zlib")
    assert isinstance(node, Branch)
    assert node.operator == "OR"
    assert [str(leaf) for leaf in leaves(node)] == ["MIT", "ISC", "Zlib"]
    assert render(node) == "MIT OR ISC AND Zlib"


def test_bounds_are_kept() -> None:
    fits = " OR ".join(["MIT", "ISC"] * 250)
    assert render(parse(fits)) == "MIT OR ISC"
    with pytest.raises(ExpressionError, match="500 operators"):
        parse(" OR ".join(["MIT"] * 502))
    assert parse("(" * 64 + "MIT" + ")" * 64) == Leaf(license="MIT")
    with pytest.raises(ExpressionError, match="64 deep"):
        parse("(" * 65 + "MIT" + ")" * 65)
    with pytest.raises(ExpressionError, match="4096"):
        parse("x" * 4097)


def test_replaced_ids_are_told() -> None:
    assert replaced_ids("(MIT OR GPL-2.0+) AND eCos-2.0") == (
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"),
    )
    assert replaced_ids("MIT OR EUPL-1.2") == ()


def test_sorted_text_does_not_depend_on_order() -> None:
    assert sorted_text(parse("MIT OR (ISC AND Zlib)")) == sorted_text(
        parse("(Zlib AND ISC) OR MIT")
    )
    assert sorted_text(parse("MIT AND ISC")) != sorted_text(parse("MIT OR ISC"))


def test_leaf_of_reads_one_operand_only() -> None:
    assert leaf_of("GPL-2.0 WITH Classpath-exception-2.0") == Leaf(
        license="GPL-2.0-only", exception="Classpath-exception-2.0"
    )
    assert leaf_of("MIT OR ISC") is None


_IDS = st.sampled_from(["MIT", "ISC", "GPL-2.0+", "LGPL-2.1", "LicenseRef-a", "Apache-2.0+"])
_EXPRESSIONS = st.recursive(
    _IDS,
    lambda inner: st.builds(
        lambda op, parts: "(" + f" {op} ".join(parts) + ")",
        st.sampled_from(["AND", "OR", "and", "Or"]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=12,
)


@given(_EXPRESSIONS)
def test_rendering_and_parsing_go_round(text: str) -> None:
    once = render(parse(text))
    assert parse(once) == parse(text)
    assert render(parse(once)) == once


@given(st.text(max_size=300))
def test_any_text_parses_or_is_refused(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 4096, "MIT OR " * 580, "(MIT " * 800, "a-" * 2000, ") OR (" * 600, "+" * 4096],
)
def test_hostile_text_is_quick(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ExpressionError):
        parse(text)
    assert time.perf_counter() - start < 0.2
