"""Quotes and where they stand, a verdict as a sign with a word, and what a line weighs."""

from policies.finding import Verdict
from policies.vendor.line import Line, Proof
from scanner.vendor.blocks import Badge, Quote
from scanner.words import Words

SIGNS = {
    Verdict.DEVIATES: "✕",
    Verdict.UNKNOWN: "?",
    Verdict.COMPLIES: "✓",
    Verdict.NOT_APPLICABLE: "·",
}
_QUOTE = 700
_EXCERPT = 320


def place(proof: Proof, say: Words) -> str:
    """Document, article, page and line, with the role of the proof before it."""
    where = [say.of("vendor-role", proof.role)] if proof.role else []
    where.append(proof.document)
    if proof.article:
        where.append(say("vendor.article", number=proof.article))
    if proof.page is not None:
        where.append(say("vendor.page", page=str(proof.page)))
    if proof.line is not None:
        where.append(say("vendor.line", line=str(proof.line)))
    return ", ".join(where)


def quote(proof: Proof, say: Words) -> Quote:
    """What stands somewhere, and where."""
    return Quote(cut(_words(proof, say), _QUOTE), place(proof, say))


def excerpt(proof: Proof, say: Words) -> Quote:
    """The beginning of what stands somewhere, and where."""
    return Quote(cut(_words(proof, say), _EXCERPT), place(proof, say))


def _words(proof: Proof, say: Words) -> str:
    return proof.quote if proof.seen is None else say.pick(proof.seen)


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words where it has any."""
    if len(text) <= most:
        return text
    held = text[: most - 1]
    return (held[: held.rfind(" ")] if " " in held[most // 2 :] else held) + "…"


def badge(verdict: Verdict, say: Words) -> Badge:
    """The word for a verdict with its sign."""
    return Badge(verdict.value, SIGNS[verdict], say.of("verdict", verdict.value))


def weight(line: Line, say: Words) -> str:
    """What a line weighs and what its verdict rests on; empty where it complies."""
    if line.ground is None:
        return ""
    heavy = say.of("severity", line.severity.value)
    return f"{heavy}, {say.of('vendor-ground', line.ground.value)}"
