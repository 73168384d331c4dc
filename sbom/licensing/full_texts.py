"""The full text of licences of the SPDX list, for notices; made by `docs/tools/build_license_texts.py`."""

from functools import cache
from pkgutil import get_data
from typing import Any


def full_text(license_id: str) -> str:
    """The text as the SPDX list has it; empty for an id that it does not hold.

    Args:
        license_id: SPDX id. `-only` and `-or-later` ids have the text of their licence.
    """
    return str(_texts().get(license_id, ""))


@cache
def _texts() -> dict[str, Any]:
    import json
    import lzma

    content = get_data("sbom.licensing", "data/full_texts.xz")
    if content is None:
        return {}
    found: dict[str, Any] = json.loads(lzma.decompress(content))["texts"]
    return found
