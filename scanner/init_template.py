"""The `estate.yaml` that a newcomer starts from: commented, and valid as it stands."""

import json
from importlib.resources import files

_NAMES = {"nl": "Gemeente Voorbeeld", "en": "Municipality of Voorbeeld"}


def init_text(organisation: str = "", language: str = "nl") -> str:
    """Text of a first `estate.yaml`; it loads without a mistake and scans the folder it is in.

    Its first line points editors to `estate.schema.json` beside it; the text of that file is
    `scanner.estate_schema.schema_text`.

    Args:
        organisation: Name of the organisation, any text of at most 200 characters that has one;
            empty: an invented one. Line breaks and control characters become spaces.
        language: Of the comments and of the reports: `nl` or `en`.

    Raises:
        ValueError: another language.
    """
    if language not in _NAMES:
        raise ValueError(f"language {language!r} is not nl or en")
    printable = "".join(c if c.isprintable() else " " for c in organisation)
    name = " ".join(printable.split())[:200] or _NAMES[language]
    template = files("scanner").joinpath("data", f"estate.{language}.yaml").read_text("utf-8")
    return template.replace("{organisation}", json.dumps(name, ensure_ascii=False))
