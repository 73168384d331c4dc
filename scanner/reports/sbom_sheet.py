"""The score and the truth of one SBOM, for people and as JSON."""

from collections.abc import Iterable

import msgspec

from policies.sbom_profiles.document import Sheet
from policies.sbom_profiles.profiles import DEMANDED, Norms
from policies.sbom_score import FieldScore, ProfileScore, Remark, State
from policies.sbom_truth import look
from policies.sbom_truth.registry import Result, Truth, TruthData, question

_SIGNS = {State.MET: "+", State.PARTLY: "~", State.MISSING: "-", State.UNSAYABLE: "?"}


def score_text(
    sheet: Sheet, found: Iterable[ProfileScore], norms: Norms, lang: str, name: str
) -> str:
    """The score in plain words; one block a norm, and how to complete what falls short."""
    titles = {p.id: p for p in norms.profiles}
    names = {f.id: f for f in norms.fields}
    form = "CycloneDX" if sheet.form == "cyclonedx" else "SPDX"
    lines = [
        f"{name}: {form} {sheet.version}, {len(sheet.parts)} {norms.word('components', lang)}",
    ]
    advice: dict[str, None] = {}
    for profile in found:
        title = titles[profile.profile]
        verdict = norms.word(profile.verdict.value, lang)
        gate = f" [{norms.word('gate', lang)}]" if profile.gates else ""
        value = "-" if profile.score is None else _number(profile.score, lang)
        lines += [
            "",
            " ".join(
                (
                    f"{title.title.of(lang)}: {verdict},",
                    f"{norms.word('score', lang)} {value}",
                    f"({profile.judged:.0%} {norms.word('judged', lang)}){gate}",
                )
            ),
            f"  {norms.word('source', lang)}: {title.source}",
            f"  {norms.word('confidence', lang)}: {title.confidence}",
        ]
        lines += [f"  ! {_remark(r, norms, lang)}" for r in profile.remarks]
        for field in profile.fields:
            lines.append(_field(field, names[field.field].name.of(lang), norms, lang))
            if field.level in DEMANDED and field.state in {State.PARTLY, State.MISSING}:
                advice[field.field] = None
        lines.append(f"  {title.note.of(lang)}")
    if advice:
        lines += ["", f"{norms.word('fix', lang)}:"]
        lines += [f"- {names[f].name.of(lang)}: {names[f].fix.of(lang)}" for f in advice]
    return "\n".join(lines) + "\n"


def _number(value: float, lang: str) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if lang == "nl" else text


def _field(field: FieldScore, name: str, norms: Norms, lang: str) -> str:
    line = (
        f"  {_SIGNS[field.state]} {name} ({norms.word(field.level, lang)}): "
        f"{norms.word(field.state.value, lang)}"
    )
    if field.state is not State.UNSAYABLE and field.total > 1:
        line += f", {field.have}/{field.total}"
    if field.missing:
        line += f"; {norms.word('without', lang)} {', '.join(field.missing)}"
        rest = field.total - field.have - len(field.missing)
        if rest > 0:
            line += " " + norms.word("more", lang).replace("{n}", str(rest))
    return line


def _remark(remark: Remark, norms: Norms, lang: str) -> str:
    text = norms.word(remark.word, lang)
    rest = []
    for key, value in remark.values:
        if "{" + key + "}" in text:
            text = text.replace("{" + key + "}", value)
        else:
            rest.append(value)
    return f"{text}: {'; '.join(rest)}" if rest else text


def score_json(
    sheet: Sheet, found: Iterable[ProfileScore], norms: Norms, lang: str, name: str
) -> str:
    """All of it, with paths, sources, weights and the way to complete each field."""
    fixes = {f.id: f for f in norms.fields}
    profiles = []
    for profile in found:
        tree = msgspec.to_builtins(profile)
        for field in tree["fields"]:
            field["name"] = fixes[field["field"]].name.of(lang)
            field["fix"] = fixes[field["field"]].fix.of(lang)
        tree["remarks"] = [_remark(r, norms, lang) for r in profile.remarks]
        profiles.append(tree)
    tree = {
        "file": name,
        "form": sheet.form,
        "version": sheet.version,
        "components": len(sheet.parts),
        "unread": list(sheet.unread),
        "weights": norms.weights,
        "profiles": profiles,
    }
    return _json(tree)


def truth_text(found: Truth, data: TruthData, lang: str, name: str) -> str:
    """The verdict, what led to it, the questions, and what would change it."""
    word = {key: text.of(lang) for key, text in data.words.items()}
    made = sum(r.outcome.state is not look.State.UNKNOWN for r in found.results)
    tested = f"({made}/{len(found.results)} {word['tested']})"
    lines = [f"{name}: {word['verdict'].lower()} {word[found.verdict.value]} {tested}"]
    if found.partial:
        lines.append(word["partial"])
    if found.components < data.verdicts.min_components:
        lines.append(word["few"].replace("{count}", str(found.components)))
    if not found.suspects:
        lines.append(f"{word['clean'][:1].upper()}{word['clean'][1:]}.")
    for result in found.suspects:
        title = data.tests[result.test].title.of(lang)
        lines.append(f"- {title} ({word['weight']} {result.weight:g}, {result.test})")
        if result.outcome.evidence:
            lines.append(f"    {word['seen']}: {'; '.join(result.outcome.evidence)}")
    if found.suspects:
        lines += ["", f"{word['questions']}:"]
        lines += [f"{n}. {question(r, data, lang)}" for n, r in enumerate(found.suspects, 1)]
        changes = [data.tests[r.test].change.of(lang) for r in found.suspects]
        lines += ["", f"{word['changes']}: {'; '.join(changes)}."]
    untested = _untested(found.results, data, lang)
    if untested:
        lines += ["", f"{word['untested']}:"]
        lines += [f"- {lack}: {', '.join(tests)}" for lack, tests in untested.items()]
    return "\n".join(lines) + "\n"


def _untested(results: Iterable[Result], data: TruthData, lang: str) -> dict[str, list[str]]:
    """Tests that could not be made, by what they lack."""
    found: dict[str, list[str]] = {}
    for result in results:
        if result.outcome.state is look.State.UNKNOWN:
            lack = data.lacks[result.outcome.lacks].of(lang)
            found.setdefault(lack, []).append(result.test)
    return found


def truth_json(found: Truth, data: TruthData, lang: str, name: str) -> str:
    """All of it, with the thresholds and their reasons."""
    tests = []
    for result in found.results:
        entry = data.tests[result.test]
        suspicious = result.outcome.state is look.State.SUSPECT
        tests.append(
            {
                "test": result.test,
                "state": result.outcome.state.value,
                "weight": result.weight,
                "family": entry.family,
                "title": entry.title.of(lang),
                "evidence": list(result.outcome.evidence),
                "values": dict(result.outcome.values),
                "question": question(result, data, lang) if suspicious else "",
                "change": entry.change.of(lang) if suspicious else "",
                "lacks": data.lacks[result.outcome.lacks].of(lang) if result.outcome.lacks else "",
                "reason": entry.reason,
            }
        )
    tree = {
        "file": name,
        "verdict": found.verdict.value,
        "points": found.points,
        "components": found.components,
        "partial": found.partial,
        "limits": msgspec.to_builtins(data.verdicts),
        "tests": tests,
    }
    return _json(tree)


def _json(tree: object) -> str:
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"
