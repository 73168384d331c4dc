"""Copied JavaScript, by its banner."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError
from sbom.parsers.javascript.banner import parse
from sbom.source import SourceFile


@pytest.mark.parametrize(
    ("text", "purl"),
    [
        (
            "/*! jQuery v3.7.1 | (c) Voorbeeld | example.org/license */\n!function",
            "npm/jquery@3.7.1",
        ),
        ("/*!\n  * Bootstrap v5.3.3 (https://example.org/)\n  */", "npm/bootstrap@5.3.3"),
        ("/*! jQuery UI - v1.13.2 - 2022-07-14\n* x */", "npm/jquery-ui@1.13.2"),
        ("/*! DataTables 1.13.6\n * (c) Voorbeeld\n */", "npm/datatables.net@1.13.6"),
        ("/*!\n * Vue.js v2.7.14\n */", "npm/vue@2.7.14"),
        ("//! moment.js\n//! version : 2.29.4\nx", "npm/moment@2.29.4"),
        ("/*! Select2 4.1.0-rc.0 | https://example.org/LICENSE.md */", "npm/select2@4.1.0-rc.0"),
        ("/**\n * @popperjs/core v2.11.8 - MIT License\n */", "npm/%40popperjs/core@2.11.8"),
        ("/*! choices.js v11.0.3 | © 2024 Voorbeeld */", "npm/choices.js@11.0.3"),
        (
            "/*! iFrame Resizer (iframeSizer.contentWindow.min.js) - v4.3.2 - 2021-10-18\n */",
            "npm/iframe-resizer@4.3.2",
        ),
        ("/** @name ding\n * @version 1.2.0 */", "generic/ding@1.2.0"),
    ],
)
def test_releases(text: str, purl: str) -> None:
    made = parse(SourceFile(path="x.min.js", content=text.encode()))
    assert [c.purl for c in made.components] == [f"pkg:{purl}"]


@pytest.mark.parametrize(
    "text",
    [
        "!function(){/*! jQuery v3.7.1 */}",
        "/* Created by version 1.2.3 of tool */",
        "/* Copyright 2014 Voorbeeld. Version 2.0 */",
        "/* Licensed under the Apache License, Version 2.0 */",
        "/*! For license information please see main.js.LICENSE.txt */",
        "/* Build 10.2 of app */",
        "/**\n * Lodash (Custom Build) example.org/license | Underscore.js 1.8.3\n */",
        "/* IE 10.0 needs this */",
        "var a = 1;",
        "",
    ],
)
def test_no_release_no_component(text: str) -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="x.min.js", content=text.encode()))


def test_a_licence_in_the_banner_is_a_claim() -> None:
    text = b"/*! Ding v1.2.3\n * Released under the MIT License */"
    made = parse(SourceFile(path="x.min.js", content=text)).components[0]
    assert [c.raw for c in made.licenses] == ["MIT"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_not_claimed(content: bytes) -> None:
    with contextlib.suppress(NotThisFormatError):
        parse(SourceFile(path="x.min.js", content=b"/*! " + content))
