"""`sluis impact`: what if this component, supplier, place of download or licence is gone?"""

from typing import TYPE_CHECKING

import click

from scanner.cli.options import database, database_of, rows

if TYPE_CHECKING:
    from scanner.store.advisory_graph import Lost
    from scanner.store.store import Store


@click.command("impact")
@click.argument("pattern", required=False)
@click.option("--vendor", help="A supplier: of systems, and of components as files name it.")
@click.option("--registry", help="A place of download: part of its address.")
@click.option("--image", help="A container image or base image.")
@click.option("--license", "licence", help="A licence by its SPDX id.")
@click.option("--places", is_flag=True, help="Every component instead of one row a system.")
@database
@rows
def command(
    pattern: str | None,
    *,
    vendor: str | None,
    registry: str | None,
    image: str | None,
    licence: str | None,
    places: bool,
    db_path: str | None,
    shape: str,
) -> int:
    """Which systems would be hit when PATTERN, a supplier, a registry, an image or a licence is gone?

    What no file states (where a registry stands, who supplies a component) cannot be found; the answer is
    what the estate shows, and no more. Exit code 1 when nothing is hit.
    """
    chosen = [x for x in (pattern, vendor, registry, image, licence) if x]
    if len(chosen) != 1:
        raise click.UsageError("Give one: PATTERN, --vendor, --registry, --image or --license.")
    from scanner.cli.output import show_rows
    from scanner.store.advisory_graph import lost_with_license, lost_with_text
    from scanner.store.facts import StoreFacts
    from scanner.store.store import open_store

    with open_store(database_of(db_path), readonly=True) as store:
        systems = StoreFacts(store).systems()
        if licence:
            lost = lost_with_license(store, licence)
        elif registry:
            lost = lost_with_text(store, registry, field="download")
        elif vendor:
            lost = lost_with_text(store, vendor, field="supplier")
        else:
            lost = _named(store, pattern or f"*{image}*", image=bool(image))
    supplied = {s.id for s in systems.values() if vendor and vendor.lower() in s.supplier.lower()}
    if places:
        listed = [
            {
                "system": x.system,
                "name": x.name,
                "purl": x.purl,
                "direct": x.direct,
                "occurrences": x.occurrences,
            }
            for x in lost
        ]
        count = show_rows(listed, ["system", "name", "purl", "direct", "occurrences"], shape)
    else:
        per: dict[str, list[Lost]] = {s: [] for s in sorted(supplied)}
        for found in lost:
            per.setdefault(found.system, []).append(found)
        summed = [
            {
                "system": number,
                "name": systems[number].name if number in systems else "",
                "domain": systems[number].domain if number in systems else "",
                "owner": systems[number].owner if number in systems else "",
                "criticality": systems[number].criticality if number in systems else "",
                "whole_system": number in supplied,
                "components": len(found),
                "direct": sum(f.direct is True for f in found),
                "occurrences": sum(f.occurrences for f in found),
            }
            for number, found in sorted(per.items())
        ]
        heads = list(summed[0]) if summed else ["system"]
        count = show_rows(summed, heads, shape)
    if not count:
        click.echo(f"Nothing in the last scan would be hit by {chosen[0]!r}.", err=True)
    return 0 if count else 1


def _named(store: "Store", pattern: str, *, image: bool) -> "list[Lost]":
    from scanner.store.advisory_graph import lost_with_components, numbers_of

    lost = lost_with_components(store, numbers_of(store, pattern))
    return [x for x in lost if x.purl.startswith(("pkg:oci/", "pkg:docker/"))] if image else lost
