"""Long contracts of our own: 24 Dutch and 8 English documents of 3,000 to 10,000 words with annexes.

The clauses come from the same bank as `corpus`, from one half only, and lie between articles, tables
and lists that hold none (`long/`). A clause may stand in the main text or in an annex, in a paragraph
of its own or between other sentences, and about one in four has a second passage in an annex; the
label is then that of the passage that is worse for the customer. The same number always gives the same
document; even numbers are of half 0, odd numbers were set aside.
"""

import random
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from contracts_corpus.corpus import (
    HEADINGS,
    NAMES,
    PRIVACY,
    STATUSES,
    Contract,
    Label,
    bank,
    named,
)
from contracts_corpus.long import grids

FOLDER = Path(__file__).parent / "long"
DUTCH, ENGLISH = 24, 8
SHORTEST, LONGEST = 3_000, 10_000
"""Words."""
_SECOND = 0.25
"""Share of clauses with a second passage in an annex."""
_OPTION = re.compile(r"\{([^{}]*)\}")


class Words(NamedTuple):
    """What a language calls things."""

    title: tuple[str, ...]
    article: str
    annex: str
    annexes: tuple[str, str, str, str]
    items: tuple[str, ...]
    verbs: tuple[str, ...]
    things: tuple[str, ...]
    how: tuple[str, ...]
    incidents: tuple[str, ...]
    roles: tuple[str, ...]
    need: str
    more: str


WORDS = {
    "nl": Words(
        ("OVEREENKOMST INZAKE LEVERING EN BEHEER", "RAAMOVEREENKOMST ICT-DIENSTEN", "DIENSTVERLENINGSOVEREENKOMST",
         "ALGEMENE EN BIJZONDERE VOORWAARDEN ONLINE DIENSTEN"),
        "Artikel", "Bijlage",
        ("Programma van eisen", "Prijzen", "Service level agreement", "Nadere afspraken"),
        grids.NL_ITEMS, grids.NL_VERBS, grids.NL_THINGS, grids.NL_HOW, grids.NL_INCIDENTS, grids.NL_ROLES,
        "De oplossing", "Nadere bepalingen",
    ),
    "en": Words(
        ("MASTER SERVICES AGREEMENT", "SOFTWARE AND SERVICES AGREEMENT", "FRAMEWORK AGREEMENT FOR ONLINE SERVICES"),
        "Section", "Annex",
        ("Requirements", "Charges", "Service levels", "Further terms"),
        grids.EN_ITEMS, grids.EN_VERBS, grids.EN_THINGS, grids.EN_HOW, grids.EN_INCIDENTS, grids.EN_ROLES,
        "The solution", "Further provisions",
    ),
}  # fmt: skip


class _Text:
    """A document as it is written."""

    def __init__(self, dice: random.Random, language: str) -> None:
        self.dice = dice
        self.names = dice.choice(NAMES[language])
        self.language = language
        self.text = ""
        self.labels: list[Label] = []

    def line(self, words: str) -> None:
        self.text += words + "\n\n"

    def clause(self, clause: str, status: str, words: str, lead: str, before: str) -> None:
        """A passage with its label; `before` is a sentence in the same paragraph."""
        self.text += lead + (before + " " if before else "")
        said = named(words, self.language, self.names)
        if status in STATUSES:
            self.labels.append(Label(clause, status, len(self.text), len(self.text) + len(said)))
        self.text += said + "\n\n"

    def count(self) -> int:
        return len(self.text.split())


@cache
def _parts(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Articles that hold no clause: heading and paragraphs."""
    out: list[tuple[str, list[str]]] = []
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            out.append((line[2:], []))
        elif line:
            out[-1][1].append(line)
    return tuple((heading, tuple(lines)) for heading, lines in out)


def _said(dice: random.Random, template: str) -> str:
    return _OPTION.sub(lambda m: dice.choice(m[1].split("|")), template)


def long_contract(language: str, number: int) -> Contract:
    """Long document `number` of a language."""
    dice = random.Random(f"long-{language}-{number}")  # noqa: S311 - no secret, the same every time
    half, words = number % 2, WORDS[language]
    made = _Text(dice, language)
    title = words.title[number // 2 % len(words.title)]
    made.line(title)
    customer, supplier = made.names[1], made.names[0]
    made.line(
        f"Tussen {supplier}, hierna: leverancier, en {customer}, hierna: opdrachtgever."
        if language == "nl"
        else f"Between {supplier} (the supplier) and {customer} (the customer)."
    )
    main, annexed = _plan(dice, language, half)
    _articles(made, main, style=number // 2 % 3)
    _requirements(made, dice.randrange(25, 60))
    _prices(made)
    _levels(made)
    _annex(made, 4, words.annexes[3])
    for member, (clause, status, text) in enumerate(annexed, 1):
        made.clause(clause, status, text, f"{member}. ", "")
        if dice.random() < 0.5:
            _, lines = dice.choice(_parts(language))
            made.line(_said(dice, dice.choice(lines)))
    target = dice.randrange(SHORTEST + 300, LONGEST - 2_000)
    _annex(made, 5, words.more)
    row = 0
    while made.count() < target:
        row += 1
        made.line(f"5.{row} {_requirement(dice, words)}")
    labels = {}
    for label in sorted(made.labels, key=lambda x: STATUSES.index(x.status)):
        labels[label.clause] = label  # the worst comes last
    return Contract(
        f"long-{language}-{number:02d}", language, half, "long", made.text, tuple(labels.values())
    )


Passages = list[tuple[str, str, str]]
"""Clause, status and words."""


def _plan(dice: random.Random, language: str, half: int) -> tuple[Passages, Passages]:
    """What goes in the main text and what in the annex."""
    main: Passages = []
    annexed: Passages = []
    chosen = dice.sample(sorted(HEADINGS[language]), dice.randrange(13, 21))
    for clause in sorted(HEADINGS[language]):
        status = dice.choice(STATUSES) if clause in chosen else "trap"
        found = _pick(dice, language, half, clause, status)
        if found is None:
            continue
        to_annex = clause in PRIVACY and status != "trap" and dice.random() < 0.4
        (annexed if to_annex else main).append((clause, status, found))
        if status != "trap" and dice.random() < _SECOND:
            other = dice.choice(STATUSES)
            second = _pick(dice, language, half, clause, other)
            if second and second != found:
                annexed.append((clause, other, second))
    dice.shuffle(main)
    dice.shuffle(annexed)
    return main, annexed


def _pick(dice: random.Random, language: str, half: int, clause: str, status: str) -> str | None:
    fit = [
        p.text
        for p in bank()
        if (p.language, p.clause, p.status) == (language, clause, status)
        and (p.half == half or status == "trap")
    ]
    return dice.choice(fit) if fit else None


def _articles(made: _Text, passages: Passages, *, style: int) -> None:
    """The main text: clauses under headings of their own, among articles without."""
    dice, language = made.dice, made.language
    articles: list[tuple[str, list[tuple[str, str, str]]]] = [
        (heading, [("", "", _said(dice, line)) for line in lines])
        for heading, lines in _parts(language)
    ]
    for passage in passages:
        heading = dice.choice(HEADINGS[language][passage[0]])
        here = next((rows for name, rows in articles if name == heading), None)
        if here is None or dice.random() < 0.3:
            place = dice.randrange(1, len(articles) + 1)
            articles.insert(place, (heading, [passage]))
        else:
            here.insert(dice.randrange(len(here) + 1), passage)
    word = WORDS[language].article
    for number, (heading, rows) in enumerate(articles, 1):
        made.line(
            (f"{word} {number}. {heading}", f"{number}. {heading}", f"{number} {heading}")[style]
        )
        for member, (clause, status, text) in enumerate(rows, 1):
            lead = (f"{number}.{member} ", f"{member}. ", f"{number}.{member}\t")[style]
            before = ""
            if clause and dice.random() < 0.3:
                before = _said(dice, dice.choice(dice.choice(_parts(language))[1]))
            made.clause(clause, status, text, lead, before)


def _annex(made: _Text, number: int, title: str) -> None:
    made.line(f"{WORDS[made.language].annex} {number} {title}")


def _requirement(dice: random.Random, words: Words) -> str:
    first, second = dice.choice(words.things), dice.choice(words.things)
    joined = " en " if words.article == "Artikel" else " and "
    return (
        f"{words.need} {dice.choice(words.verbs)} {first}{joined}{second} {dice.choice(words.how)}."
    )


def _requirements(made: _Text, rows: int) -> None:
    words = WORDS[made.language]
    _annex(made, 1, words.annexes[0])
    for row in range(1, rows):
        made.text += f"E{row:03d}\t{_requirement(made.dice, words)}\t{made.dice.choice('KW')}\n"
    made.text += "\n"


def _prices(made: _Text) -> None:
    words = WORDS[made.language]
    _annex(made, 2, words.annexes[1])
    for item in words.items:
        amount = made.dice.randrange(400, 90_000)
        made.text += (
            f"{item}\t{made.dice.randrange(1, 40)}\t€ {amount // 1000}.{amount % 1000:03d},00\n"
        )
    made.text += "\n"


def _levels(made: _Text) -> None:
    words = WORDS[made.language]
    _annex(made, 3, words.annexes[2])
    for number, incident in enumerate(words.incidents, 1):
        made.text += f"P{number}\t{incident}\t{2**number} uur\t{number * number} werkdagen\n"
    for role in words.roles:
        marks = "\t".join(made.dice.choice("RACI") for _ in range(5))
        made.text += f"{role}\t{marks}\n"
    made.text += "\n"


@cache
def long_contracts() -> tuple[Contract, ...]:
    """All long documents."""
    return tuple(
        long_contract(language, number)
        for language, count in (("nl", DUTCH), ("en", ENGLISH))
        for number in range(count)
    )
