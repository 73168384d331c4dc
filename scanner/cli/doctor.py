"""`sluis doctor`: what is here, what is missing, and what that costs."""

import click


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--formats", is_flag=True, help="The table of file formats that are read, and stop.")
def command(*, as_json: bool, formats: bool) -> int:
    """Check this installation. Exit code 1 when something that is needed is missing."""
    from scanner.cli.output import show_rows
    from scanner.doctor import examine, format_table

    if formats:
        show_rows(format_table(), ["format", "reads", "files"], "json" if as_json else "table")
        return 0
    checks = examine()
    show_rows(
        [{"check": c.name, "state": c.state, "detail": c.detail, "cost": c.cost} for c in checks],
        ["check", "state", "detail", "cost"],
        "json" if as_json else "table",
    )
    return 1 if any(c.state == "missing" for c in checks) else 0
