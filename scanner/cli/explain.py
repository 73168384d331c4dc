"""`sluis explain`: a rule, or one finding with its evidence and its life."""

import click

from scanner.cli.options import database, database_of, language, packs, packs_of


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

    chosen = cast("Pack", pack)
    text = chosen.texts[lang].rules[rule]
    setting = chosen.setting(rule)
    click.echo(f"{rule}: {text.title}\n")
    if setting is not None:
        state = "on" if setting.enabled else "off"
        click.echo(
            f"severity {setting.severity.value}, {state}; set by "
            f"{chosen.origin_of(f'strategy/rules/{rule}/severity')}; {setting.source}\n"
        )
    click.echo((load_rules((rule,))[0].__doc__ or "").strip())
    click.echo(f"\n{text.fix}")


def _finding(prefix: str, pack: object, db_path: str | None, lang: str) -> None:
    from typing import cast

    from policies.pack import Pack
    from scanner.packs import wording
    from scanner.store.findings import find_finding
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        row, events = find_finding(store, prefix, wording(cast("Pack", pack)))
    click.echo(f"{getattr(row.title, lang)}\n")
    click.echo(getattr(row.message, lang))
    click.echo(f"\n{row.rule}  {row.verdict.value}  {row.severity.value}  {row.status}")
    click.echo(f"system: {row.system or '-'}   subject: {row.subject}")
    click.echo(f"fingerprint: {row.fingerprint}\n")
    for place in row.places:
        line = f":{place.line}" if place.line else ""
        click.echo(f"  {place.source}: {place.path}{line}")
    if row.place_count > len(row.places):
        click.echo(f"  ... and {row.place_count - len(row.places)} more")
    if row.waiver:
        click.echo(f"\nwaiver {row.waiver}, until {row.waiver_until}: {row.waiver_reason}")
    click.echo(f"\n{getattr(row.fix, lang)}\n")
    for event in events:
        click.echo(
            f"  scan {event.scan_id}  {event.at:%Y-%m-%d %H:%M}  {event.event}  {event.note}"
        )
