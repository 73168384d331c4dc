"""The check as one HTML page: verdict first, every sentence with what it rests on. Loads nothing."""

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

from policies.finding import Verdict
from policies.vendor.line import Line, Proof, Topic
from scanner.reports.markup import Html, el, raw
from scanner.vendor.check import Check
from scanner.vendor.papers import Paper
from scanner.version import __version__
from scanner.words import Words

_SIGNS = {
    Verdict.DEVIATES: "✕",
    Verdict.UNKNOWN: "?",
    Verdict.COMPLIES: "✓",
    Verdict.NOT_APPLICABLE: "·",
}
_BECAUSE = 6
_QUOTE = 700


def render(check: Check, say: Words) -> str:
    """The page in one language; the same bytes for the same check."""
    style = (Path(__file__).parent / "vendor.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    name = check.product.product or check.product.vendor or say("vendor.unnamed")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        raw(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        el("title", say("vendor.title", name=name)),
        el("style", raw(style)),
    )
    body = el(
        "body",
        el("a", say("report.skip"), href="#main", class_="skip"),
        _masthead(check, name, say),
        el("main", *_main(check, say), id="main", tabindex=-1),
        el("footer", el("p", say("vendor.foot", tool=__version__, policy=check.pack))),
    )
    return f"<!doctype html>\n{el('html', head, body, lang=say.lang)}\n"


def _masthead(check: Check, name: str, say: Words) -> Html:
    told = [check.product.vendor, say.day(check.day)]
    return el(
        "header",
        el("p", say("vendor.kicker"), class_="kicker"),
        el("h1", name),
        el("p", " · ".join(t for t in told if t), class_="when"),
    )


def _main(check: Check, say: Words) -> list[Html]:
    parts = [_verdict(check, say)]
    for topic in Topic:
        lines = [x for x in check.lines if x.topic is topic]
        if lines:
            parts += [el("h2", say.of("vendor-topic", topic.value)), _table(lines, say)]
    asked = [x for x in check.lines if x.question is not None and x.verdict is not Verdict.COMPLIES]
    if asked:
        parts += [el("h2", say("vendor.questions")), _questions(asked, say)]
    parts += [el("h2", say("vendor.documents")), _papers(check.papers, say)]
    parts += [el("h2", say("vendor.not-looked")), _not_looked(check, say)]
    return parts


def _verdict(check: Check, say: Words) -> Html:
    outcome = check.decision.outcome.value
    by_id = {x.id: x for x in check.lines}
    because = [by_id[i] for i in check.decision.because[:_BECAUSE]]
    rest = len(check.decision.because) - len(because)
    parts = [
        el("strong", say.of("vendor-verdict", outcome)),
        el("p", say(f"vendor.means-{outcome}")),
    ]
    if because:
        items = [
            el("li", el("b", say.pick(x.name)), ": ", say.pick(x.says), " ", _link(x, say))
            for x in because
        ]
        parts.append(el("ol", *items, class_="because"))
        if rest > 0:
            parts.append(el("p", say("vendor.more", count=rest)))
        after = say.of("vendor-verdict", check.decision.without_them.value)
        told = say("vendor.change", verdict=after, count=check.decision.to_solve)
        parts.append(el("p", told))
    counts = [
        el(
            "li",
            _badge(verdict, say),
            f" {sum(x.verdict is verdict for x in check.lines)}",
        )
        for verdict in _SIGNS
    ]
    parts.append(el("ul", *counts, class_="counts"))
    if check.incomplete:
        parts.append(el("p", say("vendor.incomplete")))
    return el("section", *parts, class_=f"verdict {outcome}")


def _badge(verdict: Verdict, say: Words) -> Html:
    sign = el("span", _SIGNS[verdict], aria_hidden="true")
    return el("span", sign, " ", say.of("verdict", verdict.value), class_=f"v {verdict.value}")


def _link(line: Line, say: Words) -> Html:
    return el("a", say("vendor.evidence"), href=f"#{_anchor(line)}")


def _anchor(line: Line) -> str:
    return "l-" + line.id.replace("/", "-")


def _table(lines: Iterable[Line], say: Words) -> Html:
    heads = [el("th", say(f"vendor.{k}"), scope="col") for k in ("matter", "verdict", "found")]
    rows = [
        el(
            "tr",
            el("th", say.pick(x.name), scope="row", id=_anchor(x)),
            el("td", _badge(x.verdict, say), _weight(x, say)),
            el("td", *_found(x, say)),
        )
        for x in lines
    ]
    return el("table", el("thead", el("tr", *heads)), el("tbody", *rows))


def _weight(line: Line, say: Words) -> Html:
    if line.ground is None:
        return raw("")
    told = (
        f"{say.of('severity', line.severity.value)}, {say.of('vendor-ground', line.ground.value)}"
    )
    return el("p", told, class_="norm")


def _found(line: Line, say: Words) -> list[Html]:
    parts = [el("p", say.pick(line.says))]
    parts += [_proof(p, say) for p in line.proofs[:1]]
    more = [_proof(p, say) for p in line.proofs[1:]]
    if more:
        parts.append(el("details", el("summary", say("vendor.also", count=len(more))), *more))
    if line.searched is not None:
        parts.append(el("p", say.pick(line.searched), class_="searched"))
    if line.why is not None and line.verdict in {Verdict.DEVIATES, Verdict.UNKNOWN}:
        parts.append(el("p", say.pick(line.why), class_="why"))
    if line.norms:
        parts.append(el("p", "; ".join(line.norms), class_="norm"))
    return parts


def _proof(proof: Proof, say: Words) -> Html:
    where = [proof.document]
    if proof.article:
        where.append(say("vendor.article", number=proof.article))
    if proof.page is not None:
        where.append(say("vendor.page", page=str(proof.page)))
    if proof.line is not None:
        where.append(say("vendor.line", line=str(proof.line)))
    place = el("p", el("code", ", ".join(where)), class_="place")
    if not proof.quote:
        return place
    quote = proof.quote if len(proof.quote) <= _QUOTE else proof.quote[: _QUOTE - 1] + "…"
    return el("div", el("blockquote", quote), place)


def _questions(lines: Iterable[Line], say: Words) -> Html:
    heads = [el("th", say(f"vendor.{k}"), scope="col") for k in ("question", "answer")]
    rows = []
    for line in lines:
        if line.question is None:
            continue
        parts = [el("p", say.pick(line.question))]
        if line.proposed is not None:
            parts.append(
                el(
                    "details",
                    el("summary", say("vendor.proposed")),
                    el("blockquote", say.pick(line.proposed)),
                )
            )
        rows.append(el("tr", el("td", *parts), el("td", el("div", class_="empty"))))
    return el("table", el("thead", el("tr", *heads)), el("tbody", *rows))


def _papers(papers: Iterable[Paper], say: Words) -> Html:
    heads = [el("th", say(f"vendor.{k}"), scope="col") for k in ("file", "kind", "digest")]
    rows = []
    for paper in papers:
        told = say.of("vendor-paper", paper.kind.value)
        if paper.confidence < 1:
            told += f" ({say('vendor.sure', share=f'{paper.confidence:.0%}')})"
        name = [el("code", paper.name), *(el("p", f"! {p}", class_="norm") for p in paper.problems)]
        digest = el("code", paper.sha256[:16])
        rows.append(el("tr", el("td", *name), el("td", told), el("td", digest)))
    return el("table", el("thead", el("tr", *heads)), el("tbody", *rows))


def _not_looked(check: Check, say: Words) -> Html:
    told = [say("vendor.not-law"), say("vendor.not-network")]
    told += [f"{p.name}: {problem}" for p in check.papers for problem in p.problems]
    return el("ul", *(el("li", t) for t in told))
