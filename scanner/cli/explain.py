"""`sluis explain`: a rule, or one finding with its evidence and its life."""

import re

import click

from scanner.cli.options import database, database_of, language, packs, packs_of

_BLANK = re.compile(r"\{[^{}]*\}")
"""A place for a value in the texts of a pack."""


@click.command("explain")
@click.argument("what")
@database
@packs
@language
def command(what: str, *, db_path: str | None, pack_folders: tuple[str, ...], lang: str) -> int:
    """Explain WHAT: a rule id (license-denied), or a finding by the start of its fingerprint."""
    from policies.registry import rule_ids
    from scanner.packs import load_policy

    pack = load_policy(packs_of(pack_folders))
    if what in rule_ids():
        _rule(what, pack, lang)
        return 0
    if not all(c in "0123456789abcdef" for c in what.lower()):
        import difflib

        near = difflib.get_close_matches(what, rule_ids(), 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise click.UsageError(
            f"{what!r} is no rule and no fingerprint.{hint} See: sluis policy list"
        )
    _finding(what, pack, db_path, lang)
    return 0


def _rule(rule: str, pack: object, lang: str) -> None:
    from typing import cast

    from policies.pack import Pack
    from policies.registry import load_rules
    from scanner.words import words

    chosen = cast("Pack", pack)
    text = chosen.texts[lang].rules[rule]
    setting = chosen.setting(rule)
    said = words(lang)
    click.echo(f"{said.of('rule', rule)} ({rule})\n")
    click.echo(said.of("rule-help", rule))
    click.echo(f"{said('label.fix')}: {_BLANK.sub('…', text.fix)}\n")
    if setting is not None:
        told = said(
            "explain.setting",
            severity=said.of("severity", setting.severity.value),
            state=said("explain.on" if setting.enabled else "explain.off"),
            origin=chosen.origin_of(f"strategy/rules/{rule}/severity"),
            source=setting.source,
        )
        click.echo(f"{told}\n")
    click.echo(f"{said('explain.full')}\n")
    click.echo((load_rules((rule,))[0].__doc__ or "").strip())


def _finding(prefix: str, pack: object, db_path: str | None, lang: str) -> None:
    from typing import cast

    from policies.pack import Pack
    from scanner.packs import wording
    from scanner.store.findings import find_finding
    from scanner.store.store import open_store
    from scanner.words import words

    with open_store(database_of(db_path), readonly=True) as store:
        row, events = find_finding(store, prefix, wording(cast("Pack", pack)))
    click.echo(f"{getattr(row.title, lang)}\n")
    click.echo(getattr(row.message, lang))
    said = words(lang)
    facts = (
        ("column.rule", f"{said.of('rule', row.rule)} ({row.rule})"),
        ("column.verdict", said.of("verdict", row.verdict.value)),
        ("column.severity", said.of("severity", row.severity.value)),
        ("column.stand", said.of("status", row.status)),
        ("column.system", row.system or said("system.none")),
        ("column.subject", row.subject),
        ("label.reference", row.fingerprint),
    )
    click.echo("")
    for key, value in facts:
        click.echo(f"  {said(key)}: {value}")
    click.echo(f"\n{said('label.evidence')}:")
    for place in row.places:
        line = f":{place.line}" if place.line else ""
        click.echo(f"  {place.source}: {place.path}{line}")
    if row.place_count > len(row.places):
        click.echo(f"  {said('more.places', count=row.place_count - len(row.places))}")
    if row.waiver:
        until = said.day(row.waiver_until)
        click.echo(f"\n{said('waiver.valid', id=row.waiver, until=until)} {row.waiver_reason}")
    click.echo(f"\n{said('label.fix')}: {getattr(row.fix, lang)}\n")
    for event in events:
        click.echo(
            f"  scan {event.scan_id}  {event.at:%Y-%m-%d %H:%M}  {event.event}  {event.note}"
        )
