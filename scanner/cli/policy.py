"""`sluis policy`: what the town chose, where it stands, and whether it holds together."""

from pathlib import Path

import click

from scanner.cli.options import language, packs, packs_of, rows


@click.group("policy")
def command() -> None:
    """List, explain, test and validate policy packs."""


@command.command("list")
@packs
@language
@rows
@click.option("--grounds", is_flag=True, help="The grounds for waivers instead of the rules.")
def list_rules(*, pack_folders: tuple[str, ...], lang: str, shape: str, grounds: bool) -> None:
    """The rules with their severity, and which file set it."""
    from scanner.cli.output import show_rows
    from scanner.packs import load_policy

    pack = load_policy(packs_of(pack_folders))
    if grounds:
        show_rows(
            [
                {"ground": k, "meaning": getattr(v, lang)}
                for k, v in sorted(pack.strategy.waiver_grounds.items())
            ],
            ["ground", "meaning"],
            shape,
        )
        return
    listed = [
        {
            "rule": rule,
            "severity": setting.severity.value,
            "on": setting.enabled,
            "title": pack.texts[lang].rules[rule].title,
            "set_by": pack.origin_of(f"strategy/rules/{rule}/severity"),
            "source": setting.source,
            "certainty": setting.certainty.value,
        }
        for rule, setting in sorted(pack.strategy.rules.items())
    ]
    show_rows(listed, ["rule", "severity", "on", "title", "set_by"], shape)


@command.command("explain")
@click.argument("license_text", metavar="LICENCE")
@packs
@language
@click.option(
    "--use-mode",
    default="hosted",
    show_default=True,
    type=click.Choice(["internal", "hosted", "public-client", "distributed", "dev-tool"]),
)
@click.option("--supplied", is_flag=True, help="As part of a product that a supplier delivers.")
def explain(
    license_text: str, *, pack_folders: tuple[str, ...], lang: str, use_mode: str, supplied: bool
) -> None:
    """How a LICENCE, as a manifest states it, is read and judged, step by step."""
    from policies.facts import UseMode
    from policies.licensing import judge
    from policies.texts import word
    from scanner.packs import load_policy

    pack = load_policy(packs_of(pack_folders))
    found = judge((("declared", license_text),), UseMode(use_mode), "runtime", supplied, pack)
    click.echo(f"{license_text!r} -> {found.expression or '-'} ({found.state.value})")
    click.echo(
        f"verdict: {found.verdict.value}; outcome: {word(pack, lang, 'outcome', found.outcome.value)}; "
        f"class: {found.license_class}; context: {found.context}"
    )
    if found.chosen:
        click.echo(f"chosen: {found.chosen}")
    for part in found.parts:
        click.echo(
            f"  {part.license}: {part.license_class} -> {part.outcome.value}"
            f"  [{pack.origin_of(f'licenses/ids/{part.license}/class')}]"
        )
    for code, detail in found.reasons:
        click.echo(f"  {code}: {detail}")
    for duty in found.obligations:
        click.echo(f"  duty: {duty}")


@command.command("test")
@packs
def test(pack_folders: tuple[str, ...]) -> int:
    """Run the cases that the pack promises. Exit code 1 when one fails."""
    from policies.cases import run_cases
    from scanner.packs import load_policy

    results = run_cases(load_policy(packs_of(pack_folders)))
    failed = [r for r in results if not r.holds]
    for result in failed:
        differences = (
            f"{what}: {expected!r} expected, {found!r} found"
            for what, expected, found in result.mistakes
        )
        click.echo(f"failed: {result.id}: {'; '.join(differences)}")
    click.echo(f"{len(results) - len(failed)} of {len(results)} cases hold")
    return 1 if failed else 0


@command.command("validate")
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def validate(folders: tuple[Path, ...]) -> int:
    """Check FOLDERS of your own policy, laid over the default pack: every mistake, with its place."""
    from policies.default_pack import check_overlays
    from scanner.packs import folder_layer

    mistakes = check_overlays([folder_layer(f) for f in folders])
    for mistake in mistakes:
        click.echo(str(mistake))
    if not mistakes:
        click.echo("no mistakes")
    return 2 if mistakes else 0
