"""`sluis license evidence|timeline|obligations|notice`: licences of what is used, over the last scans."""

from pathlib import Path

import click

from scanner.cli.options import database, database_of, language, packs, packs_of, rows


@click.command("evidence")
@click.argument("pattern")
@database
@rows
def evidence(pattern: str, *, db_path: str | None, shape: str) -> int:
    """Show everything known of the licence of PATTERN, strongest first, and what counts.

    PATTERN is a name or package URL, as for `sluis find`. Exit code 1 when nothing is known.
    """
    import msgspec

    from scanner.cli.output import show_rows
    from scanner.store.license_rows import evidence as steps
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        found = steps(store, pattern)
    listed = [{**msgspec.to_builtins(s), "counts": "yes" if s.counts else "no"} for s in found]
    columns = ["purl", "source", "step", "kind", "license", "confidence", "origin", "counts"]
    return 0 if show_rows(listed, columns, shape) else 1


@click.command("timeline")
@click.argument("pattern")
@packs
@database
@rows
def timeline(
    pattern: str, *, pack_folders: tuple[str, ...], db_path: str | None, shape: str
) -> int:
    """Show under which licence each version of PATTERN was, per source, over all scans.

    `changed` marks another licence than the one before it. Exit code 1 when nothing is known.
    """
    import msgspec

    from scanner.cli.output import show_rows
    from scanner.packs import load_policy
    from scanner.store.license_rows import timeline as periods
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        found = periods(store, pattern, load_policy(packs_of(pack_folders)))
    columns = [
        "since", "until", "version", "license", "license_class", "event", "system", "source",
    ]  # fmt: skip
    return 0 if show_rows([msgspec.to_builtins(p) for p in found], columns, shape) else 1


@click.command("obligations")
@click.option("--system", required=True, metavar="ID", help="The system.")
@packs
@database
@language
@rows
def obligations(
    *,
    system: str,
    pack_folders: tuple[str, ...],
    db_path: str | None,
    lang: str,
    shape: str,
) -> int:
    """List what the licences of a system ask of you in the way it is used: a checklist.

    Each duty names its source, the licences and the number of components that ask it, and who has to do
    it. Exit code 2 for a system that the last scan does not know.
    """
    from policies.obligations import Component
    from policies.obligations import obligations as duties
    from scanner.cli.output import show_rows
    from scanner.packs import load_policy
    from scanner.store.facts import StoreFacts
    from scanner.store.license_rows import parts
    from scanner.store.store import open_store
    from scanner.words import words

    pack = load_policy(packs_of(pack_folders))
    with open_store(database_of(db_path), readonly=True) as store:
        known = StoreFacts(store).systems()
        if system not in known:
            raise click.UsageError(f"--system {system!r}: known are {', '.join(sorted(known))}")
        found = duties(
            [
                Component(purl=p.purl, claims=p.claims, scope=p.scope, supplied=p.supplied)
                for p in parts(store, system)
            ],
            known[system].use_mode,
            pack,
        )
    say = words(lang)
    listed = [
        {
            "done": "[ ]",
            "duty": d.text.nl if lang == "nl" else d.text.en,
            "when": say.of("trigger", d.trigger),
            "who": say("duty.vendor") if d.by_vendor else say("duty.own"),
            "licenses": list(d.licenses),
            "components": len(d.components),
            "purls": list(d.components),
            "source": d.source,
            "certainty": d.certainty,
        }
        for d in found
    ]
    columns = ["done", "duty", "when", "who", "components", "licenses", "source"]
    show_rows(listed, columns, shape)
    return 0


@click.command("notice")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--system", metavar="ID", help="A system of the last scan, in the place of PATH.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "spdx"]),
    default="text",
    show_default=True,
)
@click.option("--title", help="Name of the product. Default: the folder or the system.")
@click.option("--all", "everything", is_flag=True, help="Also what is not shipped: development.")
@packs
@database
@language
def notice(
    path: Path | None,
    *,
    system: str | None,
    form: str,
    title: str | None,
    everything: bool,
    pack_folders: tuple[str, ...],
    db_path: str | None,
    lang: str,
) -> int:
    """Write the third-party notices of PATH or of a system: each licence text once, with its components.

    Copyright lines and NOTICE files come along where they are installed in PATH or a look-up gave them.
    What has no licence or no text is named on stderr, with exit code 3.
    """
    from scanner.bom_source import made_at
    from scanner.licensing.notice import as_html, as_spdx, as_text, made
    from scanner.licensing.notice_entries import of_folder, of_system
    from scanner.packs import load_policy
    from scanner.store.facts import StoreFacts
    from scanner.store.store import open_store
    from scanner.version import __version__
    from scanner.words import words

    if (path is None) == (system is None):
        raise click.UsageError("Give either a PATH or --system ID.")
    pack = load_policy(packs_of(pack_folders))
    mode = None
    if path is not None:
        entries = of_folder(path, everything=everything)
        name = title or path.resolve().name
    else:
        with open_store(database_of(db_path), readonly=True) as store:
            known = StoreFacts(store).systems().get(system or "")
            if known is None:
                raise click.UsageError(f"--system {system!r}: is not in the last scan")
            entries = of_system(store, known.id, everything=everything)
        name, mode = title or known.name, known.use_mode
    whole = made(name, entries, pack, mode)
    say = words(lang)
    told = {key: say(f"notice.{key}") for key in ("intro", "unknown", "no-text", "files")}
    if form == "spdx":
        at = made_at().strftime("%Y-%m-%dT%H:%M:%SZ")
        click.echo(as_spdx(whole, at, f"Sluis-{__version__}"), nl=False)
    else:
        click.echo(as_html(whole, told, lang) if form == "html" else as_text(whole, told), nl=False)
    for one in whole.missing:
        click.echo(say("notice.missing", name=one), err=True)
    return 3 if whole.missing else 0
