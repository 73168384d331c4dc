"""Reasons in Dutch: each sentence that a finder can say has its translation."""

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.reason_words import reason_in

ROOT = Path(__file__).resolve().parents[2]
_PLACES = {"message", "reason", "wrong"}  # parameters that take what is said
_ERRORS = {"ParseError", "CollectError", "ArchiveError", "VersionError"}
_LOGS = {"debug", "info", "warning", "exception"}
_ELSEWHERE = (  # not said to officials: texts of a standard's own rules, training, look-ups of licences
    "sbom/validity",
    "sbom/licensing/clues",
    "sbom/contracts/clauses",
)


@pytest.mark.parametrize(
    ("message", "dutch"),
    [
        ("'name' is required", "'name' is verplicht"),
        ("'x' is not one of 'a', 'b'", "'x' is niet een van 'a', 'b'"),
        ("1 is not of type string", "1 is niet van het soort string"),
        ("'' breaks minLength 1", "'' past niet bij minLength 1"),
        (
            "package has no licenseConcluded, which SPDX 2.2 requires",
            "pakket heeft geen licenseConcluded, en SPDX 2.2 vereist dat",
        ),
        ("relationship has no spdxElementId", "relatie heeft geen spdxElementId"),
        ("Person has no creationInfo", "Person heeft geen creationInfo"),
        ("'a b' is no iri-reference", "'a b' is geen iri-reference"),
        ("dataLicense is not CC0-1.0", "dataLicense is niet CC0-1.0"),
        ("bom-ref 'a' also stands at $.x", "bom-ref 'a' staat ook op $.x"),
        (
            "is not valid JSON: Unterminated string starting at",
            "is geen geldige JSON: tekst zonder einde",
        ),
        (
            "parser npm/lock failed: KeyError: 'a'",
            "lezer npm/lock liep vast: KeyError: 'a'",
        ),
        ("map/a: is not there", "map/a: is er niet"),
        ("map/a.json: is no object", "map/a.json: is geen object"),
        ("is no object; has no name", "is geen object; heeft geen naam"),
        ("nobody wrote this down", "nobody wrote this down"),
        ("CSAF 6.1.9: is 1, computed 2", "CSAF 6.1.9: is 1, computed 2"),
    ],
)
def test_reasons_in_dutch(message: str, dutch: str) -> None:
    assert reason_in("nl", message) == dutch
    assert reason_in("en", message) == message


def _sentence(node: ast.expr) -> str | None:
    """A text with `{}` for its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


def _said(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _said(node.body)
        yield from _said(node.orelse)
    else:
        text = _sentence(node)
        if text is not None and len(text.replace("{}", "").split()) > 1:
            yield text


def _sources() -> dict[str, ast.Module]:
    paths = [p for top in ("sbom", "collectors") for p in sorted((ROOT / top).rglob("*.py"))]
    named = {str(p.relative_to(ROOT)): p for p in paths}
    return {
        name: ast.parse(path.read_text("utf-8"))
        for name, path in named.items()
        if not name.startswith(_ELSEWHERE)
    }


def _sentences() -> dict[str, str]:
    """Each sentence of the sources, with a place where it stands."""
    sources = _sources()
    places: dict[str, set[int]] = {}
    for tree in sources.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [a.arg for a in node.args.args if a.arg not in {"self", "cls"}]
                where = {i for i, name in enumerate(names) if name in _PLACES}
                places.setdefault(node.name, set()).update(where)
    found: dict[str, str] = {}
    for name, tree in sources.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = (
                node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            )
            if called in _LOGS:
                continue
            chosen = {0} if called in _ERRORS else places.get(called, set())
            texts = [a for i, a in enumerate(node.args) if i in chosen]
            texts += [k.value for k in node.keywords if k.arg in _PLACES]
            for text in texts:
                for sentence in _said(text):
                    found.setdefault(sentence, f"{name}:{node.lineno}")
    return found


def test_every_sentence_has_a_translation() -> None:
    sentences = _sentences()
    assert len(sentences) > 250, "the search of this test finds too little"
    same = [
        f"{place}: {said}"
        for said, place in sentences.items()
        if reason_in("nl", said.replace("{}", "x1")) == said.replace("{}", "x1")
    ]
    assert same == []


def test_the_list_is_sorted_and_keeps_its_values() -> None:
    listed = msgspec.json.decode(
        (ROOT / "scanner/locale/reasons.nl.json").read_bytes(), type=dict[str, str]
    )
    assert list(listed) == sorted(listed)
    for english, dutch in listed.items():
        places = english.count("{}") + english.count("{w}")
        assert dutch.count("{}") == places, english
        assert dutch != english


@given(st.text(max_size=80))
def test_any_text_stays_or_is_translated(text: str) -> None:
    assert reason_in("en", text) == text
    assert isinstance(reason_in("nl", text), str)


@given(st.text(alphabet="ab:; {}\n", max_size=40))
def test_values_are_kept(value: str) -> None:
    if value:
        assert reason_in("nl", f"needs {value}, which stands for several packages").startswith(
            "vraagt om "
        )
