"""Words, texts and signs of a program that declares dependencies, without running it.

For the manifests that are Ruby, Elixir, Swift, Scala, Perl or Starlark. A text that is put together
when the program runs (interpolation) is `dynamic`. Linear in the size of the file.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sbom.errors import ParseError
from sbom.lazy_pattern import lazy

MAX_TOKENS = 200_000
_STOPS = frozenset({"do", "if", "unless"})

_WORD = r"[A-Za-z_$@][A-Za-z0-9_$@]*+[?!]?"
_STRING = r'"(?P<double>(?:[^"\\\n]|\\.)*+)"|\'(?P<single>(?:[^\'\\\n]|\\.)*+)\''
_QUOTED = (
    r"%[qQ]?(?:<(?P<angle>[^<>\n]*+)>|\((?P<round>[^()\n]*+)\)"
    r"|\{(?P<curly>[^{}\n]*+)\}|\[(?P<square>[^\[\]\n]*+)\])"
)
_WORDS = r"%[wWiI](?:<[^<>]*+>|\([^()]*+\)|\{[^{}]*+\}|\[[^\[\]]*+\])"
_COMMON = (
    rf"{_STRING}|(?P<key>{_WORD}:(?!:))|(?P<atom>:{_WORD})|(?P<word>{_WORD})|(?P<number>[0-9][0-9_.]*+)"
    r"|(?P<newline>\n)|(?P<sign>=>|::|%%%|%%|:=|\+\+=|\+=|\.\.<|\.\.\.|[^\s])"
)
_HASH = r"#[^\n]*+"
_SLASH = r"//[^\n]*+|/\*[\s\S]*?(?:\*/|\Z)"
_LONG = r'"""[\s\S]*?(?:"""|\Z)'  # documentation, which names no dependency
_RUBY = r"^=begin\b[\s\S]*?(?:^=end[^\n]*+|\Z)"
_TOKENS = {
    "ruby": lazy(rf"{_HASH}|{_RUBY}|(?P<list>{_WORDS})|{_QUOTED}|{_COMMON}", re.MULTILINE),
    "elixir": lazy(rf"{_HASH}|{_LONG}|{_COMMON}"),
    "perl": lazy(rf"{_HASH}|{_COMMON}"),
    "starlark": lazy(rf"{_HASH}|{_LONG}|{_COMMON}"),
    "swift": lazy(rf"{_SLASH}|{_LONG}|{_COMMON}"),
    "scala": lazy(rf"{_SLASH}|{_LONG}|{_COMMON}"),
}
_DYNAMIC = {"ruby": "#{", "elixir": "#{", "swift": "\\("}
_TEXTS = frozenset({"double", "single", "angle", "round", "curly", "square"})
_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_GOES_ON = frozenset({",", "=>", "=", "(", "[", "{", ".", "+", "\\", "|", "%", "%%", "%%%"})


class Token(NamedTuple):
    """One piece of a program."""

    kind: str
    """`text`, `dynamic`, `list`, `word`, `key`, `atom`, `number`, `sign` or `newline`."""
    value: str
    """Without quotes, colon of a key or atom; of a list: its words with blanks between."""
    line: int
    """1-based."""


def read_tokens(text: str, language: str) -> Iterator[Token]:
    """The tokens of a program, without comments.

    Args:
        text: Of the file.
        language: `ruby`, `elixir`, `perl`, `starlark`, `swift` or `scala`.

    Raises:
        ParseError: there are more than `MAX_TOKENS`.
    """
    line = 1
    dynamic = _DYNAMIC.get(language)
    count = 0
    for match in _TOKENS[language].finditer(text):
        kind = match.lastgroup
        whole = match.group()
        if kind is not None:
            count += 1
            if count > MAX_TOKENS:
                raise ParseError(f"holds more than {MAX_TOKENS} words and signs", line=line)
            yield _token(kind, match, whole, line, dynamic)
        line += whole.count("\n")


def _token(kind: str, match: re.Match[str], whole: str, line: int, dynamic: str | None) -> Token:
    if kind in _TEXTS:
        value = match.group(kind)
        mixed = dynamic is not None and dynamic in value and kind != "single"
        return Token("dynamic" if mixed else "text", value, line)
    if kind == "list":
        return Token("list", " ".join(whole[3:-1].split()), line)
    if kind == "key":
        return Token("key", whole[:-1], line)
    if kind == "atom":
        return Token("atom", whole[1:], line)
    return Token(kind, whole, line)


def apart(tokens: Iterable[Token]) -> Iterator[Token]:
    """Ruby's tokens with an end of line after `do`, `do |x|` and `then`, and around `end`."""
    bars = 0
    for token in tokens:
        if bars:
            if token.value == "|" and token.kind == "sign":
                bars += 1
            elif bars == 1:  # no bar follows `do`
                bars = 0
            if bars == 3:
                yield Token("newline", "\n", token.line)
                bars = 0
                continue
            if bars:
                continue
            yield Token("newline", "\n", token.line)
        if token.kind == "word" and token.value == "do":
            yield token
            bars = 1
        elif token.kind == "word" and token.value in {"end", "then"}:
            yield Token("newline", "\n", token.line)
            yield token
            yield Token("newline", "\n", token.line)
        else:
            yield token


def statements(
    tokens: Iterable[Token], ends: frozenset[str] = frozenset()
) -> Iterator[list[Token]]:
    """Tokens by statement: up to the end of a line that is not open, or a sign of `ends`.

    A line is open within brackets, and after a comma or an operator. Braces do not hold a line open
    when `{` or `}` is among `ends`.
    """
    held: list[Token] = []
    depth = 0
    for token in tokens:
        kind, value = token.kind, token.value
        if kind == "newline" or (kind == "sign" and value in ends):
            last = held[-1] if held else None
            goes_on = depth > 0 or (
                last is not None and last.kind == "sign" and last.value in _GOES_ON
            )
            if kind == "newline" and goes_on:
                continue
            if kind == "sign" and value in "{}":
                held.append(token)
                depth = 0
            elif depth > 0:
                continue
            if held:
                yield held
                held = []
            continue
        if kind == "sign":
            if value in _OPENING:
                depth += 1
            elif value in _CLOSING:
                depth = max(0, depth - 1)
        held.append(token)
    if held:
        yield held


class Call(NamedTuple):
    """What a call is given: values in their order, and what is named."""

    texts: tuple[str, ...]
    """Texts before anything named."""
    atoms: tuple[str, ...]
    """Atoms (`:test`) before anything named."""
    named: dict[str, tuple[str, ...]]
    """Values by key (`group: :test`, `:group => [:a, :b]`, `name = "x"`)."""
    dynamic: bool
    """Something among them is known only when the program runs."""


def arguments(tokens: Iterable[Token]) -> Call:
    """Arguments of a call, given the tokens that follow its name; brackets do not matter."""
    plain: dict[str, list[str]] = {"text": [], "atom": [], "word": [], "number": []}
    named: dict[str, list[str]] = {}
    into: list[str] | None = None  # values of the present key
    last: list[str] | None = None  # where the last value went: it may turn out to be a key
    dynamic = False
    for kind, value, _ in tokens:
        if kind == "key":
            into, last = named.setdefault(value, []), None
        elif kind == "sign" and value in {"=>", "="} and last:
            into, last = named.setdefault(last.pop(), []), None
        elif kind == "word" and value in _STOPS:
            break
        elif kind == "list":
            last = into if into is not None else plain["text"]
            last.extend(value.split(" "))
        elif kind in plain and value != "freeze":
            last = into if into is not None else plain[kind]
            last.append(value)
        dynamic = dynamic or kind == "dynamic"
    return Call(
        texts=tuple(plain["text"]),
        atoms=tuple(plain["atom"]),
        named={key: tuple(values) for key, values in named.items()},
        dynamic=dynamic or bool(plain["word"]),
    )
