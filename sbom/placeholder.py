"""Shell-like placeholders of Dockerfiles and Compose files: `$X`, `${X}`, `${X:-default}`."""

import re
from collections.abc import Mapping

from sbom.lazy_pattern import lazy

_PLACE = re.compile(
    r"\\?\$(?:\$|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([^${}]*))?\})"
)
_ROUNDS = 10
_LONGEST = 65_536
_OPEN, _CLOSE = "\x01", "\x02"
"""Around the number of a placeholder that stays; no name holds these characters."""
_KEPT = lazy(f"{_OPEN}([0-9]+){_CLOSE}")


def substitute(text: str, values: Mapping[str, str]) -> str:
    """The text with placeholders filled in; one without value and default stays as written.

    Nested defaults (`${A:-${B:-c}}`) are settled from the inside; a part inside that stays open does
    not keep the default around it from being used. Ten rounds at most.

    Args:
        text: Any text, for example an image name.
        values: Known values; an empty one counts as unset for the forms with a colon.

    Source: Dockerfile reference, "Environment replacement"; Compose specification, "Interpolation".
    """
    kept: list[str] = []
    if "$" not in text or _OPEN in text:
        return text
    for _ in range(_ROUNDS):
        filled = _PLACE.sub(lambda m: _fill(m, values, kept), text)
        if filled == text or len(filled) > _LONGEST:
            break
        text = filled
    for _ in range(_ROUNDS):
        if _OPEN not in text:
            break
        text = _KEPT.sub(lambda m: kept[int(m.group(1))], text)
    return text


def _fill(match: re.Match[str], values: Mapping[str, str], kept: list[str]) -> str:
    name = match.group(1) or match.group(2)
    operator, word = match.group(3) or "", match.group(4) or ""
    if name is not None and not match.group().startswith("\\"):
        value = values.get(name)
        given = value is not None and (value != "" or not operator.startswith(":"))
        if operator.endswith("+"):
            return word if given else ""
        if given and value is not None:
            return value
        if operator.endswith("-"):
            return word
    kept.append(match.group())
    return f"{_OPEN}{len(kept) - 1}{_CLOSE}"
