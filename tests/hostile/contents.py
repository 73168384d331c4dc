"""Contents that no parser may trip over: damaged, deep, endless, wrongly encoded, doubled."""

import itertools
import random

_LETTERS = [chr(97 + i) for i in range(9)]
_BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{this}: &{this} [{','.join(['*' + before] * 10)}]\n"
    for before, this in itertools.pairwise(_LETTERS)
)
_SURROGATES = (
    r'{"name": "\ud800", "version": "\udfff", "lockfileVersion": 3, "bomFormat": "CycloneDX",'
    r' "specVersion": "1.6", "spdxVersion": "SPDX-2.3", "dependencies": {"\ud83d": "\ud800"},'
    r' "components": [{"type": "library", "name": "\ud800", "version": "\udfff"}],'
    r' "packages": {"\ud800": {"version": "\udfff"}, "node_modules/\ud800": {"version": "1.0.0"}}}'
)
_XML_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "{}">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<project><groupId>&c;</groupId><artifactId>&c;</artifactId></project>"
)

CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \n\t\n ",
    "zeros": b"\x00" * 1000,
    "random bytes": random.Random(1).randbytes(5000),  # noqa: S311 - repeatable, no secret
    "list": b"[]",
    "object": b"{}",
    "null": b"null",
    "number": b"1",
    "text": b'"x"',
    "digits": b'{"version": ' + b"9" * 10_000 + b"}",
    "no number": b'{"version": NaN, "packages": Infinity}',
    "lists for objects": b'{"packages": [[]], "dependencies": [1, null], "components": {"a": 1}}',
    "nulls for objects": b'{"packages": null, "dependencies": null, "components": null, "name": null}',
    "cut object": b'{"a":' * 5000,
    "deep object": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep list": b"[" * 50_000 + b"]" * 50_000,
    "deep YAML": b"- " * 20_000,
    "deep YAML block": b"".join(b" " * i + b"a:\n" for i in range(1200)),
    "deep YAML flow": b"{a: " * 20_000,
    "deep TOML": b"a=" + b"[" * 20_000,
    "deep TOML tables": b"a=" + b"{a=" * 5000,
    "long TOML key": b".".join([b"a"] * 20_000) + b" = 1\n",
    "long TOML header": b"[" + b".".join([b"a"] * 20_000) + b"]\nx = 1\n",
    "deep XML": b"<a>" * 30_000 + b"</a>" * 30_000,
    "XML bomb": _XML_ENTITIES.format("aaaaaaaa").encode(),
    "XML entity of a file": _XML_ENTITIES.replace(
        '<!ENTITY a "{}">', '<!ENTITY a SYSTEM "file:///etc/passwd">'
    ).encode(),
    "YAML bomb": _BOMB.encode(),
    "YAML alias of itself": b"a: &a [*a]\nb: &b {b: *b}\n",
    "YAML tag": b'!!python/object/apply:os.system ["touch gotcha"]\n',
    "doubled keys": b'{"name": "a", "name": "b", "packages": {"": {}, "": {}}}',
    "doubled YAML keys": b"name: a\nname: b\nservices:\n  x: {image: a}\n  x: {image: b}\n",
    "doubled TOML keys": b'[[package]]\nname = "a"\nname = "b"\nversion = "1"\n',
    "lone surrogates": _SURROGATES.encode(),
    "raw surrogate bytes": b'{"name": "\xed\xa0\x80", "packages": {"\xed\xa0\x80": {}}}',
    "long line": b"x" * 300_000,
    "long blank line": b" " * 200_000 + b"x",
    "Windows line ends": b'{\r\n"name": "a",\r\n"version": "1"\r\n}\r\n',
    "old Mac line ends": b"name: a\rversion: 1\r",
    "UTF-16": '{"name": "é", "packages": {}}'.encode("utf-16"),
    "UTF-16 without mark": '{"name": "e", "packages": {}}'.encode("utf-16-le"),
    "half a UTF-16": '{"name": "é"}'.encode("utf-16")[:-1],
    "UTF-32": '{"name": "é"}'.encode("utf-32"),
    "Windows-1252": '{"name": "Gemeente Súdwest-Fryslân", "packages": {}}'.encode("cp1252"),
    "mark alone": b"\xef\xbb\xbf",
    "mark and object": b"\xef\xbb\xbf{}",
    "merge conflict": b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch\n",
    "git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "newlines": b"\n" * 100_000,
    **{
        f"many {name}": sign * (50_000 // len(sign))
        for name, sign in {
            "quotes": b'"',
            "single quotes": b"'",
            "backslashes": b"\\",
            "braces": b"{",
            "closing braces": b"}",
            "parentheses": b"(",
            "holders": b"${",
            "number signs": b"#",
            "colons": b":\n",
            "dashes": b"-\n",
            "commas": b",",
            "angles": b"<",
            "CDATA": b"<![CDATA[",
            "comments": b"/*",
            "stars": b"*",
            "at signs": b"@",
            "equals": b"=",
            "slashes": b"/",
            "dots": b".",
            "tabs": b"\t",
            "percents": b"%",
            "heredocs": b"RUN <<EOF\n",
            "froms": b"FROM ",
            "next lines": b"\xc2\x85",
            "anchors": b"&a ",
            "pipes": b"|",
            "semicolons": b"; ",
            "quoted words": b'"a" ',
            "includes": b"-r requirements.txt\n",
            "opened tables": b"[[package]]\n",
            "words": b"a ",
            "dotted words": b"a.",
        }.items()
    },
}
"""By name. Each is under 1 MB; reading any of them takes seconds at most."""
