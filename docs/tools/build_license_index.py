"""Build `sbom/licensing/data/texts.bin`, the index of known licence texts.

    python docs/tools/build_license_index.py --spdx NPM_FOLDER --scancode DATA_FOLDER --eupl FILE

- NPM_FOLDER: the unpacked npm package `spdx-license-list` (texts of the SPDX licence list;
  the package and the list data are CC0-1.0): its folder `licenses` holds one JSON file per id.
- DATA_FOLDER: `licensedcode/data` of the PyPI package `scancode-toolkit` (ScanCode LicenseDB,
  CC-BY-4.0, attribution in NOTICE): texts of SPDX exceptions, other wordings of SPDX licences and
  texts outside the list. Its rules are read by `build_license_phrases.py`.
- FILE: the EUPL 1.2 in its 23 official languages in one Markdown file, a level-two heading per
  language (as published by the European Commission; Implementing Decision (EU) 2017/863).

The index holds hashes and words, no text. Run `tests/peers/score_licenses.py` after a change.
"""

import argparse
import json
import re
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "sbom" / "licensing" / "data" / "texts.bin"
LEVEL = 9
MOST_WORDS = 30_000


class Text(NamedTuple):
    """One text of the index."""

    id: str
    kind: str
    text: str


def main(arguments: list[str] | None = None) -> None:
    """Build and write the index."""
    sys.path.insert(0, str(ROOT))
    options = _options(arguments)
    texts = [*spdx(options.spdx), *eupl(options.eupl), *scancode(options.scancode)]
    content, exact = build(
        texts,
        (
            f"spdx-license-list {_npm_version(options.spdx)} (npm), CC0-1.0",
            "ScanCode LicenseDB of scancode-toolkit 32.5.0 (PyPI), CC-BY-4.0",
            "EUPL 1.2, Commission Implementing Decision (EU) 2017/863, 23 languages",
        ),
    )
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(content)
    TARGET.with_name("exact.bin").write_bytes(exact)
    print(f"{len(content):,} bytes, {len(texts)} texts")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("spdx", "scancode", "eupl"):
        parser.add_argument("--" + name, type=Path, required=True)
    return parser.parse_args(arguments)


def _npm_version(folder: Path) -> str:
    return str(json.loads((folder / "package.json").read_text("utf-8"))["version"])


GNU = re.compile(r"((?:A|L)?GPL|GFDL)-\d(?:\.\d)?")
END_OF_TERMS = re.compile(
    r"\n[ \t]*(?:END OF TERMS AND CONDITIONS|APPENDIX: How to apply the Apache"
    r"|Appendix: How to Apply"
    r"|How to Apply These Terms to Your New|Exhibit A[ \-]|EXHIBIT A[ \-.:])"
)


def spdx(folder: Path) -> list[Text]:
    """Texts of the SPDX list. One entry stands for `-only` and `-or-later`: the text is the same."""
    found = []
    for path in sorted((folder / "licenses").glob("*.json")):
        key = path.stem
        if key.endswith(("-or-later", "+")) or re.search(r"-with-|GFDL.*invariants", key):
            continue
        if key in SKIPPED_IDS:
            continue
        found += with_short_form(key, json.loads(path.read_text("utf-8"))["licenseText"])
    return found


SKIPPED_IDS = frozenset(
    {
        "AGPL-1.0",
        "AGPL-3.0",
        "BSD-2-Clause-FreeBSD",
        "BSD-2-Clause-NetBSD",
        "GFDL-1.1",
        "GFDL-1.2",
        "GFDL-1.3",
        "GPL-1.0",
        "GPL-2.0",
        "GPL-3.0",
        "LGPL-2.0",
        "LGPL-2.1",
        "LGPL-3.0",
        "Nunit",
        "StandardML-NJ",
        "bzip2-1.0.5",
        "eCos-2.0",
        "wxWindows",
        "Net-SNMP",
        "OFL-1.0-RFN",
        "OFL-1.0-no-RFN",
        "OFL-1.1-RFN",
        "OFL-1.1-no-RFN",
    }
)
"""Deprecated ids, and ids whose text is that of another id (reserved font names or none)."""


STRICT = frozenset({"BSD-3-Clause-Tso"})
"""Texts that are another text and a choice: taken only when they are there word for word."""
NAMED_PARTY = frozenset({"BSD-3-Clause", "BSD-4-Clause"})
ENDORSE = re.compile(r"Neither the name.{1,120}?may be used", re.DOTALL)
BY_AUTHOR = "The name of the author may not be used"
"""The clause in the other wording that the list allows for these licences."""


def with_short_form(key: str, text: str) -> list[Text]:
    """The text, and once more without its appendix where that is a good part of it."""
    found = [Text(key, "s" if key in STRICT else "t", text)]
    if key in NAMED_PARTY:
        found.append(Text(key, "t", ENDORSE.sub(BY_AUTHOR, text)))
    end = END_OF_TERMS.search(text, len(text) // 3)
    if end is not None and end.start() < 0.95 * len(text):
        found.append(Text(key, "t", text[: end.start()]))
    return found


def eupl(path: Path) -> list[Text]:
    """The EUPL 1.2, once per language."""
    parts = re.split(r"\n## ", path.read_text("utf-8"))
    return [Text("EUPL-1.2", "t", p) for p in parts if "2007, 2016" in p or "2007,2016" in p]


NOTICES = re.compile(r"(?:a|l)?gpl-\d|kde-accepted|gfdl")
"""GNU notices with additions, kept by ScanCode as texts; notices are read by grammar here."""
SKIPPED_KEYS = re.compile(
    r"(?:proprietary-license|commercial-license|unknown|other-|generic-|free-unknown|"
    r"unlicensed|public-domain$|warranty-disclaimer|see-license|no-license|license-file-reference)"
)


NEAR = re.compile(
    r"polyform|fsl|rsal|elastic|busl|bsl|sspl|mongo|confluent|commons-clause|redis|timescale"
    r"|cockroach"
    r"|sustainable|functional|community|non-?commercial|hippocratic|rail|fair|ethical|parity"
    r"|prosperity"
)
"""Texts that are not open and near to one another or to an open one: kept longer."""
OPEN_CATEGORIES = frozenset({"Permissive", "Copyleft", "Copyleft Limited", "Public Domain"})


def scancode(folder: Path) -> list[Text]:
    """Texts of ScanCode LicenseDB: SPDX ones in its wording, exceptions, and texts off the list."""
    found = []
    for path in sorted((folder / "licenses").glob("*.LICENSE")):
        head, _, text = path.read_text("utf-8")[4:].partition("\n---\n")
        fields = dict(re.findall(r"^(\w+): (.+)$", head, re.MULTILINE))
        key = fields.get("spdx_license_key", f"LicenseRef-scancode-{path.stem}")
        if fields.get("is_generic") == "yes" or fields.get("is_unknown") == "yes":
            continue
        if SKIPPED_KEYS.match(path.stem) or key.endswith(("-or-later", "+")) or key in SKIPPED_IDS:
            continue
        exception = fields.get("is_exception") == "yes"
        if fields.get("is_deprecated") == "yes" or (
            key.startswith("LicenseRef") and not exception and NOTICES.match(path.stem)
        ):
            continue
        if (
            exception
            and key.startswith("LicenseRef")
            and re.search(r"either version|version 2 of the", text)
        ):
            continue
        if key.startswith("LicenseRef"):
            is_open = fields.get("category", "") in OPEN_CATEGORIES
            if len(text.split()) < 40:
                continue
            head = head_of(text, 3000 if is_open else 1500 if NEAR.search(path.stem) else 260)
            kind = "x" if exception else "t" if is_open else "n" if head == text else "N"
            text = head
        else:
            kind = "x" if exception else "s" if key in STRICT else "t"
        found.append(Text(key, kind, text))
    return found


def deltas(numbers: list[int]) -> list[int]:
    """The first number and the step to each next one: small numbers, which compress well."""
    return [a - b for a, b in zip(numbers, [0, *numbers], strict=False)]


def head_of(text: str, words: int) -> str:
    """The lines of a text up to so many words: enough to know a text that no SPDX id has."""
    kept, count = [], 0
    for line in text.split("\n"):
        kept.append(line)
        count += len(line.split())
        if count >= words:
            break
    return "\n".join(kept)


def build(texts: list[Text], sources: tuple[str, ...]) -> tuple[bytes, bytes]:
    """Bytes of the index and of the table of exact texts."""
    from sbom.licensing.texts.exact import text_hash
    from sbom.licensing.texts.index import is_sampled
    from sbom.licensing.texts.words import words_of

    vocabulary: dict[str, int] = {}
    rows: list[tuple[str, str, list[int]]] = []
    exact: dict[bytes, str] = {}
    musts: list[list[str]] = []
    postings: dict[int, list[int]] = defaultdict(list)
    known: set[tuple[str, frozenset[int]]] = set()
    for text in texts:
        tokens = words_of(text.text).tokens
        if len(tokens) < 8:
            continue
        ids = [vocabulary.setdefault(t, len(vocabulary) + 1) for t in tokens]
        shingles = zip(ids, ids[1:], ids[2:], strict=False)
        keys = sorted({a << 40 | b << 20 | c for a, b, c in shingles})
        if (text.id, frozenset(keys)) in known:
            continue
        known.add((text.id, frozenset(keys)))
        number = len(rows)
        if text.kind in "ts":
            exact.setdefault(text_hash(tokens), text.id)
        rows.append((text.id, text.kind, keys))
        musts.append(own_words(text.id, tokens))
        for key in keys:
            postings[key].append(number)
    order = sorted(postings)
    place = {key: at for at, key in enumerate(order)}
    ends, posted = array("I"), array("H")
    samples = [0] * len(rows)
    for at, key in enumerate(order):
        for number in postings[key]:
            if is_sampled(at, len(rows[number][2])):
                posted.append(number)
                samples[number] += 1
        ends.append(len(posted))
    own_ends, own = array("I"), bytearray()
    for _, _, keys in rows:
        own += zlib.compress(array("I", deltas([place[k] for k in keys])).tobytes(), LEVEL)
        own_ends.append(len(own))
    parts = {
        "words": "\n".join(vocabulary).encode(),
        "keys": array("Q", [*order, 0]).tobytes(),
        "firsts": firsts(order, len(vocabulary)).tobytes(),
        "ends": ends.tobytes(),
        "posted": posted.tobytes(),
        "own_ends": own_ends.tobytes(),
        "own": bytes(own),
    }
    head: dict[str, Any] = {
        "version": 1,
        "sources": sources,
        "texts": [
            (i, kind, len(keys), n) for (i, kind, keys), n in zip(rows, samples, strict=True)
        ],
        "musts": musts,
        "parts": {name: len(part) for name, part in parts.items()},
    }
    print({n: len(p) for n, p in parts.items()}, len(rows), "rows", len(order), "shingles")
    return packed(head, parts), exact_table(exact)


def packed(head: dict[str, Any], parts: dict[str, bytes]) -> bytes:
    """The file: length of the head, head, and each part at a multiple of eight."""
    line = json.dumps(head, separators=(",", ":")).encode()
    made = bytearray(len(line).to_bytes(4, "little") + line)
    for part in parts.values():
        made += b"\0" * (-len(made) % 8) + part
    return bytes(made)


def firsts(order: list[int], words: int) -> "array[int]":
    """Per word, from 0, where the shingles that begin with it begin; one more for the end."""
    found, at = array("I"), 0
    for word in range(words + 2):
        while at < len(order) and order[at] >> 40 < word:
            at += 1
        found.append(at)
    return found


def own_words(key: str, tokens: list[str]) -> list[str]:
    """Words of a licence's name that its text repeats: a text without them is a relative's."""
    from sbom.licensing.spdx_names import NAMES

    names = dict(line.partition(" ")[::2] for line in NAMES.split("\n"))
    words = re.findall(r"[a-z]{3,}", names.get(key, "").lower())
    counts = Counter(tokens)
    common = {
        "license",
        "public",
        "version",
        "open",
        "source",
        "software",
        "general",
        "free",
        "the",
        "only",
        "later",
        "agreement",
        "universal",
        "clause",
        "creative",
        "commons",
        "use",
        "and",
        "for",
        "new",
        "system",
        "foundation",
        "international",
        "generic",
        "unported",
        "permissive",
    }
    return sorted({w for w in words if w not in common and counts[w] >= 4})


def exact_table(exact: dict[bytes, str]) -> bytes:
    """Bytes of `exact.bin`."""
    ids = sorted(set(exact.values()))
    place = {key: number for number, key in enumerate(ids)}
    rows = (k + place[v].to_bytes(2, "little") for k, v in sorted(exact.items()))
    return " ".join(ids).encode() + b"\n" + b"".join(rows)


if __name__ == "__main__":
    main()
