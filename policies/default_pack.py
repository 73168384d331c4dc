"""The pack that ships with the tool, in its compiled form, and overlays on top of it.

`packs/default.json` is the merged tree of `packs/default/*.yaml`, made by
`docs/tools/generate_policies.py`; a test proves that it is current. It comes in through the
import system, as the modules do.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

import msgspec

import policies.packs
from policies.pack import FILES, Pack, PackFile

if TYPE_CHECKING:  # merging and checking are loaded only where a town has overlays
    from policies.pack_check import Mistake
    from policies.pack_load import Draft, PackLayer


class _Loader(Protocol):
    """What loaders of packages on disk and in archives have in common."""

    def get_data(self, path: str, /) -> bytes:
        """Bytes of a file beside the package."""
        ...


def load_default(overlays: "Sequence[PackLayer]" = ()) -> Pack:
    """The default pack, changed by the overlays in their order.

    Raises:
        PackError: every mistake in the overlays, one a line.
    """
    if not overlays:
        return msgspec.json.decode(_data("default.json"), type=Pack)
    from policies.pack_load import merge, pack_of

    return pack_of(merge(default_draft(), overlays))


def check_overlays(overlays: "Sequence[PackLayer]") -> "list[Mistake]":
    """Every mistake of overlays on the default pack; empty when they can be used."""
    from policies.pack_load import validate

    return validate(overlays, base=default_draft())


def default_draft() -> "Draft":
    """The default pack as a tree to merge overlays into."""
    from policies.pack_load import Draft

    tree: dict[str, Any] = msgspec.json.decode(_data("default.json"))
    files = [msgspec.convert(f, PackFile) for f in tree.pop("files")]
    digest = tree.pop("digest")
    tree["waivers"] = {w["id"]: w for w in tree.pop("waivers", ())}
    tree.pop("origins", None)
    return Draft(tree=tree, origins={}, files=files, digest=digest, mistakes=[])


def default_layer() -> "PackLayer":
    """The YAML files of the default pack, for `policy validate` and for a town that copies them."""
    from policies.pack_load import PackLayer

    return PackLayer(
        name="default", files={name: _data(f"default/{name}").decode() for name in FILES}
    )


def _data(name: str) -> bytes:
    loader = cast("_Loader", policies.packs.__spec__.loader)
    return loader.get_data(f"{policies.packs.__path__[0]}/{name}")
