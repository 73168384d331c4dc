"""Small pieces that every section uses: badges, sections, evidence."""

from policies.finding import Place, Severity
from scanner.reports import view
from scanner.reports.escape import clip
from scanner.reports.markup import Html, el
from scanner.words import Words

_SIGNS = {"deviates": "✕", "unknown": "?", "clean": "✓"}
_LEVELS = {
    Severity.CRITICAL: "▲▲",
    Severity.HIGH: "▲",
    Severity.MEDIUM: "◆",
    Severity.LOW: "▼",
    Severity.INFO: "i",
}


def section(name: str, title: str, *content: str) -> Html:
    """A section with its heading, reachable from the contents."""
    head = el("h2", title, id=f"{name}-title")
    return el("section", head, *content, id=name, aria_labelledby=f"{name}-title")


def severity(value: Severity, words: Words) -> Html:
    """A severity: sign, word and colour."""
    sign = el("span", _LEVELS[value], aria_hidden="true")
    return el(
        "span", sign, " ", words.of("severity", value.value), class_=f"badge severity {value.value}"
    )


def stand(value: str, words: Words) -> Html:
    """A status: sign, word and colour."""
    sign = el("span", _SIGNS[value], aria_hidden="true")
    return el("span", sign, " ", words.of("stand", value), class_=f"badge stand {value}")


def place(value: Place) -> Html:
    """Where evidence stands: file and line, then the source."""
    where = el("code", clip(view.place_text(value), 200))
    if value.path and value.source and not view.is_itself(value.source, value.path):
        return el("span", where, " ", el("span", clip(value.source, 120), class_="source"))
    return where


def more(text: str) -> Html:
    """A line that says honestly that there is more."""
    return el("p", text, class_="more")


def rest(words: Words, key: str, count: int) -> list[Html]:
    """A line that says how many more there are; nothing when there are none."""
    return [more(words(key, count=count))] if count > 0 else []
