"""Shell-like placeholders of Dockerfiles and Compose files: `$X`, `${X}`, `${X:-default}`."""

import re
from collections.abc import Mapping

_PLACE = re.compile(
    r"\\?\$(?:\$|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([^${}]*))?\})"
)
_ROUNDS = 10


def substitute(text: str, values: Mapping[str, str]) -> str:
    """The text with placeholders filled in; one without value and default stays as written.

    Nested defaults (`${A:-${B:-c}}`) are settled from the inside. Ten rounds at most.

    Args:
        text: Any text, for example an image name.
        values: Known values; an empty one counts as unset for the forms with a colon.

    Source: Dockerfile reference, "Environment replacement"; Compose specification, "Interpolation".
    """
    for _ in range(_ROUNDS):
        if "$" not in text:
            break
        filled = _PLACE.sub(lambda m: _fill(m, values), text)
        if filled == text or len(filled) > 65536:
            break
        text = filled
    return text


def _fill(match: re.Match[str], values: Mapping[str, str]) -> str:
    name = match.group(1) or match.group(2)
    if name is None or match.group().startswith("\\"):
        return match.group()
    operator, word = match.group(3) or "", match.group(4) or ""
    value = values.get(name)
    given = value is not None and (value != "" or not operator.startswith(":"))
    if operator.endswith("+"):
        return word if given else ""
    if given and value is not None:
        return value
    return word if operator.endswith("-") else match.group()
