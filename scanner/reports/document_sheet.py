"""Verdicts on documents and differences between them, as lines for people."""

from collections.abc import Iterable, Sequence

from sbom.documents.comparison import Change
from sbom.documents.fault import Verdict
from scanner.words import Words


def verdict_lines(name: str, verdict: Verdict, words: Words) -> list[str]:
    """One line that says whether a document is valid, then one for each reason and remark.

    Args:
        name: Of the file, as the user wrote it.
        verdict: What validation found.
        words: Of the language.
    """
    state = words("document.valid" if verdict.valid else "document.invalid")
    lines = [f"{name}: {state} {verdict.kind} {verdict.version}".rstrip()]
    short = name.rpartition("/")[2]
    remark = words("document.remark")
    for opening, found in (("", verdict.faults), (f"{remark}: ", verdict.remarks)):
        for fault in found:
            line = f":{fault.line}" if fault.line else ""
            said = words.reason(fault.message)
            lines.append(f"  {opening}{short}{line}: {fault.path}: {said}")
    return lines


def change_lines(found: Sequence[Change], words: Words) -> list[str]:
    """One line a change: `+` added, `-` removed, `~` changed; then how many of each."""
    lines = [_change(c, words) for c in found]
    if not found:
        return [words("document.same")]
    counts = {sign: sum(line.startswith(sign) for line in lines) for sign in "+-~"}
    total = words("document.changes", added=counts["+"], removed=counts["-"], changed=counts["~"])
    return [*lines, total]


def _change(change: Change, words: Words) -> str:
    before, after = _listed(change.before), _listed(change.after)
    if change.what == "added":
        return f"+ {change.package} {after}".rstrip()
    if change.what == "removed":
        return f"- {change.package} {before}".rstrip()
    nothing = words("document.none")
    what = words.of("document.change", change.what)
    return f"~ {change.package}: {what} {before or nothing} -> {after or nothing}"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)
