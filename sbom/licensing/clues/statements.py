"""Licence statements in prose: mentions with words around them that grant or declare.

A mention becomes a detection when the words before or after it state it ("licensed under",
"subject to the terms of", "onder de", "License:") and none deny it ("not under", "compatible
with", "similar to"). What is only named stays a clue. Mentions that follow each other are joined by what
stands between them: `or`, `/`, "alternatively" and "at your choice" offer a choice, the rest applies together.
"""

import re
from typing import NamedTuple

from sbom.lazy_pattern import lazy
from sbom.licensing.clues.creative import creative_mentions
from sbom.licensing.clues.customary import MATCHER, READING
from sbom.licensing.clues.gnu import gnu_mentions
from sbom.licensing.clues.mention import Mention
from sbom.licensing.clues.names import link_mentions, name_mentions

_STATED = lazy(
    r"\b(?:(?:dual|multi|double|tri)[ -]?licen[cs]\w*|(?:sub|re)?licen[cs](?:ed|ing)|released?"
    r"|re-?released|"
    r"(?:re)?distribut(?:ed|ion|able|e|es)|available|provided|published|offered|covered|governed"
    r"|subject|"
    r"under|terms|permitted|permission|made available|copied|conditions|used|usable|applies|"
    r"licen[cs]es?(?: ?(?:is|are|was|as|of|used|type|name|terms|agreement|information|identifier"
    r"|statement))?\s?[:=>\]]?|"
    r"licen[cs]e ::|osi approved|module_license|uses?|use|adopts|"
    r"gelicen[sc]e\w*|licentie(?:s|voorwaarden)?[:=]|valt|vallen|onder|krachtens|uitgebracht"
    r"|beschikbaar|vrijgegeven|"
    r"version(?=:)|tri-?licen\w*|lizenz\w*|unter|sous|gem(?:ä|ae)(?:ß|ss)|free software|gpl'?ed)\b"
)
_DIRECT = lazy(
    r"(?:under|onder|unter|sous|with|by|as|of|to)(?: either| both)?(?: the| de| an?| der| la"
    r"| le)?(?: terms(?: and conditions)?"
    r"(?: of| from)?(?: either)?(?: the| an?)?| voorwaarden van(?: de)?"
    r"| conditions of(?: the)?)?[ \"'(\[]*$"
    r"|licen[cs](?:e|es|ed|ing)?(?: is| are)?[ \"']*[:=>][ \"'(\[]*$|licen[cs]ed[ \"'(]*$|:: $"
    r"|license\(\"$|\blicen[cs]e is (?:the |an? )?$"
    r"|(?:licentie|lizenz)(?: is)?[ :=]+$|(?:dual|either):?[ \"'(]*$"
)
_DENIED = lazy(
    r"(?:\b(?:(?:were|had been|originally|previously|formerly) (?:released|licensed|distributed"
    r"|under)|not|isn't|aren't|cannot|never|no longer|without|unlike|except|incompatible"
    r"|compatib\w*|similar to|"
    r"instead of|other than|rather than|formerly|previously|was|replac\w*|supersed\w*"
    r"|differ\w* from|"
    r"often|usually|typically|commonly|"
    r"alternative to|derived from|based on(?: the)?|inspired by|conflicts?|violat\w*|meets?"
    r"|convert\w*|exempt\w*|"
    r"versions of|about|(?:full |complete )?(?:text|copy|copies) of|geen|niet|denied"
    r"|forbidden|verboden|allowed|toegestaan|comparable"
    r"|equivalent|like|than|resembles|variant of|may not (?:be )?\w+)\b"
    r"(?! (?:only|limited|restricted))[ a-z,'\"/-]{0,28}|https?://[^ ]*|[./_\\-])$"
)
_DENIED_AFTER = re.compile(
    r"[\"') ]*(?:[- ]?(?:compatib\w*|incompatib\w*|like\b|style\b(?! licen[cs]es?,?"
    r" (?:(?:that|which) )?(?:can|may|is|found|see)\b)|type\b|violation|faq|is not"
    r"|is niet|is geen|does not|was|use\b|"
    r"instead of|project|foundation|community|tool\b|\.org|\.com|licensors?\b|requires"
    r"|requirement)|@|_(?=\w))"
)
_SECONDARY = lazy(r"secondary licen[cs]es? when the conditions[^.|¶]{0,60}$")
"""Eclipse notice that offers other licences besides the one that it names again."""
_COMPATIBLE = re.compile(r"[\"') ]*(?:[12]\.0 )?[- ]?(?:in)?compatib")
_BREAK = re.compile(r"\.[\"')\]]* |[|¶;!?] |: - ")
_AFTER = lazy(
    r"[\"') ,]*(?:licen[cs]ed?\b|licentie|lizenz)(?! (?:compatib|incompatib|agreement between))"
    r"|[\"') ,]*(?:applies|is granted)"
)
_OR = lazy(r"[ ,;.\"')(\]*-]*(?:and/or|or|of|oder|ou)\b|^ ?(?:/|\|\|?) ?$")
_AND = lazy(
    r"[ ,;.\"')(\]*-]*(?:and|en|und|et|plus|as well as|\+|&)\b|^[ \"')(]*[,&+][ \"'(]*(?:the )?$"
)
CHOICE = lazy(
    r"\b(?:alternative(?:ly)?|dual|either|any of|at your choice|your choice|choose|choice of"
    r"|may (?:also )?be (?:distributed|used|licensed)"
    r" under|one of|one or more of|whichever|naar keuze|triple|tri-?licen|multi-?licen|disjunctive"
    r"|same terms as|both licen|or under)\b"
)
ALTERNATIVE = lazy(
    r"\b(?:alternatively|alternative licen|or (?:under|alternatively)|can (?:also|alternatively)"
    r"|may (?:also|alternatively|instead)|"
    r"instead of the (?:above|terms|forego)|as an alternative|in lieu of)"
)
_EXAMPLE = lazy(r"\b(?:such as|e\.g\.|for example|including|like|copy of|see|any)\b[^.]{0,24}$")
_SECTION = lazy(
    r"(?:^|[|.¶] )(?:[^\w\s.|¶]{1,4} )?(?:\d+\.? )?(?:the )?(?:licen[cs]es?|licenties?|licensing"
    r"|lizenz|copying|licen[cs]e information)\s?[:|]?[ =~-]*\|?[ \"'(\[]*(?:the [\"'\[]?)?$"
)
_HEAD_END = re.compile(r"[\"')\]*`]*(?: ?(?:[|.¶,;(\[]| or | and )|\s?$)")
"""After a bare name below a heading: the line or sentence ends there."""
_ALONE = re.compile(r"(?:^|[|¶.;] |[|] v?[\d.]+ )(?:the )?$")
_ALONE_END = re.compile(r"(?: \([a-z0-9.-]{2,12}\))?\.?[ )]*(?:$|[|¶.] |[|¶]$)")
"""A name that holds the word licence and stands as a line, sentence or cell of its own."""
_LATER_ON = lazy(r"\b(?:change date|change licen[cs]e|anniversary of)\b")
"""The licence that a source-available text turns into some day does not hold today."""
MOZILLA_TRIPLE = {"MPL-1.1", "GPL-2.0-only", "LGPL-2.1-only"}
"""Short form `MPL 1.1/GPL 2.0/LGPL 2.1` of a notice that allows later versions of the GNU licences."""
MAX_NAMES = 40
"""More different names than this in one text are a list of licences, no statement."""
_LINK = lazy(r"[(<]?https?://[^ ]*")
_LISTED = lazy(r"(?:[ \"'(),;:.*-]|\([^()]{1,40}\))*(?:the )?")
_DIGIT = re.compile(r"\d")
_OTHERS = lazy(
    r"\b(?:any|other|all|combin\w+)\b[^.|¶]{0,40}\b(?:programs?|software|code|works?|components?|"
    r"libraries) (?:(?:that|which) (?:is|are) )?(?:licensed|distributed|released|covered) "
    r"(?:under|by)(?: the)?(?: terms of(?: the)?)? ?$"
)
"""Speaks of what others license, not of this text."""
_LICENCE_WORD = re.compile(r" licen[cs]e\b")
_OR_NEXT = re.compile(
    r"[ .,;|]*\bor\b(?:[ ,|]*|, [^.|¶]{0,60})(?:(?:under )?(?:the )?(?:terms of the )?)$"
)
"""An `or` that begins a line or sentence of its own between two notices."""
MAX_GAP = 230
ANY_VERSION = frozenset({"GPL-1.0-or-later", "LGPL-2.0-or-later", "GFDL-1.1-or-later"})
"""What a GNU name without a version means."""
CUSTOM = {
    "CDDL": "CDDL-1.0",
    "BSD": "BSD-3-Clause",
    "Apache": "Apache-2.0",
    "Artistic": "Artistic-1.0",
    "MPL": "MPL-1.1",
}
"""What a name without version or variant customarily means; only used inside a choice."""


class Stated(NamedTuple):
    """A statement: one or more mentions."""

    start: int
    end: int
    expression: str
    matcher: str
    loose: tuple[str, ...] = ()
    """Customary readings of names without version or variant among the options."""


class Clue(NamedTuple):
    """Something that points to a licence and states none."""

    start: int
    end: int
    about: str
    """Expression or family."""
    matcher: str


def mentions_of(text: str) -> list[Mention]:
    """All licence names of a flat text, none overlapping, in order."""
    exact = gnu_mentions(text) + creative_mentions(text)
    names = (
        [
            m
            for m in name_mentions(text)
            if not any(m.start < e.end and e.start < m.end for e in exact)
        ]
        if len(exact) < 400
        else []
    )
    links = link_mentions(text)
    kept: list[Mention] = []
    for mention in sorted(exact + names + links, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            last = kept[-1]
            if last.expression or not mention.expression:
                continue
            kept.pop()
        kept.append(mention)
    return kept


def statements(text: str) -> tuple[list[Stated], list[Clue]]:
    """What a flat text states, and what it only names."""
    stated: list[list[tuple[Mention, str]]] = []
    clues: list[Clue] = []
    previous: Mention | None = None
    for mention in mentions_of(text):
        joined = _joined(text, previous, mention) if previous is not None else ""
        verdict = _verdict(text, mention)
        if joined == "AND" and _in_choice(text, stated[-1]):
            joined = "OR"
        if verdict < -1 or (verdict < 0 and not joined):
            clues.append(_clue(mention))
            previous = None
            continue
        if mention.matcher == "link":
            if stated and _settles(text, stated[-1][-1][0], mention):
                stated[-1][-1] = (
                    stated[-1][-1][0]._replace(expression=mention.expression),
                    stated[-1][-1][1],
                )
            elif verdict > 0 and not stated:
                stated.append([(mention, "")])
                previous = mention
            else:
                clues.append(_clue(mention))
            continue
        if previous is not None and joined and (mention.expression or mention.family):
            stated[-1].append((mention, joined))
            previous = mention
        elif verdict > 0 and (mention.expression or mention.family):
            stated.append([(mention, "")])
            previous = mention
        else:
            clues.append(_clue(mention))
    found: list[Stated] = []
    if (
        len({m.expression for group in stated for m, _ in group} | {c.about for c in clues})
        > MAX_NAMES
    ):
        return [], clues + [_clue(m) for group in stated for m, _ in group]
    for group in stated:
        one = _grouped(group)
        if one is None:
            clues.extend(_clue(m) for m, _ in group)
        else:
            found.append(one)
    return found, clues


def is_denied(text: str, start: int) -> bool:
    """Whether the words before a place of a flat text say that what follows does not hold here."""
    before = _sentence(text, start, 120)
    return (
        _LATER_ON.search(text, max(0, start - 200), start) is not None
        or _OTHERS.search(before) is not None
        or _DENIED.search(before[-60:]) is not None
    )


def _settles(text: str, vague: Mention, link: Mention) -> bool:
    """Whether a link names the version that the statement before it lacks."""
    return (
        not vague.expression
        and link.expression.startswith(vague.family.split("-")[0])
        and link.start - vague.end < 900
        and "¶" not in text[vague.end : link.start]
    )


def _clue(mention: Mention) -> Clue:
    return Clue(mention.start, mention.end, mention.expression or mention.family, mention.matcher)


def _sentence(text: str, start: int, reach: int) -> str:
    """What stands before a place, from the beginning of its sentence."""
    before = text[max(0, start - reach) : start]
    ends = [m.end() for m in _BREAK.finditer(before)]
    return before[ends[-1] :] if ends else before


def _verdict(text: str, mention: Mention) -> int:
    """1 stated, 0 named, -1 denied, -2 denied even in a list."""
    before = _sentence(text, mention.start, 120)
    after = text[mention.end : mention.end + 40]
    if _LATER_ON.search(text, max(0, mention.start - 200), mention.start):
        return -1
    if _COMPATIBLE.match(after):
        return -2
    if _SECONDARY.search(text, max(0, mention.start - 120), mention.start):
        return 1
    if _OTHERS.search(before) or _DENIED.search(before[-60:]) or _DENIED_AFTER.match(after):
        return -1
    head = text[max(0, mention.start - 60) : mention.start]
    if (mention.strong or _HEAD_END.match(after)) and _SECTION.search(head):
        return 1
    if (
        mention.strong
        and mention.expression
        and mention.matcher == "name"
        and "licen" in text[mention.start : mention.end + 9]
        and _ALONE.search(head)
        and _ALONE_END.match(text, mention.end + _licence_word(after))
    ):
        return 1
    loose = mention.expression == "AGPL-3.0-or-later" and not _DIGIT.search(
        text, mention.start, mention.end
    )
    if loose or mention.expression in ANY_VERSION:
        if _EXAMPLE.search(before[-40:]):
            return 0
        return 1 if _DIRECT.search(before[-70:]) or _AFTER.match(after) else 0
    if _DIRECT.search(before[-70:]) and (
        mention.strong or _STATED.search(before) or _AFTER.match(after)
    ):
        return 1
    if mention.strong and _STATED.search(before):
        return 1
    if mention.strong and re.match(
        r"[\"') ]*(?:licen[cs]ed\b|tri-?licen|dual-?licen|applies|licen[cs]e (?:applies"
        r"|is granted))",
        after,
    ):
        return 1
    return 0


def _in_choice(text: str, group: list[tuple[Mention, str]]) -> bool:
    """Whether the names so far are options of "one or more of the following"."""
    return (
        len(group) > 1
        and all(operator in {"", "OR"} for _, operator in group)
        and CHOICE.search(text[max(0, group[0][0].start - 160) : group[0][0].start]) is not None
    )


def _licence_word(after: str) -> int:
    """Length of the word licence right after a name."""
    match = _LICENCE_WORD.match(after)
    return match.end() if match is not None else 0


def _joined(text: str, previous: Mention, mention: Mention) -> str:
    """How two mentions are joined: OR, AND, or empty when they are not."""
    gap = text[previous.end : mention.start]
    if len(gap) > MAX_GAP or "¶" in gap:
        return ""
    gap = _LINK.sub(" ", gap) if "http" in gap else gap
    if "are satisfied:" in gap and len(gap) < 40:
        return "OR"
    if ". " in gap or " | " in gap:
        return "OR" if ALTERNATIVE.search(gap) or _OR_NEXT.match(gap) else ""
    if re.fullmatch(r"[ \"'(]*(?:the )?[\"']*", gap) and mention.family:
        return ""
    if _LISTED.fullmatch(gap):
        offered = CHOICE.search(text[max(0, previous.start - 160) : previous.start])
        return "OR" if offered is not None else ""
    bare = re.sub(r"\((?:the )?[\"'][^)]{1,20}\)", "", gap)
    if "ee http" in gap or "copy of" in gap:
        return ""
    if len(bare) > 110 and not ALTERNATIVE.search(bare) and not re.match(r"[ ,.;()\"']*or\b", bare):
        return ""
    if re.search(r"\b(?:or|oder|ou)\b", bare) or re.fullmatch(
        r"\s?(?:licen[cs]e)?\s?(?:/|\|\|?)\s?", bare
    ):
        return "OR"
    if re.search(r"(?:\b(?:and|en|und|et|plus)\b|&|,|\+)", bare) and len(bare) < 60:
        choice = CHOICE.search(text[max(0, previous.start - 120) : previous.start])
        if (
            choice is None
            and re.match(
                r"[^.|¶]{0,80}?,? or (?:the |under )?", text[mention.end : mention.end + 90]
            )
            and "," in bare
        ):
            return "OR"
        return "OR" if choice is not None else "AND"
    return ""


def _grouped(group: list[tuple[Mention, str]]) -> Stated | None:
    """One statement of joined mentions; None when nothing of it can be read."""
    if len(group) == 1:
        mention = group[0][0]
        if not mention.expression:
            meant = READING.get(mention.family)
            return Stated(mention.start, mention.end, meant, MATCHER) if meant else None
        return Stated(mention.start, mention.end, mention.expression, mention.matcher)
    parts: list[tuple[str, str]] = []
    loose = []
    for mention, operator in group:
        expression = mention.expression or CUSTOM.get(mention.family, "")
        if mention.family == "Artistic" and any(
            m.expression == "GPL-1.0-or-later" for m, _ in group
        ):
            expression = "Artistic-1.0-Perl"  # the choice that Perl itself offers
        if not mention.expression and expression:
            loose.append(expression)
        if expression and expression not in {e for _, e in parts}:
            parts.append((operator or "AND", expression))
    versioned = {e.split("-")[0] for _, e in parts if e not in ANY_VERSION}
    parts = [p for p in parts if p[1] not in ANY_VERSION or p[1].split("-")[0] not in versioned]
    if not parts:
        return None
    alternatives = [[parts[0][1]]]
    for operator, expression in parts[1:]:
        wrapped = f"({expression})" if " OR " in expression and operator == "AND" else expression
        if operator == "OR":
            alternatives.append([wrapped])
        else:
            alternatives[-1].append(wrapped)
    joined = " OR ".join(" AND ".join(a) for a in alternatives)
    if set(joined.split(" OR ")) == MOZILLA_TRIPLE:
        joined = "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later"
    return Stated(group[0][0].start, group[-1][0].end, joined, group[0][0].matcher, tuple(loose))
