"""The page around the sections: head, skip link, contents and foot. Loads nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from scanner.reports.data import ReportData
from scanner.reports.markup import Html, el, raw
from scanner.words import Words

_TEMPLATES = Path(__file__).parent.parent / "templates"
_NAV = ("summary", "systems", "actions", "waivers", "licenses", "coverage", "issues", "method")


def page(data: ReportData, words: Words, sections: Sequence[Html]) -> str:
    """The whole document."""
    style = _template("report.css")
    script = _template("report.js")
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="robots", content="noindex"),
        raw(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        el("meta", name="generator", content=f"Sluis {data.tool_version}"),
        el("title", words("report.title", organisation=data.organisation)),
        el("style", raw(style)),
    )
    body = el(
        "body",
        el("a", words("report.skip"), href="#main", class_="skip"),
        _masthead(data, words),
        _contents(words),
        el("main", *sections, id="main", tabindex=-1),
        el("footer", el("p", _foot(data, words))),
        el("script", raw(script)),
    )
    return f"<!doctype html>\n{el('html', head, body, lang=words.lang)}\n"


def _masthead(data: ReportData, words: Words) -> Html:
    when = words("report.when", scan=data.scan_id, moment=words.moment(data.started_at))
    policy = words("report.policy", pack=data.pack_name, version=data.pack_version)
    return el(
        "header",
        el("p", words("report.kicker"), class_="kicker"),
        el("h1", data.organisation),
        el("p", f"{when} · {policy}", class_="when"),
    )


def _contents(words: Words) -> Html:
    links = [el("li", el("a", words(f"title.{n}"), href=f"#{n}")) for n in _NAV]
    return el("nav", el("ul", *links), aria_label=words("report.nav"))


def _foot(data: ReportData, words: Words) -> str:
    return words(
        "foot.method",
        tool=data.tool_version,
        pack=data.pack_name,
        version=data.pack_version,
        digest=data.pack_digest[:12],
    )


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
